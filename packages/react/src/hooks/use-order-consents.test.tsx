import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pass, setUpOrder } from '../../test/order.tsx';
import { expectWarnings } from '../../test/warnings.ts';
import { useOrderActivity } from './use-order-activity.ts';
import { useOrderConsents } from './use-order-consents.ts';
import type { UseOrderConsentsResult } from './use-order-consents.ts';
import { usePatchAttributes } from './use-patch-attributes.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page with the list in it, and what it returned each time. */
function setUp(...given: Parameters<typeof setUpOrder>) {
  const results: UseOrderConsentsResult[] = [];
  function List() {
    results.push(useOrderConsents());
    return null;
  }
  const list = () => {
    const last = results.at(-1);
    if (last === undefined) throw new Error('The list was not rendered.');
    return last;
  };
  return { ...setUpOrder(...given), List, list, results };
}

test('lists nothing before the order was read, then its consents in their order, and which required ones are open', async () => {
  const { show, List, list } = setUp({ latency: 100 });
  show(<List />);
  expect(list()).toMatchObject({ consents: undefined, open: [] });
  await pass(200);
  expect(list().consents?.map(({ id, required }) => [id, required])).toEqual([
    ['ci_newsletter', false],
    ['ci_terms', true],
  ]);
  expect(list().open.map(({ id }) => id)).toEqual(['ci_terms']);
});

test('takes several answers at once, each of which shows at once, and ends on its own', async () => {
  const { sandbox, show, List, list, holds } = setUp({ latency: 100 });
  show(<List />);
  await pass(500);
  sandbox.faults.add({ kind: 'status', status: 403, consentId: 'ci_newsletter' });
  list().setMany([
    { id: 'ci_newsletter', checked: true },
    { id: 'ci_terms', checked: true },
  ]);
  await pass(10);
  expect(list().consents?.map(({ checked }) => checked)).toEqual([true, true]);
  expect(list().open.map(({ id }) => id)).toEqual(['ci_terms']);
  await pass(500);
  expect(list().consents?.map(({ saveState, checked }) => [saveState, checked])).toEqual([
    ['not-saved', false],
    ['saved', true],
  ]);
  expect(list().open).toEqual([]);
  expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([false, true]);
});

test('hundreds of answers are a few requests, one refused answer does not fail the others, and newer ones come last', async () => {
  const ids = Array.from({ length: 250 }, (_, index) => `ci_${index}`);
  const { sandbox, show, List, list, holds, client, orderId } = setUp(
    { latency: 100 },
    { consents: ids.map((id) => ({ id })) },
  );
  expectWarnings(`order ${orderId} has no consent "ci_gone"; it has ${ids.slice(0, 20).join(', ')}, ….`);
  show(<List />);
  await pass(500);
  const reads = vi.spyOn(client, 'getOrder');
  list().setMany(ids.map((id) => ({ id, checked: true })));
  await pass(50);
  list().setMany(ids.slice(0, 20).map((id) => ({ id, checked: false })));
  await pass(5_000);
  const sent = sandbox.receipts.list().map(({ operation }) => operation);
  expect(sent.slice(0, 4)).toEqual(Array(4).fill('patchConsents'));
  expect(sent).toHaveLength(4);
  expect([holds('ci_0'), holds('ci_19'), holds('ci_20'), holds('ci_249')]).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(list().consents?.every(({ saveState }) => saveState === 'saved')).toBe(true);
  expect(reads.mock.calls.length).toBeLessThan(6);

  list().setMany([...ids.slice(0, 11), 'ci_gone'].map((id) => ({ id, checked: true })));
  await pass(5_000);
  expect([holds('ci_0'), holds('ci_10')]).toEqual([true, true]);
});

test('a hundred refused answers are about one request each, because any may be the reason', async () => {
  const ids = Array.from({ length: 100 }, (_, index) => `ci_${index}`);
  const writes = vi.fn(() => Promise.resolve(Response.json({ code: 'order-bad-request' }, { status: 400 })));
  const { show, List, list } = setUp({}, { consents: ids.map((id) => ({ id })) }, (sandbox) => ({
    fetch: (request) => (request.method === 'GET' ? sandbox.fetch(request) : writes()),
  }));
  show(<List />);
  await pass(500);
  list().setMany(ids.map((id) => ({ id, checked: true })));
  await pass(5_000);
  expect(list().consents?.map(({ saveState }) => saveState)).toEqual(ids.map(() => 'not-saved'));
  expect(writes.mock.calls.length).toBeLessThanOrEqual(150);
});

test('stays the same object as long as nothing changes', async () => {
  const { show, List, list, results, queryClient } = setUp();
  show(<List />);
  await pass(100);
  const before = list();
  const renders = results.length;
  void queryClient.refetchQueries();
  await pass(100);
  expect(list()).toBe(before);
  expect(results).toHaveLength(renders);
});

test('the activity of an order begins with a click and ends when everything is on the order', async () => {
  const { sandbox, show, List, list } = setUp({ latency: 100 });
  function Activity() {
    const { isWriting } = useOrderActivity();
    const { mutate } = usePatchAttributes();
    return <button onClick={() => mutate({ note: 'ring' })}>{isWriting ? 'writing' : 'at rest'}</button>;
  }
  show(
    <>
      <List />
      <Activity />
    </>,
  );
  await pass(500);
  const activity = () => screen.getByRole('button').textContent;
  expect(activity()).toBe('at rest');
  list().setMany([{ id: 'ci_newsletter', checked: true }]);
  await pass(0);
  expect(activity()).toBe('writing');
  await pass(500);
  expect(activity()).toBe('at rest');
  screen.getByRole('button').click();
  await pass(0);
  expect(activity()).toBe('writing');
  await pass(500);
  expect(activity()).toBe('at rest');
  sandbox.faults.add({ kind: 'status', status: 403 });
  list().setMany([{ id: 'ci_newsletter', checked: false }]);
  await pass(500);
  expect(activity()).toBe('at rest');
});
