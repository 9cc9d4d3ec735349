import type { Order, OrderClientOptions } from '@norce-kit/core';
import type { LazyNewsletterProps, LazyOrderProviderProps } from '@norce-kit/react/lazy';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { act, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import { vi } from 'vitest';

export type LazyProps = Partial<LazyOrderProviderProps>;

/** Loads the lazy entry, with an engine that arrives when the test releases it. */
export async function openPage(
  clientOptions: (sandbox: Sandbox) => Partial<OrderClientOptions> = () => ({}),
) {
  const entry = await import('@norce-kit/react/lazy');
  const { replaceImport } = await import('../src/lazy/load-engine.ts');
  let isMissing = false;
  let arriveNow: () => void = () => undefined;
  const isThere = new Promise<void>((resolve) => (arriveNow = resolve));
  const fetchEngine = vi.fn(async () => {
    if (isMissing) throw new TypeError('Failed to fetch dynamically imported module');
    await isThere;
    return import('../src/lazy/engine.ts');
  });
  replaceImport(fetchEngine);
  const sandbox = createSandbox({ authenticate: false });
  const { id: orderId } = sandbox.orders.create({ id: `o_${crypto.randomUUID().slice(0, 8)}` });
  const client = entry.createOrderClient({
    baseUrl: 'https://sandbox.invalid',
    fetch: sandbox.fetch,
    retry: 0,
    ...clientOptions(sandbox),
  });
  const page = (props: LazyProps = {}, box: Partial<LazyNewsletterProps> = {}) => (
    <StrictMode>
      <entry.OrderProvider client={client} orderId={orderId} {...props}>
        <entry.NewsletterConsent consentId="ci_newsletter" {...box} />
      </entry.OrderProvider>
    </StrictMode>
  );
  const order = () => sandbox.orders.get(orderId) as Order;
  return {
    entry,
    sandbox,
    orderId,
    client,
    page,
    order,
    fetchEngine,
    arrive: () =>
      act(async () => {
        arriveNow();
        await Promise.allSettled(fetchEngine.mock.results.map(({ value }) => value as unknown));
        await new Promise((resolve) => setTimeout(resolve));
      }),
    setIsMissing: (value: boolean) => (isMissing = value),
    holds: () => order().consents?.find(({ id }) => id === 'ci_newsletter')?.checked,
    writes: () => sandbox.receipts.list(),
    values: () =>
      sandbox.receipts
        .list({ operation: 'patchConsent', consentId: 'ci_newsletter' })
        .map(({ value }) => value),
  };
}

export const box = (): HTMLInputElement => screen.getByRole<HTMLInputElement>('checkbox');

/** Does what the browser does when the page is left. */
export const leave = (): void => act(() => void window.dispatchEvent(new Event('pagehide')));

/** Waits for what goes on without timers. */
export const settle = (): Promise<void> =>
  act(async () => void (await new Promise((resolve) => setTimeout(resolve, 50))));
