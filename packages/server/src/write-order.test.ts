import { expect, onTestFinished, test, vi } from 'vitest';
import { createWriter } from '../../core/src/attribute-writer.ts';
import { createRegister } from '../../core/src/answers/register.ts';
import { openPage, openShop } from '../test/shop.ts';
import { followsHeader, readFollows, waitForOlderWrite } from './write-order.ts';

/** A page that can be left, a handler, and an order. */
function openLeavablePage() {
  const { sandbox, orderId, startHandler } = openShop();
  const { client } = openPage(startHandler({ attributes: ['note', 'gift'] }));
  let leave = () => undefined as unknown;
  const onLeave = (listener: () => void) => {
    leave = listener;
    return () => undefined;
  };
  const answers = createRegister(client, { onLeave });
  const openAttributes = () => createWriter(client, { onLeave });
  const written = () => sandbox.receipts.list().flatMap(({ applied, value }) => (applied ? [value] : []));
  return { sandbox, orderId, client, answers, openAttributes, written, leave: () => leave() };
}

test('an un-tick behind a slow tick arrives after it when the page is left', async () => {
  const { sandbox, orderId, answers, written, leave } = openLeavablePage();
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 900, times: 1 });
  void answers.set(orderId, 'ci_newsletter', true);
  void answers.set(orderId, 'ci_newsletter', false);
  leave();
  await expect.poll(() => written()).toEqual([true, false]);
  expect(sandbox.orders.get(orderId)?.consents[0]?.checked).toBe(false);
});

test('NV1: an attribute behind a slow older value arrives after it when the page is left', async () => {
  const { sandbox, orderId, openAttributes, written, leave } = openLeavablePage();
  const attributes = openAttributes();
  sandbox.faults.add({ kind: 'delay', operation: 'patchAttributes', before: 900, times: 1 });
  void attributes.patch(orderId, { note: 'leave at the door' });
  void attributes.patch(orderId, { note: 'ring the bell' });
  void attributes.patch(orderId, { gift: true });
  leave();
  await expect
    .poll(() => written().slice(0, 2))
    .toEqual([{ note: 'leave at the door' }, { note: 'ring the bell', gift: true }]);
  expect(sandbox.orders.get(orderId)?.attributes).toMatchObject({ note: 'ring the bell', gift: true });
});

test('NV1: several answers in one request arrive after the slow one they follow', async () => {
  const { sandbox, orderId, client, written } = openLeavablePage();
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsents', before: 900, times: 1 });
  const all = (checked: boolean) => ['ci_newsletter', 'ci_terms'].map((id) => ({ id, checked }));
  await Promise.all([
    client.patchConsents(orderId, all(true)),
    client.patchConsents(orderId, all(false), { followsWithin: 10_000 }),
  ]);
  expect(written()).toEqual([all(true), all(false)]);
});

test.each(['', '0', '100000', '10 ABC', '10  a', `10${' a'.repeat(101)}`])(
  'a write with the header "%s" does not wait',
  (value) => {
    expect(readFollows(new Headers({ [followsHeader]: value }))).toBe(undefined);
  },
);

test('a write waits for at most 15 s', () => {
  const headers = new Headers({ [followsHeader]: '99999 1a2b 3c' });
  expect(readFollows(headers)).toEqual({ within: 15_000, checksums: ['1a2b', '3c'] });
});

test('sends nothing more for a page that is left while all its answers are in flight', async () => {
  const { orderId, answers, written, leave } = openLeavablePage();
  const end = answers.set(orderId, 'ci_newsletter', true);
  leave();
  await end;
  expect(written()).toEqual([true]);
});

test('a slow order service does not extend the wait', async () => {
  vi.useFakeTimers({ now: 0 });
  onTestFinished(() => void vi.useRealTimers());
  let reads = 0;
  const end = waitForOlderWrite(300, async () => {
    reads++;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return false;
  });
  const ended = end.then(() => Date.now());
  await vi.runAllTimersAsync();
  expect(await ended).toBe(500);
  expect(reads).toBe(2);
});
