import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { createContext, lazy, memo, Suspense, useContext, useState } from 'react';
import type { ComponentType, ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { arrive, hydrate, onServer } from '../test/hydration.tsx';
import { setUpOrder } from '../test/order.tsx';
import { NewsletterConsent } from './components/newsletter-consent.tsx';
import { TermsConsent } from './components/terms-consent.tsx';
import { OrderProvider } from './provider.tsx';

type Module = { readonly default: ComponentType };

/** A page whose whole use of the kit, client and provider included, is in code that comes later. */
function setUpPage() {
  const order = setUpOrder();
  const { client, orderId } = order;
  const initialOrder = order.sandbox.orders.get(orderId);
  const Consents = () => (
    <OrderProvider client={client} orderId={orderId} {...(initialOrder && { initialOrder })}>
      <NewsletterConsent consentId="ci_newsletter" />
      <TermsConsent consentId="ci_terms" termsUrl="/terms" />
    </OrderProvider>
  );
  return { ...order, Consents, module: { default: Consents } };
}

/** Code that arrives when the test releases it. */
function createLateCode(): { readonly code: Promise<Module>; readonly arriveNow: (module: Module) => void } {
  let arriveNow: (module: Module) => void = () => undefined;
  const code = new Promise<Module>((resolve) => (arriveNow = resolve));
  return { code, arriveNow };
}

const pageOf = (Consents: ComponentType): ReactElement => (
  <Suspense fallback="…">
    <Consents />
  </Suspense>
);

const newsletter = () => screen.getByRole<HTMLInputElement>('checkbox', { name: /^Send me news/ });
const elementsOf = (container: HTMLElement) => [...container.querySelectorAll('*')];

/** Loads code as the guide does: again and again, without an end. */
async function untilLoaded(load: () => Promise<Module>): Promise<Module> {
  for (let pause = 1_000; ; pause = Math.min(pause * 2, 60_000)) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

test('SH11: code that comes late keeps the elements, the focus and the tick of the HTML, and saves the tick', async () => {
  const { Consents, module, holds, values } = setUpPage();
  const container = arrive(await onServer(() => renderToString(pageOf(Consents))));
  const before = elementsOf(container);
  const loaded = createLateCode();
  const { errors } = await hydrate(container, pageOf(lazy(() => loaded.code)));
  const input = newsletter();
  input.focus();
  fireEvent.click(input);
  expect(input.checked).toBe(true);
  await act(async () => {
    loaded.arriveNow(module);
    await loaded.code;
  });
  await waitFor(() => expect(values('ci_newsletter')).toEqual([true]));
  await screen.findByText('Saved');
  expect([newsletter(), document.activeElement, input.checked]).toEqual([input, input, true]);
  expect(elementsOf(container)).toEqual(expect.arrayContaining(before));
  expect([holds('ci_newsletter'), errors]).toEqual([true, []]);
});

test('SH12: code that comes late writes nothing after a tick that was taken back', async () => {
  const { Consents, module, writes, queryClient } = setUpPage();
  const container = arrive(await onServer(() => renderToString(pageOf(Consents))));
  const loaded = createLateCode();
  await hydrate(container, pageOf(lazy(() => loaded.code)));
  fireEvent.click(newsletter());
  fireEvent.click(newsletter());
  await act(async () => {
    loaded.arriveNow(module);
    await loaded.code;
  });
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect([newsletter().checked, writes()]).toEqual([false, []]);
});

test('SH13: code that cannot be loaded at first is loaded later, and saves the tick made before', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  onTestFinished(() => void vi.useRealTimers());
  const { Consents, module, values } = setUpPage();
  const container = arrive(await onServer(() => renderToString(pageOf(Consents))));
  const load = vi
    .fn<() => Promise<Module>>()
    .mockRejectedValueOnce(new TypeError('Failed to fetch'))
    .mockRejectedValueOnce(new TypeError('Failed to fetch'))
    .mockResolvedValue(module);
  const { errors } = await hydrate(container, pageOf(lazy(() => untilLoaded(load))));
  const input = newsletter();
  fireEvent.click(input);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect([load.mock.calls.length, input.isConnected, input.checked]).toEqual([2, true, true]);
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  await waitFor(() => expect(values('ci_newsletter')).toEqual([true]));
  expect([newsletter(), errors]).toEqual([input, []]);
});

const Theme = createContext('light');

test('SH14: a page that renders around the HTML before the code is there shows the order, and writes nothing', async () => {
  const { Consents, writes, queryClient } = setUpPage();
  let change: (theme: string) => void = () => undefined;
  const Page = ({ of: Code }: { of: ComponentType }) => {
    const [theme, setTheme] = useState('light');
    change = setTheme;
    return <Theme.Provider value={theme}>{pageOf(Code)}</Theme.Provider>;
  };
  const Themed = memo(function Themed() {
    return (
      <section title={useContext(Theme)}>
        <Consents />
      </section>
    );
  });
  const container = arrive(await onServer(() => renderToString(<Page of={Themed} />)));
  const loaded = createLateCode();
  const Late = lazy(() => loaded.code);
  await hydrate(container, <Page of={Late} />);
  fireEvent.click(newsletter());
  act(() => change('dark'));
  await act(async () => {
    loaded.arriveNow({ default: Themed });
    await loaded.code;
  });
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect([newsletter().checked, writes()]).toEqual([false, []]);
});
