import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Box, box, click, pass, setUpOrder, state } from '../../test/order.tsx';
import { expectWarnings, twoClients } from '../../test/warnings.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  sessionStorage.clear();
  localStorage.clear();
});

/**
 * Opens a page, and the one that follows it, as a browser does by speculation rules: the next page has opened and has read its
 * session storage before the first one is left. Chromium 156 does not show it what is stored there later.
 */
async function openPages(answer?: (order: ReturnType<typeof setUpOrder>) => Promise<void>) {
  const order = setUpOrder();
  expectWarnings(twoClients(order.orderId));
  let hasEnded = false;
  // Nothing is sent for a page that is gone, and no response comes back to it.
  const untilEnd =
    <Call extends unknown[], Value>(call: (...parameters: Call) => Promise<Value>) =>
    async (...parameters: Call) => {
      const value = hasEnded ? undefined : await call(...parameters);
      return hasEnded ? new Promise<never>(() => undefined) : (value as Value);
    };
  const { getOrder, patchConsent, ...others } = order.client;
  const client = { ...others, getOrder: untilEnd(getOrder), patchConsent: untilEnd(patchConsent) };
  const first = order.show(<Box name="before" />, { client });
  await pass(100);
  await answer?.(order);
  const onEvent = vi.fn();
  order.show(<Box />, { client: { ...order.client }, queryClient: new QueryClient(), onEvent });
  await pass(100);
  const leave = () => {
    window.dispatchEvent(new Event('pagehide'));
    hasEnded = true;
    first.unmount();
  };
  return { order, leave, onEvent };
}

test('NF3: a lost tick of the page before, which arrives late, does not win over its un-tick on a prerendered page', async () => {
  const { order, leave } = await openPages(async ({ sandbox }) => {
    sandbox.faults.add({ kind: 'drop-then-apply', after: 8_000, operation: 'patchConsent', times: 1 });
    click('before');
    await pass(100);
    click('before');
    await pass(1_000);
    click('before');
    await pass(100);
    expect(state('before')).toBe('saved');
  });
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
  leave();
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
});

test('NV10: an answer that was under way on the page before is one of the shopper on a prerendered page', async () => {
  const { order, leave, onEvent } = await openPages();
  order.sandbox.faults.add({ kind: 'delay', before: 5_000, operation: 'patchConsent', times: 1 });
  click('before');
  leave();
  await pass(60_000);
  expect([box().checked, state(), order.holds('ci_newsletter')]).toEqual([true, 'saved', true]);
  const about = { orderId: order.orderId, consentId: 'ci_newsletter' };
  expect(onEvent.mock.calls).toEqual([[{ type: 'consent-saved', ...about, checked: true }]]);
});

test('MT1: an un-tick on a prerendered page wins over a tick of the page before that arrives later', async () => {
  const { order, leave } = await openPages();
  order.sandbox.faults.add({ kind: 'delay', before: 5_000, operation: 'patchConsent', times: 1 });
  click('before');
  leave();
  await pass(100);
  click();
  await pass(100);
  click();
  await pass(60_000);
  expect([box().checked, order.holds('ci_newsletter')]).toEqual([false, false]);
});

test('MT6: a page announces that it is left before the event ends, as Firefox often drops later messages of a tab that is closed', async () => {
  const { order, leave } = await openPages();
  order.sandbox.faults.add({ kind: 'delay', before: 5_000, operation: 'patchConsent', times: 1 });
  click('before');
  await pass(100);
  const post = vi.spyOn(BroadcastChannel.prototype, 'postMessage');
  leave();
  const left = [undefined, undefined, expect.anything()];
  expect(post.mock.calls).toContainEqual([[expect.anything(), order.orderId, left, expect.anything()]]);
  post.mockRestore();
});
