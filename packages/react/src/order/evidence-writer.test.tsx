import { readEvidence } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import { consentEvidence, orderQueryKey, useConsentGate } from '@norce-kit/react';
import type { OrderEvent } from '@norce-kit/react';
import type { Fault } from '@norce-kit/sandbox';
import { act, fireEvent, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Box, click, pass, setUpOrder } from '../../test/order.tsx';

beforeEach(() => {
  vi.useFakeTimers();
  // The real one ends at a time of its own.
  vi.spyOn(crypto.subtle, 'digest').mockResolvedValue(new ArrayBuffer(32));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  sessionStorage.clear();
});

/** A page with a box, whose evidence fails as long as the fault is there. */
async function setUp(fault: Fault, children: ReactElement = <Box />) {
  const order = setUpOrder({}, { consents: [{ id: 'ci_newsletter', text: 'Send me the newsletter' }] });
  const events: OrderEvent[] = [];
  order.show(children, { evidence: consentEvidence(), onEvent: (event) => void events.push(event) });
  await pass(100);
  order.sandbox.faults.add(fault);
  const records = () =>
    readEvidence(order.sandbox.orders.get(order.orderId) ?? {}, 'ci_newsletter').map(
      ({ checked }) => checked,
    );
  const outcomes = () => events.map(({ type }) => type).filter((type) => type.startsWith('evidence'));
  return { ...order, records, outcomes };
}

test.each<Fault>([
  { kind: 'status', status: 503, operation: 'getOrder' },
  { kind: 'status', status: 500, operation: 'patchAttributes' },
  { kind: 'drop', operation: 'patchAttributes' },
  { kind: 'hang', operation: 'getOrder' },
])('a record that could not be written is written when that is possible again: %o', async (fault) => {
  const { sandbox, records, outcomes } = await setUp(fault);
  click();
  await pass(11_000);
  expect(outcomes()).toEqual(['evidence-not-saved']);
  sandbox.faults.clear();
  await pass(30_000);
  expect(records()).toEqual([true]);
  expect(outcomes()).toEqual(['evidence-not-saved', 'evidence-saved']);
});

test('the next record takes those with it that could not be written, in their order', async () => {
  const { sandbox, records, outcomes } = await setUp({ kind: 'drop', operation: 'patchAttributes' });
  click();
  await pass(500);
  click();
  await pass(500);
  expect(outcomes()).toEqual(['evidence-not-saved', 'evidence-not-saved']);
  sandbox.faults.clear();
  click();
  await pass(100);
  expect(records()).toEqual([true, false, true]);
  await pass(60_000);
  expect(records()).toEqual([true, false, true]);
  expect(outcomes().filter((type) => type === 'evidence-saved')).toHaveLength(3);
});

test('a record that the order API refuses is not tried again', async () => {
  const { sandbox, outcomes, records } = await setUp({
    kind: 'status',
    status: 403,
    operation: 'patchAttributes',
  });
  click();
  await pass(100);
  sandbox.faults.clear();
  await pass(120_000);
  expect(outcomes()).toEqual(['evidence-not-saved']);
  expect(records()).toEqual([]);
});

test('a record that cannot be written for minutes is given up', async () => {
  const { sandbox, outcomes, records } = await setUp({
    kind: 'status',
    status: 503,
    operation: 'patchAttributes',
  });
  click();
  await pass(600_000);
  sandbox.faults.clear();
  await pass(600_000);
  expect(outcomes()).toEqual(['evidence-not-saved']);
  expect(records()).toEqual([]);
});

test('a page that is left sends a record that could not be written before', async () => {
  const { sandbox, records } = await setUp({ kind: 'drop', operation: 'patchAttributes' });
  click();
  await pass(500);
  sandbox.faults.clear();
  act(() => void window.dispatchEvent(new Event('pagehide')));
  await pass(0);
  expect(records()).toEqual([true]);
  await pass(60_000);
  expect(records()).toEqual([true]);
});

test('a page that is left keeps the records that its order had, whatever a host puts into the cache', async () => {
  const { sandbox, records, queryClient, orderId } = await setUp({ kind: 'delay', before: 0 });
  click();
  await pass(1_000);
  sandbox.faults.add({ kind: 'hang', operation: 'getOrder' });
  click();
  await pass(100);
  queryClient.setQueryData<Order>(orderQueryKey(orderId), (order) => order && { ...order, attributes: {} });
  act(() => void window.dispatchEvent(new Event('pagehide')));
  await pass(100);
  expect(records()).toEqual([true, false]);
});

test('a purchase does not wait for a record that is tried again', async () => {
  function Order(): ReactElement {
    const onReady = () => document.body.setAttribute('data-placed', '');
    return (
      <>
        <Box />
        <button {...useConsentGate().getSubmitProps({ onReady })}>Order</button>
      </>
    );
  }
  const { outcomes } = await setUp({ kind: 'drop', operation: 'patchAttributes' }, <Order />);
  click();
  await pass(500);
  expect(outcomes()).toEqual(['evidence-not-saved']);
  fireEvent.click(screen.getByRole('button', { name: 'Order' }));
  await pass(100);
  expect(document.body.hasAttribute('data-placed')).toBe(true);
  document.body.removeAttribute('data-placed');
});
