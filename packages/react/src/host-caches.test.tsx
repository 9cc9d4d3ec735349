import type { Order } from '@norce-kit/core';
import { OrderProvider, orderQueryKey } from '@norce-kit/react';
import { broadcastQueryClient } from '@tanstack/query-broadcast-client-experimental';
import { dehydrate, QueryClient, QueryClientProvider, useIsRestoring } from '@tanstack/react-query';
import {
  experimental_createQueryPersister as createQueryPersister,
  PersistQueryClientProvider,
} from '@tanstack/react-query-persist-client';
import type { PersistedClient, Persister } from '@tanstack/react-query-persist-client';
import { act, render, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { Box, box, click, setUpOrder, state } from '../test/order.tsx';
import { expectWarnings, twoClients } from '../test/warnings.ts';

const closings: (() => void)[] = [];
afterEach(() => {
  closings.splice(0).forEach((close) => close());
});

type Orders = ReturnType<typeof setUpOrder>;

/** A client that counts its reads. */
function counting({ client }: Orders) {
  const getOrder = vi.fn(client.getOrder);
  return { client: { ...client, getOrder }, reads: () => getOrder.mock.calls.length };
}

/** A storage that `release` makes answer, and its content. */
function createStorage(stored: PersistedClient | undefined) {
  let release: () => void = () => undefined;
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  const content = { last: stored };
  const persister: Persister = {
    persistClient: (client) => {
      content.last = JSON.parse(JSON.stringify(client)) as PersistedClient;
    },
    restoreClient: async () => {
      await isReleased;
      return stored;
    },
    removeClient: () => {
      content.last = undefined;
    },
  };
  return { persister, content, release };
}

/** Everything that the cache contains, as a host may store it, with mutations under way. */
const dehydrateOptions = { shouldDehydrateQuery: () => true, shouldDehydrateMutation: () => true };

/** A page as the guide of `PersistQueryClientProvider` writes it. */
function Persisted({ order, persister }: { readonly order: Orders; readonly persister: Persister }) {
  const { client, queryClient, orderId } = order;
  return (
    <PersistQueryClientProvider
      client={queryClient}
      persistOptions={{ persister, dehydrateOptions }}
      onSuccess={() => queryClient.resumePausedMutations()}
    >
      <OrderProvider client={client} orderId={orderId}>
        <Box />
        <Storage />
      </OrderProvider>
    </PersistQueryClientProvider>
  );
}

/** The storage is written from when it was read. */
function Storage() {
  return <output aria-label="storage">{useIsRestoring() ? 'reading' : 'read'}</output>;
}
const storageState = () => screen.getByRole('status', { name: 'storage' }).textContent;

/** Opens the page, ticks the box and returns what the page stored at this time. */
async function storeTicked(order: Orders, isUnderWay: boolean): Promise<PersistedClient> {
  const { persister, content, release } = createStorage(undefined);
  release();
  const { unmount } = render(<Persisted order={order} persister={persister} />);
  await waitFor(() => expect(storageState()).toBe('read'));
  await waitFor(() =>
    expect(order.queryClient.getQueryState(orderQueryKey(order.orderId))?.status).toBe('success'),
  );
  const hold = isUnderWay ? order.sandbox.faults.add({ kind: 'hang', operation: 'patchConsent' }) : undefined;
  click();
  await waitFor(() =>
    expect(content.last?.clientState.mutations.map((mutation) => mutation.state.status)).toEqual([
      isUnderWay ? 'pending' : 'success',
    ]),
  );
  if (!isUnderWay) await waitFor(() => expect(state()).toBe('saved'));
  unmount();
  hold?.();
  order.queryClient.clear();
  if (content.last === undefined) throw new Error('Nothing was stored.');
  return content.last;
}

for (const isUnderWay of [false, true]) {
  test(`I2: a restored order ${isUnderWay ? 'with a write under way ' : ''}writes nothing, and is read on opening`, async () => {
    const stored = await storeTicked(setUpOrder(), isUnderWay);
    // A visit on another day: the order was un-ticked since.
    const order = setUpOrder();
    const { queries } = stored.clientState;
    for (const query of queries) {
      query.queryKey = orderQueryKey(order.orderId);
      query.queryHash = JSON.stringify(query.queryKey);
      (query.state.data as Order).consents?.forEach((consent) => Object.assign(consent, { checked: true }));
    }
    const { persister, content, release } = createStorage(stored);
    const { client, reads } = counting(order);
    render(<Persisted order={{ ...order, client }} persister={persister} />);
    act(release);
    await waitFor(() => expect(reads()).toBeGreaterThan(0));
    await waitFor(() => expect(box().checked).toBe(false));
    await waitFor(() =>
      expect(
        (content.last?.clientState.queries[0]?.state.data as Order | undefined)?.consents?.[0],
      ).toMatchObject({
        checked: false,
      }),
    );
    expect(order.writes()).toEqual([]);
    expect(state()).toBe('idle');
  });
}

test('I1: an order that is restored after an answer does not replace it', async () => {
  const order = setUpOrder();
  const { orderId, queryClient, values, holds } = order;
  const { client, reads } = counting(order);
  const seen = new QueryClient();
  const old = structuredClone(order.sandbox.orders.get(orderId)) as Order;
  const queryKey = orderQueryKey(orderId);
  seen.setQueryData(queryKey, old, { updatedAt: Date.now() + 3_600_000 });
  const stored: PersistedClient = { buster: '', timestamp: Date.now(), clientState: dehydrate(seen) };
  const { persister, release } = createStorage(stored);
  render(<Persisted order={{ ...order, client }} persister={persister} />);
  await waitFor(() => expect(queryClient.getQueryData(queryKey)).toBeDefined());
  click();
  await waitFor(() => expect(state()).toBe('saved'));
  const before = reads();
  act(release);
  await waitFor(() => expect(reads()).toBeGreaterThan(before));
  await waitFor(() =>
    expect(queryClient.getQueryData<Order>(queryKey)?.consents?.[0]).toMatchObject({ checked: true }),
  );
  expect([box().checked, state(), holds('ci_newsletter'), values('ci_newsletter')]).toEqual([
    true,
    'saved',
    true,
    [true],
  ]);
});

test('I2: a persister of queries restores no order', async () => {
  const order = setUpOrder();
  const { sandbox, orderId, writes } = order;
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key),
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    entries: () => [...items],
  };
  const queryKey = orderQueryKey(orderId);
  const { persisterFn, persistQueryByKey, restoreQueries } = createQueryPersister({ storage });
  const earlier = new QueryClient();
  earlier.setQueryData(queryKey, structuredClone(sandbox.orders.setChecked(orderId, 'ci_newsletter', true)));
  await persistQueryByKey(queryKey, earlier);
  sandbox.orders.setChecked(orderId, 'ci_newsletter', false);

  const queryClient = new QueryClient({ defaultOptions: { queries: { persister: persisterFn } } });
  const { client, reads } = counting(order);
  order.show(<Box />, { client, queryClient });
  await waitFor(() => expect(reads()).toBe(1));
  await waitFor(() => expect(queryClient.getQueryState(queryKey)?.status).toBe('success'));
  expect(box().checked).toBe(false);
  await act(() => restoreQueries(queryClient));
  await waitFor(() => expect(reads()).toBe(2));
  expect(box().checked).toBe(false);
  expect(writes()).toEqual([]);
});

/** A tab of the shop with a cache that it broadcasts. */
function openTab(order: Orders, name: string, element: ReactElement) {
  const queryClient = new QueryClient();
  closings.push(
    broadcastQueryClient({ queryClient, broadcastChannel: order.orderId, options: { type: 'native' } }),
  );
  const { client, reads } = counting(order);
  const view = render(
    <QueryClientProvider client={queryClient}>
      <OrderProvider client={client} orderId={order.orderId}>
        {element}
      </OrderProvider>
    </QueryClientProvider>,
  );
  return { ...view, queryClient, reads, name };
}

test('I2: an answer reaches a tab with a broadcast cache, which writes nothing', async () => {
  const order = setUpOrder();
  expectWarnings(twoClients(order.orderId));
  const first = openTab(order, 'first', <Box name="first" />);
  await waitFor(() => expect(first.reads()).toBe(1));
  const second = openTab(order, 'second', <Box name="second" />);
  await waitFor(() => expect(second.reads()).toBeGreaterThan(0));
  click('first');
  await waitFor(() => expect(box('second').checked).toBe(true));
  await waitFor(() => expect(state('first')).toBe('saved'));
  click('second');
  await waitFor(() => expect(box('first').checked).toBe(false));
  expect(order.values('ci_newsletter')).toEqual([true, false]);
  expect([state('first'), state('second')]).toEqual(['idle', 'saved']);
});

test('I1: an older order that another tab broadcasts replaces no answer', async () => {
  const order = setUpOrder();
  const queryKey = orderQueryKey(order.orderId);
  const old = structuredClone(order.sandbox.orders.get(order.orderId)) as Order;
  const first = openTab(order, 'first', <Box name="first" />);
  await waitFor(() => expect(first.reads()).toBe(1));
  click('first');
  await waitFor(() => expect(state('first')).toBe('saved'));
  const before = first.reads();
  const other = new QueryClient();
  closings.push(
    broadcastQueryClient({
      queryClient: other,
      broadcastChannel: order.orderId,
      options: { type: 'native' },
    }),
  );
  const seen: boolean[] = [];
  closings.push(first.queryClient.getQueryCache().subscribe(() => void seen.push(box('first').checked)));
  other.setQueryData(queryKey, old, { updatedAt: Date.now() + 3_600_000 });
  await waitFor(() => expect(first.reads()).toBeGreaterThan(before));
  await waitFor(() =>
    expect(first.queryClient.getQueryData<Order>(queryKey)?.consents?.[0]).toMatchObject({ checked: true }),
  );
  expect(new Set(seen)).toEqual(new Set([true]));
  expect([box('first').checked, state('first')]).toEqual([true, 'saved']);
  expect(order.values('ci_newsletter')).toEqual([true]);
});

test('I1: a tab whose broadcast cache another tab clears shows and saves on', async () => {
  const order = setUpOrder();
  expectWarnings(twoClients(order.orderId));
  const first = openTab(order, 'first', <Box name="first" />);
  await waitFor(() => expect(first.reads()).toBe(1));
  const second = openTab(order, 'second', <Box name="second" />);
  await waitFor(() => expect(second.reads()).toBeGreaterThan(0));
  const removed = vi.fn();
  closings.push(
    first.queryClient.getQueryCache().subscribe(({ type }) => {
      if (type === 'removed') removed();
    }),
  );
  act(() => second.queryClient.clear());
  await waitFor(() => expect(removed).toHaveBeenCalled());
  click('first');
  await waitFor(() => expect(state('first')).toBe('saved'));
  await waitFor(() => expect(box('second').checked).toBe(true));
  order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', false);
  await act(() => first.queryClient.invalidateQueries());
  await waitFor(() => expect(box('first').checked).toBe(false));
  expect(order.values('ci_newsletter')).toEqual([true]);
});
