import { createOrderClient } from '@norce-kit/core';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Box, box, click, pass, setUpOrder, state } from '../../test/order.tsx';
import { expectWarnings, twoClients } from '../../test/warnings.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Creates a client with a token of its own, and lists the tokens of the writes. */
function withTokens({ sandbox }: ReturnType<typeof setUpOrder>) {
  const written: string[] = [];
  const create = (token: string) =>
    createOrderClient({
      baseUrl: 'https://sandbox.invalid',
      retry: 0,
      fetch: (request) => {
        if (request.method === 'PATCH') written.push(token);
        return sandbox.fetch(request);
      },
    });
  return { written, create };
}

test('I4: a client made anew during a save, for a new token, goes on where the old one was', async () => {
  const order = setUpOrder();
  const { sandbox, show, page, values } = order;
  const { written, create } = withTokens(order);
  const { rerender } = show(<Box />, { client: create('old') });
  await pass(100);
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 1_000, times: 1 });
  click();
  await pass(100);
  rerender(page(<Box />, { client: create('new') }));
  click();
  await pass(100);
  expect([box().checked, written]).toEqual([false, ['old']]);
  await pass(5_000);
  expect([values('ci_newsletter'), written, state()]).toEqual([[true, false], ['old', 'new'], 'saved']);
});

test('I1: a save that fails after its page was left shows on return, with a client made on each mount', async () => {
  const order = setUpOrder();
  const { sandbox, show } = order;
  const { create } = withTokens(order);
  const first = show(<Box />, { client: create('first') });
  await pass(100);
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 1_000, times: 1 });
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent', times: 1 });
  click();
  await pass(100);
  first.unmount();
  await pass(500);
  show(<Box />, { client: create('second') });
  await pass(5_000);
  expect([box().checked, state()]).toEqual([false, 'not-saved']);
});

test('a client made for each render keeps the answers', async () => {
  const order = setUpOrder();
  expectWarnings(
    `the provider of order ${order.orderId} gets a new client with each render. Create it once, outside of components.`,
  );
  const { show, page, holds } = order;
  const { create } = withTokens(order);
  const { rerender } = show(<Box />, { client: create('1') });
  await pass(100);
  click();
  for (let count = 2; count < 6; count += 1) {
    rerender(page(<Box />, { client: create(String(count)) }));
    await pass(20);
    expect(box().checked).toBe(true);
  }
  await pass(2_000);
  expect([box().checked, holds('ci_newsletter')]).toEqual([true, true]);
});

test('I3: a client of another order is another client', async () => {
  const order = setUpOrder();
  const { sandbox, orderId, show, page } = order;
  const other = sandbox.orders.create().id;
  const { written, create } = withTokens(order);
  const [first, second] = [create('first'), create('second')];
  const { rerender } = show(<Box />, { client: first });
  await pass(100);
  rerender(page(<Box />, { client: second, orderId: other }));
  await pass(100);
  rerender(page(<Box />, { client: first, orderId }));
  await pass(1_000);
  click();
  await pass(100);
  expect(written).toEqual(['first']);
});

test('caches of their own keep clients apart', async () => {
  const order = setUpOrder();
  expectWarnings(twoClients(order.orderId));
  const { show, values } = order;
  const { written, create } = withTokens(order);
  show(<Box name="first" />, { client: create('first') });
  show(<Box name="second" />, { client: create('second'), queryClient: new QueryClient() });
  await pass(100);
  click('second');
  await pass(100);
  expect([written, values('ci_newsletter')]).toEqual([['second'], [true]]);
});
