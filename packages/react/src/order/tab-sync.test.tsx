import { createOrderClient } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import { QueryClient } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { stubChannels } from '../../test/channels.ts';
import { Box, box, click, holdWrites, pass, setUpOrder, state } from '../../test/order.tsx';
import { expectWarnings, twoClients } from '../../test/warnings.ts';
import { useOrder } from '../hooks/use-order.ts';
import { OrderProvider } from '../provider.tsx';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Gives an unwanted message or request time to arrive. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 100));

/** Clicks, and waits until the other page has the message of it, which a busy machine delivers late. */
async function clickAndDeliver(name: string): Promise<void> {
  const channel = new BroadcastChannel('norce-kit');
  const delivered = new Promise((resolve) => channel.addEventListener('message', resolve));
  click(name);
  await delivered;
  channel.close();
  await settled();
}

/** Sends a message as another tab does. */
function announceFromTab(message: readonly unknown[]): void {
  const channel = new BroadcastChannel('norce-kit');
  channel.postMessage(['another cache', ...message]);
  channel.close();
}

/** Shows the newsletter as the cache has it. */
function Shown() {
  const { data } = useOrder();
  return <output aria-label="read">{String(data?.consents?.[0]?.checked)}</output>;
}

const cached = () => screen.getByRole('status', { name: 'read' }).textContent;

/** A second page on the order: a client, a register and a cache of its own. */
function openSecond(
  { sandbox, orderId }: ReturnType<typeof setUpOrder>,
  fetch: (request: Request) => Promise<Response> = sandbox.fetch,
) {
  expectWarnings(twoClients(orderId));
  const read = vi.fn(fetch);
  const queryClient = new QueryClient();
  const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: read, retry: 0 });
  render(
    <OrderProvider client={client} orderId={orderId} queryClient={queryClient}>
      <Box name="second" />
    </OrderProvider>,
  );
  return { queryClient, methods: () => read.mock.calls.map(([{ method }]) => method) };
}

test('MT2: a save shows in the other tab at once, which writes nothing', async () => {
  const first = setUpOrder();
  first.show(<Box />);
  const second = openSecond(first);
  await settled();
  click();
  await waitFor(() => expect(box('second').checked).toBe(true));
  await settled();
  expect(new Set(second.methods())).toEqual(new Set(['GET']));
  expect(state('second')).toBe('idle');
});

test('MT1: a click that takes one back before it is saved shows in a page that opened between them', async () => {
  const { options, release } = holdWrites({ when: 'after' });
  const first = setUpOrder({}, {}, options);
  first.show(<Box />);
  click();
  click();
  await waitFor(() => expect(first.holds('ci_newsletter')).toBe(true));
  openSecond(first);
  await waitFor(() => expect(box('second').checked).toBe(true));
  release();
  await waitFor(() => expect(first.holds('ci_newsletter')).toBe(false));
  await waitFor(() => expect(box('second').checked).toBe(false));
});

test('MT6: the other tab shows an answer that arrives after the tab of the answer was closed', async () => {
  // Nothing of a page that is gone gets the response.
  const first = setUpOrder({}, {}, (sandbox) => ({
    fetch: async (request) => {
      const response = await sandbox.fetch(request);
      return request.method === 'GET' ? response : new Promise<Response>(() => undefined);
    },
  }));
  const { unmount } = first.show(<Box />);
  const second = openSecond(first);
  await settled();
  first.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 300, times: 1 });
  click();
  fireEvent(window, new Event('pagehide'));
  unmount();
  await waitFor(() => expect(box('second').checked).toBe(true));
  expect(new Set(second.methods())).toEqual(new Set(['GET']));
});

test('MT2: an answer of the other tab is no late request of this one', async () => {
  const first = setUpOrder();
  const { faults } = first.sandbox;
  first.show(<Box />);
  await settled();
  faults.add({ kind: 'drop-then-apply', after: 60_000, operation: 'patchConsent', times: 1 });
  click();
  await waitFor(() => expect(state()).toBe('not-saved'));
  click();
  await waitFor(() => expect([box().checked, state()]).toEqual([true, 'saved']));
  click();
  await waitFor(() => expect([box().checked, state()]).toEqual([false, 'saved']));
  openSecond(first);
  await settled();
  click('second');
  await waitFor(() => expect(box().checked).toBe(true));
  // The order is read again for as long as the lost request may arrive.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect([box().checked, box('second').checked]).toEqual([true, true]);
  expect(first.values('ci_newsletter')).toEqual([true, true, false, true]);
});

test('MT2: a server that shows a write late does not keep its older value in the other tab', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let replica: Order | undefined;
  const first = setUpOrder();
  const { sandbox, orderId } = first;
  first.show(<Box />);
  openSecond(first, async (request) =>
    request.method === 'GET' && replica !== undefined ? Response.json(replica) : sandbox.fetch(request),
  );
  await pass(2_000);
  replica = sandbox.orders.get(orderId) as Order;
  click();
  await pass(2_000);
  expect([box().checked, box('second').checked]).toEqual([true, false]);
  replica = undefined;
  await pass(5_000);
  expect([box().checked, box('second').checked]).toEqual([true, true]);
});

test('MT2: an answer that is written again after a late request shows in the other tab', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const first = setUpOrder();
  const { faults } = first.sandbox;
  first.show(
    <>
      <Box />
      <Shown />
    </>,
  );
  const second = openSecond(first);
  await pass(2_000);
  faults.add({ kind: 'drop-then-apply', after: 10_000, operation: 'patchConsent', times: 1 });
  click();
  await pass(100);
  expect(state()).toBe('not-saved');
  click();
  await pass(100);
  click();
  await pass(100);
  expect([box().checked, state()]).toEqual([false, 'saved']);
  await pass(9_800);
  expect(first.holds('ci_newsletter')).toBe(true);
  // Both tabs read the order before it is written again.
  [first, second].forEach(({ queryClient }) => void queryClient.invalidateQueries());
  await pass(15_000);
  expect([first.holds('ci_newsletter'), box().checked, cached(), box('second').checked]).toEqual([
    false,
    false,
    'false',
    false,
  ]);
});

test('MT3: a message of another tab during a save does not disturb it', async () => {
  const { options, release } = holdWrites();
  const first = setUpOrder({}, {}, options);
  first.show(<Box />);
  await settled();
  click();
  announceFromTab([first.orderId]);
  await settled();
  release();
  const shown: boolean[] = [];
  await waitFor(() => {
    shown.push(box().checked);
    expect(state()).toBe('saved');
  });
  expect(new Set(shown)).toEqual(new Set([true]));
});

test.each([
  { what: 'has an older one under way', clicks: ['newsletter', 'second', 'second'], wanted: false },
  { what: 'has an older one that waits', clicks: ['newsletter', 'newsletter', 'second'], wanted: true },
  { what: 'has answered in between', clicks: ['newsletter', 'second', 'newsletter'], wanted: false },
])('MT1: the last click wins, though the other tab $what', async ({ clicks, wanted }) => {
  const { options, release } = holdWrites();
  const first = setUpOrder({}, {}, options);
  first.show(<Box />);
  openSecond(first);
  await settled();
  for (const name of clicks) await clickAndDeliver(name);
  release();
  await waitFor(() =>
    expect([box().checked, box('second').checked, first.holds('ci_newsletter')]).toEqual([
      wanted,
      wanted,
      wanted,
    ]),
  );
});

test('MT1: the last click wins without a connection', async () => {
  const isOnline = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  const first = setUpOrder();
  first.sandbox.faults.add({ kind: 'drop', operation: 'patchConsent' });
  first.show(<Box />);
  openSecond(first);
  await settled();
  click();
  await waitFor(() => expect(state()).toBe('waiting'));
  click('second');
  click('second');
  await waitFor(() => expect(box().checked).toBe(false));
  isOnline.mockRestore();
  first.sandbox.faults.clear();
  window.dispatchEvent(new Event('online'));
  await settled();
  expect([box().checked, box('second').checked, first.holds('ci_newsletter')]).toEqual([false, false, false]);
});

test('MT1: a newer answer counts also where the browser delivers its message before what is stored', async () => {
  const { options, release } = holdWrites();
  const first = setUpOrder({}, {}, options);
  first.show(<Box />);
  await settled();
  click();
  announceFromTab([first.orderId, ['ci_newsletter', false], Date.now() + 1_000]);
  await waitFor(() => expect(box().checked).toBe(false));
  release();
  await waitFor(() => expect([state(), first.holds('ci_newsletter')]).toEqual(['saved', false]));
});

test('MT1: the message of an older answer, which a busy browser delivers late, changes nothing', async () => {
  const { options, release } = holdWrites();
  const first = setUpOrder({}, {}, options);
  first.show(<Box />);
  await settled();
  click();
  announceFromTab([first.orderId, ['ci_newsletter', false], Date.now() - 1_000]);
  await settled();
  release();
  await waitFor(() => expect(state()).toBe('saved'));
  expect([box().checked, first.holds('ci_newsletter')]).toEqual([true, true]);
});

test('two caches of one page follow one another', async () => {
  const { client, orderId, show } = setUpOrder();
  show(<Box />);
  render(
    <OrderProvider client={client} orderId={orderId} queryClient={new QueryClient()}>
      <Shown />
    </OrderProvider>,
  );
  await settled();
  click();
  await waitFor(() => expect(cached()).toBe('true'));
});

test('a page does not read the order because of its own message, and closes what it opened', async () => {
  const open = stubChannels();
  const { client, show, queryClient } = setUpOrder();
  const getOrder = vi.fn(client.getOrder);
  const { unmount } = show(<Box />, { client: { ...client, getOrder } });
  await waitFor(() => expect(queryClient.getQueryCache().getAll()[0]?.state.status).toBe('success'));
  getOrder.mockClear();
  click();
  await waitFor(() => expect(state()).toBe('saved'));
  await waitFor(() => expect(getOrder).toHaveBeenCalled());
  await settled();
  expect(getOrder).toHaveBeenCalledTimes(1);
  unmount();
  expect(open.size).toBe(0);
});

test('a browser without BroadcastChannel saves all the same', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const { show, holds } = setUpOrder();
  show(<Box />);
  click();
  await waitFor(() => expect(state()).toBe('saved'));
  expect(holds('ci_newsletter')).toBe(true);
});

for (const [what, channel] of Object.entries({
  'a browser that denies channels': () => {
    throw new DOMException('denied', 'SecurityError');
  },
  'a channel that cannot send': class {
    postMessage() {
      throw new DOMException('closed', 'InvalidStateError');
    }
    close() {
      return undefined;
    }
  },
})) {
  test(`${what} saves all the same`, async () => {
    vi.stubGlobal('BroadcastChannel', channel);
    const { show, holds } = setUpOrder();
    show(<Box />);
    click();
    await waitFor(() => expect(state()).toBe('saved'));
    expect(holds('ci_newsletter')).toBe(true);
  });
}

test('messages of other scripts on the channel are ignored', async () => {
  const first = setUpOrder();
  const getOrder = vi.fn(first.client.getOrder);
  first.show(<Box />, { client: { ...first.client, getOrder } });
  await waitFor(() => expect(first.queryClient.getQueryCache().getAll()[0]?.state.status).toBe('success'));
  getOrder.mockClear();
  const channel = new BroadcastChannel('norce-kit');
  for (const message of [null, 'text', {}, [], [1, 2], ['tab', {}]]) channel.postMessage(message);
  channel.close();
  await settled();
  expect(getOrder).not.toHaveBeenCalled();
});
