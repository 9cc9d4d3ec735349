import { createOrderClient } from '@norce-kit/core';
import type { OrderClientOptions } from '@norce-kit/core';
import { QueryClient } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { stubChannels } from '../../test/channels.ts';
import { holdWrites, pass, setUpOrder } from '../../test/order.tsx';
import { expectWarnings, twoClients } from '../../test/warnings.ts';
import { useOrder } from '../hooks/use-order.ts';
import { usePatchAttributes } from '../hooks/use-patch-attributes.ts';
import { OrderProvider } from '../provider.tsx';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

/** Gives a message time to arrive. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 100));

/** A field of the shop with what the order has, and whether it is saved. */
function Note({ name = 'first', delay = 0 }) {
  const { data } = useOrder();
  const { mutate, failedKeys } = usePatchAttributes<{ note: string }>({ delay });
  return (
    <>
      <input aria-label={name} onChange={({ target }) => mutate({ note: target.value })} />
      <output aria-label={`${name} order`}>{String(data?.attributes?.['note'])}</output>
      <output aria-label={`${name} failed`}>{failedKeys.join()}</output>
    </>
  );
}

type Options = Partial<OrderClientOptions>;

/** Two tabs on one order; the options are those of the client of the first one. */
async function openTabs(options?: Parameters<typeof setUpOrder>[2], delay?: number) {
  const first = setUpOrder({}, {}, options);
  const { sandbox, orderId } = first;
  expectWarnings(twoClients(orderId));
  const { unmount } = first.show(<Note delay={delay} />);
  const queryClient = new QueryClient();
  const open: Options & { baseUrl: string } = { baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch };
  render(
    <OrderProvider
      client={createOrderClient({ ...open, retry: 0 })}
      orderId={orderId}
      queryClient={queryClient}
    >
      <Note name="second" />
    </OrderProvider>,
  );
  await (vi.isFakeTimers() ? pass(2_000) : settled());
  return {
    ...first,
    unmount,
    held: () => sandbox.orders.get(orderId)?.attributes['note'],
    sent: () =>
      sandbox.receipts.list({ operation: 'patchAttributes' }).map(({ value }) => JSON.stringify(value)),
    reload: () => [first.queryClient, queryClient].forEach((cache) => void cache.invalidateQueries()),
  };
}

const type = (text: string, name = 'first') =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value: text } });
const shown = (name = 'first', what = 'order') =>
  screen.getByRole('status', { name: `${name} ${what}` }).textContent;
const allShown = () => [shown('first'), shown('second')];

/** Sends a message as another tab does. */
function announceFromTab(message: unknown): void {
  const channel = new BroadcastChannel('norce-kit attributes');
  channel.postMessage(message);
  channel.close();
}

test('AT6: the text that was given last wins, though the other tab has an older one under way', async () => {
  const { options, release } = holdWrites();
  const { held, sent } = await openTabs(options);
  type('old');
  await settled();
  type('new', 'second');
  await waitFor(() => expect(held()).toBe('new'));
  await settled();
  release();
  await waitFor(() => expect(sent()).toContain('{"note":"old"}'));
  await waitFor(() => expect([held(), ...allShown()]).toEqual(['new', 'new', 'new']));
});

test('AT6: the text that was given last wins, though the other tab waits for more letters of an older one', async () => {
  const { held, sent } = await openTabs({}, 60_000);
  type('old');
  await settled();
  type('new', 'second');
  await settled();
  fireEvent.focusOut(screen.getByRole('textbox', { name: 'first' }));
  await waitFor(() => expect([held(), ...allShown()]).toEqual(['new', 'new', 'new']));
  expect(sent()).not.toContain('{"note":"old"}');
});

test('AT6: a text that could not be saved is not offered again once a newer one was given in another tab', async () => {
  const { held, sandbox } = await openTabs();
  sandbox.faults.add({ kind: 'status', status: 503, operation: 'patchAttributes', times: 1 });
  type('old');
  await waitFor(() => expect(shown('first', 'failed')).toBe('note'));
  type('new', 'second');
  await waitFor(() => expect([held(), ...allShown()]).toEqual(['new', 'new', 'new']));
  await waitFor(() => expect(shown('first', 'failed')).toBe(''));
});

test('AT6: a tab without an older text shows a newer one, and writes nothing', async () => {
  const { sent } = await openTabs();
  type('new', 'second');
  await waitFor(() => expect(allShown()).toEqual(['new', 'new']));
  await settled();
  expect(sent()).toEqual(['{"note":"new"}']);
});

test('AT6: an older text, whose message a busy browser delivers late, changes nothing', async () => {
  const { options, release } = holdWrites();
  const { held, orderId } = await openTabs(options);
  type('new');
  announceFromTab([orderId, { note: 'old' }, Date.now() - 1_000]);
  await settled();
  release();
  await waitFor(() => expect([held(), ...allShown()]).toEqual(['new', 'new', 'new']));
});

test('AT6: messages of other scripts on the channel are ignored', async () => {
  const { options, release } = holdWrites();
  const { held, orderId, sent } = await openTabs(options);
  type('new');
  const at = Date.now() + 1_000;
  const messages = [undefined, 'text', {}, [], [orderId], [orderId, 'note', at], [orderId, null, at]];
  for (const message of [...messages, [orderId, { note: 'old' }, '1'], [{}, { note: 'old' }, at]])
    announceFromTab(message);
  await settled();
  release();
  await waitFor(() => expect(held()).toBe('new'));
  expect(sent()).toEqual(['{"note":"new"}']);
});

test('ML1: a page that is taken away listens until its text is saved, and then closes what it opened', async () => {
  const open = stubChannels();
  const { options, release } = holdWrites();
  const { show, sandbox, orderId } = setUpOrder({}, {}, options);
  const held = () => sandbox.orders.get(orderId)?.attributes['note'];
  const { unmount } = show(<Note />);
  await settled();
  type('old');
  await settled();
  unmount();
  announceFromTab([orderId, { note: 'new' }, Date.now() + 1_000]);
  await settled();
  expect(open.size).toBe(1);
  release();
  await waitFor(() => expect(held()).toBe('new'));
  await waitFor(() => expect(open.size).toBe(0));
});

test('AT6: a text is saved without BroadcastChannel', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const { held } = await openTabs();
  type('new');
  await waitFor(() => expect(held()).toBe('new'));
});

test('AT6: a value of the other tab is no late request of this one', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { held, sandbox } = await openTabs();
  sandbox.faults.add({ kind: 'drop-then-apply', after: 60_000, operation: 'patchAttributes', times: 1 });
  type('yes');
  await pass(200);
  type('no');
  await pass(200);
  expect(held()).toBe('no');
  // Another tab has a storage of its own.
  sessionStorage.clear();
  type('yes', 'second');
  await pass(10_000);
  expect([held(), ...allShown()]).toEqual(['yes', 'yes', 'yes']);
});

test('AT6: a late request of a tab that was closed does not win over a newer text', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { held, sandbox, unmount } = await openTabs((server) => ({
    // Nothing of a page that is gone gets the response.
    fetch: async (request) => {
      const response = await server.fetch(request);
      return request.method === 'GET' ? response : new Promise<Response>(() => undefined);
    },
  }));
  sandbox.faults.add({ kind: 'delay', operation: 'patchAttributes', before: 3_000, times: 1 });
  type('old');
  await pass(100);
  unmount();
  sessionStorage.clear();
  type('new', 'second');
  await pass(1_000);
  expect(held()).toBe('new');
  await pass(20_000);
  expect([held(), shown('second')]).toEqual(['new', 'new']);
});

test('AT5: a value that is written again after a late request shows in all tabs', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { held, sandbox, reload } = await openTabs();
  sandbox.faults.add({ kind: 'drop-then-apply', after: 10_000, operation: 'patchAttributes', times: 1 });
  type('old');
  await pass(200);
  type('new');
  await pass(9_900);
  expect(held()).toBe('old');
  // Both tabs read the order before it is written again.
  reload();
  await pass(200);
  expect(allShown()).toEqual(['old', 'old']);
  await pass(10_000);
  expect([held(), ...allShown()]).toEqual(['new', 'new', 'new']);
});
