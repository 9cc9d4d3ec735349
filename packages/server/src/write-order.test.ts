import { createOrderClient } from '@norce-kit/core';
import { createSandbox } from '@norce-kit/sandbox';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createRegister } from '../../core/src/answers/register.ts';
import { waitForOlderWrite } from './write-order.ts';
import { createOrderHandler } from './handler.ts';

/** A page that can be left, a handler, and an order. */
function openPage() {
  const sandbox = createSandbox();
  const { id: orderId } = sandbox.orders.create();
  const handler = createOrderHandler({
    upstream: {
      baseUrl: 'https://api.test/checkout/order',
      apiKey: 'sandbox-key',
      merchant: 'acme',
      channel: 'acme-se',
      fetch: sandbox.fetch,
    },
    authorize: () => true,
  });
  const client = createOrderClient({
    baseUrl: 'https://shop.test/api/norce',
    fetch: (request) =>
      handler(
        new Request(request, {
          headers: { ...Object.fromEntries(request.headers), origin: 'https://shop.test' },
        }),
      ),
  });
  let leave = () => undefined as unknown;
  const onLeave = (listener: () => void) => {
    leave = listener;
    return () => undefined;
  };
  const answers = createRegister(client, { onLeave });
  const written = () => sandbox.receipts.list().flatMap(({ applied, value }) => (applied ? [value] : []));
  return { sandbox, orderId, answers, written, leave: () => leave() };
}

test('an un-tick behind a slow tick arrives after it when the page is left', async () => {
  const { sandbox, orderId, answers, written, leave } = openPage();
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 900, times: 1 });
  void answers.set(orderId, 'ci_newsletter', true);
  void answers.set(orderId, 'ci_newsletter', false);
  leave();
  await vi.waitFor(() => expect(written()).toEqual([true, false]));
  expect(sandbox.orders.get(orderId)?.consents[0]?.checked).toBe(false);
});

test('sends nothing more for a page that is left while all its answers are in flight', async () => {
  const { orderId, answers, written, leave } = openPage();
  const end = answers.set(orderId, 'ci_newsletter', true);
  leave();
  await end;
  expect(written()).toEqual([true]);
});

test('a slow order service does not extend the wait', async () => {
  vi.useFakeTimers({ now: 0 });
  onTestFinished(() => void vi.useRealTimers());
  let reads = 0;
  const end = waitForOlderWrite(300, false, async () => {
    reads++;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return false;
  });
  await vi.runAllTimersAsync();
  await end;
  expect(Date.now()).toBe(500);
  expect(reads).toBe(2);
});
