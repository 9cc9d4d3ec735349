import { createOrderClient } from '@norce-kit/core';
import type { SaveState } from '@norce-kit/core';
import { OrderProvider, useOrderConsent } from '@norce-kit/react';
import type { OrderProviderProps } from '@norce-kit/react';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { focusManager, QueryClient } from '@tanstack/react-query';
import { act } from '@testing-library/react';
import { StrictMode } from 'react';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Box } from '../../packages/react/test/order.tsx';
import { installClock } from './clock.ts';

/** The visible state of one box. */
export interface Shown {
  readonly checked: boolean;
  readonly saveState: SaveState;
}

/** A page with an order of a sandbox, the shopper's actions, and everything that can happen to it. */
export interface World {
  readonly sandbox: Sandbox;
  readonly orderIds: readonly [string, string];
  readonly queryClient: QueryClient;
  readonly pass: (milliseconds: number) => Promise<void>;
  /** The boxes of the page: two of the newsletter, one of the terms. */
  readonly boxes: () => readonly Shown[];
  /** The values on an order. */
  readonly holds: (orderId: string, consentId: string) => boolean | undefined;
  readonly click: (box: number) => void;
  /** Clicks the button that goes on without the answer to the consent of a box. */
  readonly goOnWithout: (box: number) => void;
  readonly show: (orderId: string | undefined) => void;
  readonly focus: () => void;
  /** Hides the page as a navigation does, and shows it again as the back button does. */
  readonly leave: () => void;
  readonly setOnline: (isOnline: boolean) => void;
  readonly end: () => Promise<void>;
}

/** The consent of each box of the page. */
export const consentIds: readonly string[] = ['ci_newsletter', 'ci_newsletter', 'ci_terms'];

function GoOnWithout({ consentId }: { consentId: string }): ReactElement {
  return <button onClick={useOrderConsent(consentId).goOnWithout}>{consentId}</button>;
}

/** Opens a page. `props` are those of its provider. */
export async function openWorld(props: Partial<OrderProviderProps> = {}): Promise<World> {
  const clock = installClock();
  const channel = globalThis.BroadcastChannel;
  Reflect.deleteProperty(globalThis, 'BroadcastChannel');
  const sandbox = createSandbox({ authenticate: false, latency: 20 });
  const orderIds = [sandbox.orders.create().id, sandbox.orders.create().id] as const;
  const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch });
  const queryClient = new QueryClient();
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);

  const show = (orderId: string | undefined) =>
    act(() =>
      root.render(
        <StrictMode>
          {orderId !== undefined && (
            <OrderProvider client={client} orderId={orderId} queryClient={queryClient} {...props}>
              <Box name="first" />
              <Box name="second" />
              <Box name="terms" consentId="ci_terms" />
              <GoOnWithout consentId="ci_newsletter" />
            </OrderProvider>
          )}
        </StrictMode>,
      ),
    );
  const pass = (milliseconds: number) => act(() => clock.pass(milliseconds));
  const inputs = () => [...container.querySelectorAll('input')];

  show(orderIds[0]);
  await pass(100);
  return {
    sandbox,
    orderIds,
    queryClient,
    pass,
    show,
    boxes: () => {
      const states = [...container.querySelectorAll('output')];
      return inputs().map(({ checked }, index) => ({
        checked,
        saveState: (states[index]?.textContent ?? '') as SaveState,
      }));
    },
    holds: (orderId, consentId) =>
      sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked,
    click: (box) => act(() => inputs()[box]?.click()),
    goOnWithout: (box) => {
      const buttons = [...container.querySelectorAll('button')];
      act(() => buttons.find(({ textContent }) => textContent === consentIds[box])?.click());
    },
    focus: () =>
      act(() => {
        focusManager.setFocused(false);
        focusManager.setFocused(true);
        focusManager.setFocused(undefined);
      }),
    leave: () => act(() => void window.dispatchEvent(new Event('pagehide'))),
    setOnline: (isOnline) => {
      Object.defineProperty(navigator, 'onLine', { configurable: true, value: isOnline });
      act(() => void window.dispatchEvent(new Event(isOnline ? 'online' : 'offline')));
    },
    end: async () => {
      act(() => root.unmount());
      Reflect.deleteProperty(navigator, 'onLine');
      container.remove();
      queryClient.clear();
      await clock.pass(0);
      // The next run is another tab.
      sessionStorage.clear();
      clock.uninstall();
      globalThis.BroadcastChannel = channel;
    },
  };
}
