import { QueryClient } from '@tanstack/react-query';
import { act, render, waitFor } from '@testing-library/react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Box, setUpOrder } from '../../test/order.tsx';
import { expectRenderError } from '../../test/render-error.ts';
import { recordWarnings } from '../../test/warnings.ts';
import { OrderProvider } from '../provider.tsx';

// A warning appears once per page, so each test has an order of its own.
let count = 0;
const setUp = () => setUpOrder({}, { id: `o_provider_${++count}` });
const untilRead = ({ queryClient, orderId }: ReturnType<typeof setUp>) =>
  waitFor(() => expect(queryClient.getQueryState(['norce', 'order', orderId])?.status).toBe('success'));

for (const [caches, createCache] of [
  ['one cache', (own: QueryClient) => own],
  ['two caches', () => new QueryClient()],
] as const) {
  test(`warns of two clients of one order on ${caches}`, async () => {
    const { list } = recordWarnings();
    const order = setUp();
    const other = createCache(order.queryClient);
    render(
      <>
        {order.page(<Box name="first" />)}
        {order.page(<Box name="second" />, { client: { ...order.client }, queryClient: other })}
      </>,
    );
    await untilRead(order);
    expect(list()).toEqual([
      `norce-kit: order ${order.orderId} has two clients at a time. ` +
        'Create one client, export it, and import it everywhere.',
    ]);
  });
}

test('a client that replaces another one, and two providers of one client, cause no warning', async () => {
  const order = setUp();
  const pages = (client: typeof order.client) => (
    <>
      {order.page(<Box name="first" />, { client })}
      {order.page(<Box name="second" />, { client })}
    </>
  );
  const view = render(pages(order.client));
  await untilRead(order);
  view.rerender(pages({ ...order.client }));
  await waitFor(() => expect(order.queryClient.isFetching()).toBe(0));
});

test('warns of a client that is made in each render', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { list } = recordWarnings();
  const order = setUp();
  const page = () => order.page(<Box />, { client: { ...order.client } });
  const view = render(page());
  // A token that is renewed now and then is no mistake.
  for (let times = 0; times < 6; times += 1) {
    view.rerender(page());
    await act(() => vi.advanceTimersByTimeAsync(5_000));
  }
  expect(list()).toEqual([]);
  for (let times = 0; times < 6; times += 1) view.rerender(page());
  await act(() => vi.advanceTimersByTimeAsync(100));
  expect(list()).toEqual([expect.stringContaining('gets a new client with each render')]);
});

test('warns of an initial order that is another one', async () => {
  const { list } = recordWarnings();
  const order = setUp();
  order.show(<Box />, { initialOrder: { id: 'o_other' } });
  await untilRead(order);
  expect(list()).toEqual([
    `norce-kit: initialOrder is order o_other, and orderId is ${order.orderId}, so initialOrder is ignored.`,
  ]);
});

/** Enters a provider of another copy of the package. */
function loadSecondCopy(orderId: string) {
  const page = globalThis as unknown as Record<
    symbol,
    { copies: Set<object>; orders: Map<string, Set<object>> } | undefined
  >;
  const registry = (page[Symbol.for('norce-kit.providers')] ??= { copies: new Set(), orders: new Map() });
  const copy = {};
  registry.copies.add(copy);
  registry.orders.set(orderId, new Set([{ copy, client: {}, queryClient: {} }]));
  onTestFinished(() => {
    registry.copies.delete(copy);
    registry.orders.delete(orderId);
  });
}

test('warns of two copies of the package that have the same order', async () => {
  const { list } = recordWarnings();
  const order = setUp();
  loadSecondCopy(order.orderId);
  order.show(<Box />);
  await untilRead(order);
  expect(list()).toEqual([expect.stringContaining('providers of two copies of @norce-kit/react')]);
});

test('the error of a missing provider names the second copy that has it', () => {
  loadSecondCopy('o_elsewhere');
  expectRenderError(<Box />, 'The page loads two copies of @norce-kit/react: run npm ls');
});

test('a provider below a component is no provider of it', () => {
  const { client } = setUp();
  const page = (
    <>
      <Box />
      <OrderProvider client={client} orderId="o" />
    </>
  );
  expectRenderError(page, 'useOrderConsent was rendered outside of an OrderProvider');
});
