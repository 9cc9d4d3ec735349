import { createOrderClient } from '@norce-kit/core';
import type { Consent, Order } from '@norce-kit/core';
import { QueryClient, focusManager, useQuery } from '@tanstack/react-query';
import type { DefaultOptions } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import * as React from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Box, box, click, pass, setUpOrder, state } from '../../test/order.tsx';
import { useConsentGate } from '../hooks/use-consent-gate.ts';
import { useOrderConsent } from '../hooks/use-order-consent.ts';
import { useOrder } from '../hooks/use-order.ts';
import { orderQueryKey, orderQueryOptions } from './order-query.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function focus() {
  act(() => focusManager.setFocused(false));
  act(() => focusManager.setFocused(true));
  focusManager.setFocused(undefined);
}

function Gate() {
  const { ready } = useConsentGate();
  return <output aria-label="gate">{ready ? 'open' : 'closed'}</output>;
}
const gate = () => screen.getByRole('status', { name: 'gate' }).textContent;

/** A client that counts its reads. */
function counting({ client }: ReturnType<typeof setUpOrder>) {
  const getOrder = vi.fn(client.getOrder);
  return { client: { ...client, getOrder }, reads: () => getOrder.mock.calls.length };
}

test('two clients on one cache: an answer that was taken back elsewhere shows, whichever client reads', async () => {
  const order = setUpOrder();
  const { sandbox, orderId, queryClient, show } = order;
  const other = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch, retry: 0 });
  function Total() {
    const { data } = useQuery(
      { ...orderQueryOptions(other, orderId), select: ({ cart }) => cart?.total?.includingVat },
      queryClient,
    );
    return <p>{data}</p>;
  }
  show(
    <>
      <Total />
      <Box />
      <Box consentId="ci_terms" name="terms" />
      <Gate />
    </>,
  );
  await pass(100);
  click();
  click('terms');
  await pass(5_000);
  expect([box().checked, box('terms').checked, gate()]).toEqual([true, true, 'open']);
  sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
  sandbox.orders.setChecked(orderId, 'ci_terms', false);
  focus();
  await pass(20_000);
  focus();
  await pass(20_000);
  expect([box().checked, box('terms').checked, gate(), state()]).toEqual([false, false, 'closed', 'idle']);
});

const hostile: Record<string, DefaultOptions['queries'] & { suspense?: boolean }> = {
  enabled: { enabled: false },
  staleTime: { staleTime: Infinity },
  'static staleTime': { staleTime: 'static' },
  gcTime: { gcTime: 0 },
  refetchOnMount: { refetchOnMount: false },
  refetchOnWindowFocus: { refetchOnWindowFocus: false },
  refetchOnReconnect: { refetchOnReconnect: false },
  retry: { retry: 5, retryDelay: 60_000 },
  retryOnMount: { retryOnMount: false },
  networkMode: { networkMode: 'offlineFirst' },
  initialData: { initialData: { consents: [] }, initialDataUpdatedAt: Date.now() + 1e9 },
  placeholderData: { placeholderData: { consents: [] } },
  persister: { persister: () => ({ consents: [] }) },
  structuralSharing: { structuralSharing: (before, next) => (before === undefined ? next : before) },
  select: { select: () => ({ consents: [] }) },
  notifyOnChangeProps: { notifyOnChangeProps: [] },
  queryFn: { queryFn: () => ({ consents: [] }) },
  queryKeyHashFn: { queryKeyHashFn: (key) => `host:${JSON.stringify(key)}` },
  throwOnError: { throwOnError: true },
  suspense: { suspense: true },
  refetchInterval: { refetchInterval: false },
  meta: { meta: { persist: true } },
};

for (const way of ['defaultOptions', 'setQueryDefaults'] as const) {
  describe(`the order is read on opening with the host's ${way}`, () => {
    for (const [name, queries] of Object.entries(hostile)) {
      test(name, async () => {
        const order = setUpOrder({ latency: 50 });
        const { sandbox, orderId, page } = order;
        const initialOrder = sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
        const { client, reads } = counting(order);
        sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
        const queryClient = new QueryClient(way === 'defaultOptions' ? { defaultOptions: { queries } } : {});
        if (way === 'setQueryDefaults') queryClient.setQueryDefaults(['norce'], queries);
        function Seen() {
          const { data, isError } = useOrder();
          return (
            <output aria-label="read">{isError ? 'error' : String(data?.consents?.[0]?.checked)}</output>
          );
        }
        const shown = () => screen.getByRole('status', { name: 'read' }).textContent;
        const props = { client, queryClient };
        const children = (
          <>
            <Box />
            <Seen />
          </>
        );
        const { unmount } = render(page(children, { ...props, initialOrder }));
        await pass(500);
        expect([reads(), box().checked, shown()]).toEqual([1, true, 'true']);
        // Opened again while everything in the cache is new.
        unmount();
        sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
        render(page(children, props));
        await pass(2_000);
        expect([reads(), box().checked, shown()]).toEqual([2, false, 'false']);
      });
    }
  });
}

/** Another tab changes the order and announces it. */
function changeElsewhere({ sandbox, orderId }: ReturnType<typeof setUpOrder>, isTicked: boolean) {
  sandbox.orders.setChecked(orderId, 'ci_newsletter', isTicked);
  const channel = new BroadcastChannel('norce-kit');
  channel.postMessage(['another tab', orderId]);
  channel.close();
}

const absences: Record<string, (order: ReturnType<typeof setUpOrder>) => (isThere: boolean) => void> = {
  'the page was unmounted': (order) => {
    let view = order.show(<Box />);
    return (isThere) => {
      if (isThere) view = order.show(<Box />);
      else view.unmount();
    };
  },
  'the box was unmounted below its provider': (order) => {
    const { rerender } = order.show(<Box />);
    return (isThere) => rerender(order.page(isThere && <Box />));
  },
  ...('Activity' in React && {
    'the page was hidden by Activity': (order: ReturnType<typeof setUpOrder>) => {
      const page = (mode: 'visible' | 'hidden') => (
        <React.Activity mode={mode}>{order.page(<Box />)}</React.Activity>
      );
      const { rerender } = render(page('visible'));
      return (isThere: boolean) => rerender(page(isThere ? 'visible' : 'hidden'));
    },
    'the box was hidden by Activity': (order: ReturnType<typeof setUpOrder>) => {
      const page = (mode: 'visible' | 'hidden') =>
        order.page(
          <React.Activity mode={mode}>
            <Box />
          </React.Activity>,
        );
      const { rerender } = render(page('visible'));
      return (isThere: boolean) => rerender(page(isThere ? 'visible' : 'hidden'));
    },
  }),
};

for (const [absence, open] of Object.entries(absences)) {
  test(`a change made in another tab while ${absence} shows on return, without another "Saved"`, async () => {
    const order = setUpOrder();
    const setThere = open(order);
    await pass(2_000);
    click();
    await pass(500);
    expect(state()).toBe('saved');
    setThere(false);
    await pass(200);
    changeElsewhere(order, false);
    await pass(200);
    setThere(true);
    expect(state()).not.toBe('saved');
    await pass(1_100);
    expect([box().checked, state()]).toEqual([false, 'idle']);
  });
}

test('a page that opens again and again reads the order once a second', async () => {
  const order = setUpOrder({ latency: 30 });
  const { client, reads } = counting(order);
  for (let count = 0; count < 30; count += 1) {
    const { unmount } = order.show(<Box />, { client });
    await pass(100);
    unmount();
  }
  expect(reads()).toBeGreaterThan(1);
  expect(reads()).toBeLessThanOrEqual(4);
});

test('a box that mounts after a save shows no "Saved"; the one that showed it keeps it', async () => {
  const { show, page } = setUpOrder();
  const { rerender } = show(<Box name="first" />);
  await pass(100);
  click('first');
  await pass(100);
  rerender(
    page(
      <>
        <Box name="first" />
        <Box name="second" />
      </>,
    ),
  );
  await pass(2_000);
  expect([state('first'), state('second')]).toEqual(['saved', 'idle']);
  click('second');
  await pass(100);
  expect([state('first'), state('second'), box('first').checked]).toEqual(['saved', 'saved', false]);
});

test('a read that the host cancels is made again', async () => {
  const order = setUpOrder({ latency: 200 });
  const { sandbox, orderId, queryClient, show } = order;
  const initialOrder = sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  sandbox.faults.add({ kind: 'hang', operation: 'getOrder', times: 1 });
  show(<Box />, { initialOrder });
  await pass(100);
  await act(() => queryClient.cancelQueries());
  await pass(2_000);
  expect(box().checked).toBe(true);
});

test('NF1: a read that fails on opening is repeated with growing pauses, until the page shows the order', async () => {
  const order = setUpOrder();
  const { sandbox, orderId, show } = order;
  const { client, reads } = counting(order);
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  const mend = sandbox.faults.add({ kind: 'status', status: 503, operation: 'getOrder' });
  show(<Box />, { client });
  await pass(60_000);
  // The pauses are at most 2, 4, 8, 16 and 32 seconds, and half of that at least.
  expect(reads()).toBeGreaterThanOrEqual(5);
  expect(reads()).toBeLessThanOrEqual(7);
  mend();
  await pass(61_000);
  expect(box().checked).toBe(true);
  const before = reads();
  await pass(300_000);
  expect(reads()).toBe(before);
});

test('a read of a page in the background is repeated when the page is shown again', async () => {
  const order = setUpOrder();
  const { client, reads } = counting(order);
  order.sandbox.faults.add({ kind: 'status', status: 503, operation: 'getOrder' });
  order.show(<Box />, { client });
  await pass(100);
  act(() => focusManager.setFocused(false));
  await pass(300_000);
  expect(reads()).toBe(1);
  act(() => focusManager.setFocused(true));
  await pass(100);
  expect(reads()).toBe(2);
  focusManager.setFocused(undefined);
});

test('SE4: a read that is refused for good is not repeated', async () => {
  const order = setUpOrder();
  const { client, reads } = counting(order);
  order.sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
  order.show(<Box />, { client });
  await pass(300_000);
  expect(reads()).toBe(1);
});

for (const [name, change] of Object.entries<(queryClient: QueryClient) => unknown>({
  clear: (queryClient) => queryClient.clear(),
  removeQueries: (queryClient) => queryClient.removeQueries(),
  resetQueries: (queryClient) => queryClient.resetQueries(),
  invalidateQueries: (queryClient) => queryClient.invalidateQueries(),
})) {
  test(`after ${name} of the host the page shows what the order holds`, async () => {
    const { sandbox, orderId, queryClient, show } = setUpOrder();
    show(<Box />);
    await pass(2_000);
    sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
    act(() => void change(queryClient));
    await pass(1_500);
    expect(box().checked).toBe(true);
  });
}

test('an order from a server whose clock is ahead is read all the same', async () => {
  const order = setUpOrder();
  const { sandbox, orderId, queryClient, show } = order;
  const old = sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
  queryClient.setQueryData(orderQueryKey(orderId), old, { updatedAt: Date.now() + 3_600_000 });
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  show(<Box />);
  await pass(100);
  expect(box().checked).toBe(true);
});

test('an older order in the cache, as of a persister or another tab, undoes nothing and opens no gate', async () => {
  const { sandbox, orderId, queryClient, show, writes } = setUpOrder();
  const required = sandbox.orders.get(orderId);
  const old = {
    ...required,
    consents: required?.consents.map((consent) => ({ ...consent, required: false })),
  };
  show(
    <>
      <Box />
      <Gate />
    </>,
  );
  await pass(100);
  click();
  await pass(2_000);
  const seen: unknown[] = [];
  for (let count = 0; count < 3; count += 1) {
    act(() => void queryClient.setQueryData(orderQueryKey(orderId), old));
    seen.push([box().checked, gate(), state()]);
    await pass(2_000);
  }
  seen.push([box().checked, gate(), state()]);
  expect(new Set(seen.map(String))).toEqual(new Set(['true,closed,saved']));
  expect(writes()).toHaveLength(1);
});

/** Hosts that put another order into the cache after each read, as an effect or a persister does. */
const changingHosts: Record<string, (first: Consent) => Consent> = {
  'in the same way': (first) => ({ ...first, text: 'changed' }),
  'in a new way each time': (first) => ({ ...first, text: `changed ${Math.random()}` }),
};

for (const [way, change] of Object.entries(changingHosts)) {
  test(`a host that changes each order it gets ${way} causes no endless reads`, async () => {
    const order = setUpOrder({ latency: 20 });
    const { client, reads } = counting(order);
    const { sandbox, orderId, queryClient, show } = order;
    queryClient.getQueryCache().subscribe(({ type, query }) => {
      const data = query.state.data as Order | undefined;
      const first = data?.consents?.[0];
      if (type !== 'updated' || first === undefined || first.text?.startsWith('changed')) return;
      queryClient.setQueryData(orderQueryKey(orderId), { ...data, consents: [change(first)] });
    });
    show(<Box />, { client });
    await pass(60_000);
    const inMinute = reads();
    await pass(3_600_000);
    // The pauses grow to a minute.
    expect([inMinute, reads()]).toEqual([6, 66]);
    // The page still follows the order.
    sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
    focus();
    await pass(100);
    expect(box().checked).toBe(true);
  });
}

test('a host that makes initialOrder anew in each render causes no endless reads', async () => {
  const order = setUpOrder({ latency: 20 });
  const { client, reads } = counting(order);
  const { sandbox, orderId, page, queryClient } = order;
  const initialOrder = sandbox.orders.get(orderId) as Order;
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  function Host() {
    // Renders after each read.
    useQuery({ ...orderQueryOptions(client, orderId), notifyOnChangeProps: 'all' }, queryClient);
    return page(<Box />, { client, initialOrder: structuredClone(initialOrder) });
  }
  render(<Host />);
  // React 18 renders at the end of each `act`.
  for (let second = 0; second < 60; second += 1) await pass(1_000);
  const inMinute = reads();
  for (let minute = 0; minute < 60; minute += 1) await pass(60_000);
  expect(inMinute).toBeGreaterThan(3);
  expect(inMinute).toBeLessThanOrEqual(6);
  expect(reads()).toBeLessThanOrEqual(66);
  expect(box().checked).toBe(true);
});

test('nothing that a host writes in place of the order breaks the page', async () => {
  const { orderId, queryClient, show } = setUpOrder();
  queryClient.setQueryData(orderQueryKey(orderId), null);
  show(<Box />);
  await pass(100);
  act(() => void queryClient.setQueryData(orderQueryKey(orderId), null));
  await pass(2_000);
  click();
  await pass(2_000);
  expect([box().checked, state()]).toEqual([true, 'saved']);
});

test('a newer initialOrder is looked into', async () => {
  const order = setUpOrder();
  const { client, reads } = counting(order);
  const { sandbox, orderId, page, show } = order;
  const initialOrder = sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
  const { rerender } = show(<Box />, { client, initialOrder });
  await pass(2_000);
  const newer = sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  rerender(page(<Box />, { client, initialOrder: newer }));
  await pass(100);
  expect(box().checked).toBe(true);
  // Equal ones, such as those written in JSX, cause nothing.
  rerender(page(<Box />, { client, initialOrder: { ...newer } }));
  await pass(2_000);
  expect(reads()).toBe(2);
});

test('an initialOrder is also looked into that equals the last read of its cache, but not what another cache has read', async () => {
  const order = setUpOrder();
  const { sandbox, orderId, page, show } = order;
  const setTo = (isTicked: boolean) =>
    structuredClone(sandbox.orders.setChecked(orderId, 'ci_newsletter', isTicked));
  const queryClient = new QueryClient();
  const initialOrder = setTo(false);
  const { rerender } = show(<Box />, { queryClient, initialOrder });
  show(<Box name="other" />, { initialOrder });
  await pass(2_000);
  setTo(true);
  await act(() => order.queryClient.invalidateQueries());
  await pass(2_000);
  expect([box().checked, box('other').checked]).toEqual([true, true]);
  rerender(page(<Box />, { queryClient, initialOrder: setTo(false) }));
  await pass(2_000);
  expect([box().checked, box('other').checked]).toEqual([false, false]);
});

/** Ways in which a host brings an order to the page, which may be older or newer than the page. */
const bringings: Record<string, (given: ReturnType<typeof setUpOrder>) => (order: Order) => void> = {
  initialOrder: ({ page, sandbox, orderId, show }) => {
    const { rerender } = show(<Box />, { initialOrder: sandbox.orders.get(orderId) as Order });
    return (initialOrder) => rerender(page(<Box />, { initialOrder }));
  },
  'the cache': ({ show, queryClient, orderId }) => {
    show(<Box />);
    return (order) => act(() => void queryClient.setQueryData(orderQueryKey(orderId), order));
  },
};

for (const [way, open] of Object.entries(bringings)) {
  const setUp = (latency = 20) => {
    const order = setUpOrder({ latency });
    const bring = open(order);
    const { sandbox, orderId } = order;
    /** Another channel answers. */
    const answer = (isTicked: boolean) =>
      structuredClone(sandbox.orders.setChecked(orderId, 'ci_newsletter', isTicked));
    return { ...order, bring, answer };
  };

  test(`I1: an order in ${way} that equals an older one brought before is read`, async () => {
    const { bring, answer } = setUp();
    const ticked = answer(true);
    const unticked = answer(false);
    await pass(2_000);
    const seen: boolean[] = [];
    for (const order of [ticked, unticked, ticked, unticked]) {
      bring(structuredClone(order));
      await pass(20_000);
      seen.push(box().checked);
    }
    expect(seen).toEqual([false, false, false, false]);
    for (const isTicked of [true, false, true, false]) {
      bring(answer(isTicked));
      await pass(2_000);
      expect(box().checked).toBe(isTicked);
    }
  });

  test(`I1: an order in ${way} that equals an answer of this page that was undone elsewhere is read`, async () => {
    const { bring, answer, holds } = setUp(100);
    await pass(2_000);
    click();
    await pass(110);
    expect([holds('ci_newsletter'), state()]).toEqual([true, 'saved']);
    // The cache has the tick, and the read that follows it gets the order without it.
    answer(false);
    await pass(20_000);
    expect(box().checked).toBe(false);
    bring(answer(true));
    await pass(2_000);
    expect(box().checked).toBe(true);
  });

  test(`I1: an order in ${way} that arrives during a read that started before is read`, async () => {
    const order = setUpOrder({ latency: 20 });
    const bring = open(order);
    const { sandbox, orderId, queryClient } = order;
    const answer = (isTicked: boolean) =>
      structuredClone(sandbox.orders.setChecked(orderId, 'ci_newsletter', isTicked));
    await pass(2_000);
    sandbox.faults.add({ kind: 'delay', after: 1_000, operation: 'getOrder', times: 1 });
    answer(true);
    act(() => void queryClient.invalidateQueries());
    await pass(500);
    bring(answer(false));
    await pass(5_000);
    expect(box().checked).toBe(false);
  });

  test(`I1: an order in ${way} that arrives during the first read is read`, async () => {
    const order = setUpOrder();
    const { sandbox, orderId } = order;
    sandbox.faults.add({ kind: 'delay', after: 1_000, operation: 'getOrder', times: 1 });
    const bring = open(order);
    await pass(500);
    bring(structuredClone(sandbox.orders.setChecked(orderId, 'ci_newsletter', true)));
    await pass(5_000);
    expect(box().checked).toBe(true);
  });
}

test('a message of another tab is followed, although an observer of the host takes the order as static', async () => {
  const order = setUpOrder();
  const { client, orderId, queryClient, show } = order;
  function Static() {
    useQuery({ ...orderQueryOptions(client, orderId), staleTime: 'static' }, queryClient);
    return null;
  }
  show(
    <>
      <Static />
      <Box />
    </>,
  );
  await pass(2_000);
  changeElsewhere(order, true);
  vi.useRealTimers();
  await waitFor(() => expect(box().checked).toBe(true));
});

test('of two reads that start in one tick of a coarse clock, the words are those of the newer one', async () => {
  const order = setUpOrder();
  const { orderId, queryClient, sandbox, show } = order;
  const clock = performance.now.bind(performance);
  const coarse = vi.spyOn(performance, 'now').mockImplementation(() => Math.floor(clock() / 100) * 100);
  function Words() {
    return <output aria-label="words">{useOrderConsent('ci_newsletter').text}</output>;
  }
  show(<Words />);
  const words = () => screen.getByRole('status', { name: 'words' }).textContent;
  const read = () => act(() => void queryClient.refetchQueries({ queryKey: orderQueryKey(orderId) }));
  const rename = (text: string) =>
    sandbox.orders.update(orderId, ({ consents }) => ({
      consents: consents.map((consent) => ({ ...consent, text })),
    }));
  await pass(2_000);
  await pass(100 - (clock() % 100));
  rename('Older words');
  sandbox.faults.add({ kind: 'delay', after: 1_000, operation: 'getOrder', times: 1 });
  read();
  await pass(10);
  rename('Newer words');
  read();
  await pass(10);
  expect(words()).toBe('Newer words');
  await pass(2_000);
  expect(words()).toBe('Newer words');
  coarse.mockRestore();
});

test('I1: a server that shows a write late does not keep its older value on the page', async () => {
  let replica: Order | undefined;
  const order = setUpOrder({}, {}, (sandbox) => ({
    fetch: async (request) =>
      request.method === 'GET' && replica !== undefined ? Response.json(replica) : sandbox.fetch(request),
  }));
  order.show(<Box />);
  await pass(2_000);
  replica = order.sandbox.orders.get(order.orderId) as Order;
  click();
  await pass(2_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, true]);
  replica = undefined;
  await pass(5_000);
  expect([box().checked, order.values('ci_newsletter')]).toEqual([true, [true]]);
});
