import { focusManager } from '@tanstack/react-query';
import { act, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Box, box, click, pass, setUpOrder, state } from '../test/order.tsx';
import { useOrder } from './hooks/use-order.ts';
import { useOrderConsent } from './hooks/use-order-consent.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('RT1: a double click ends where it began, here and on the order, and an older answer never comes last', async () => {
  const { show, holds, values } = setUpOrder({ latency: 200 });
  show(<Box />);
  await pass(500);
  click();
  await pass(40);
  click();
  expect(box().checked).toBe(false);
  await pass(1_000);
  expect(box().checked).toBe(false);
  expect(state()).toBe('saved');
  expect(holds('ci_newsletter')).toBe(false);
  expect(values('ci_newsletter')).toEqual([true, false]);
});

test('RT2: 17 clicks in half a second end flipped, with one write under way and at most one behind it', async () => {
  const { sandbox, show, holds, values } = setUpOrder();
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: [0, 800] });
  const reads = vi.fn();
  sandbox.faults.add({ kind: 'delay', operation: 'getOrder', before: 5 });
  sandbox.faults.subscribe(reads);
  show(<Box />);
  await pass(100);
  reads.mockClear();
  for (let clicks = 1; clicks <= 17; clicks += 1) {
    click();
    expect(box().checked).toBe(clicks % 2 === 1);
    await pass(30);
  }
  await pass(5_000);
  expect(box().checked).toBe(true);
  expect(holds('ci_newsletter')).toBe(true);
  expect(values('ci_newsletter').length).toBeLessThanOrEqual(17);
  expect(values('ci_newsletter').at(-1)).toBe(true);
});

test('RT2: clicks that gather behind a slow write go out as one', async () => {
  const { show, values } = setUpOrder({ latency: 600 });
  show(<Box />);
  await pass(1_000);
  for (let clicks = 1; clicks <= 16; clicks += 1) {
    click();
    await pass(30);
  }
  await pass(5_000);
  expect(values('ci_newsletter')).toEqual([true, false]);
});

test('RT3: a second answer is not sent before the first one has settled', async () => {
  const { sandbox, show, holds, values } = setUpOrder();
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 2_000, times: 1 });
  show(<Box />);
  await pass(10);
  click();
  await pass(20);
  click();
  await pass(1_900);
  expect(values('ci_newsletter')).toEqual([true]);
  await pass(200);
  expect(values('ci_newsletter')).toEqual([true, false]);
  expect(holds('ci_newsletter')).toBe(false);
  expect(state()).toBe('saved');
});

test('RT5: setting the value the order already holds sends and announces nothing', async () => {
  const { show, writes } = setUpOrder();
  const states: string[] = [];
  function Agree() {
    const { setChecked, saveState } = useOrderConsent('ci_newsletter');
    states.push(saveState);
    return <button onClick={() => setChecked(false)}>keep it unticked</button>;
  }
  const { getByRole } = show(<Agree />);
  await pass(100);
  act(() => getByRole('button').click());
  await pass(1_000);
  expect(writes()).toEqual([]);
  expect(new Set(states)).toEqual(new Set(['idle']));
});

test('RT6: two consents neither change nor wait for one another', async () => {
  const { sandbox, show, holds } = setUpOrder();
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 100 });
  show(
    <>
      <Box />
      <Box consentId="ci_terms" name="terms" />
    </>,
  );
  await pass(10);
  for (let round = 1; round <= 20; round += 1) {
    const before = [box('newsletter').checked, box('terms').checked];
    const name = round % 2 === 0 ? 'newsletter' : 'terms';
    click(name);
    expect([box('newsletter').checked, box('terms').checked]).toEqual(
      before.map((checked, index) => checked !== ((index === 0) === (name === 'newsletter'))),
    );
    await pass(30);
  }
  click('terms');
  await pass(2_000);
  expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([false, true]);
  expect([box('newsletter').checked, box('terms').checked]).toEqual([false, true]);
});

test('RT6: a consent is saved while the other one fails for good', async () => {
  const { sandbox, show, holds } = setUpOrder();
  sandbox.faults.add({ kind: 'hang', consentId: 'ci_terms' });
  show(
    <>
      <Box />
      <Box consentId="ci_terms" name="terms" />
    </>,
  );
  await pass(10);
  click('terms');
  click('newsletter');
  await pass(50);
  expect(state('newsletter')).toBe('saved');
  expect(holds('ci_newsletter')).toBe(true);
  await pass(60_000);
  expect(state('terms')).toBe('not-saved');
  expect(box('terms').checked).toBe(false);
});

test('RT7: two boxes of one consent always agree, whichever is clicked', async () => {
  const { show, values, holds } = setUpOrder({ latency: 150 });
  show(
    <>
      <Box name="first" />
      <Box name="second" />
    </>,
  );
  await pass(500);
  for (const name of ['first', 'second', 'second', 'first', 'second']) {
    click(name);
    expect(box('second').checked).toBe(box('first').checked);
    await pass(70);
    expect(box('second').checked).toBe(box('first').checked);
  }
  await pass(2_000);
  expect([box('first').checked, box('second').checked, holds('ci_newsletter')]).toEqual([true, true, true]);
  expect([state('first'), state('second')]).toEqual(['saved', 'saved']);
  const sent = values('ci_newsletter');
  expect(sent.every((value, index) => value !== sent[index - 1])).toBe(true);
});

for (const [what, patch, get] of [
  ['that ends before the write', 500, 100],
  ['that ends after the write', 100, 500],
] as const) {
  test(`RT11: a read at focus during a save, ${what}, never flips the box`, async () => {
    const { sandbox, show, holds } = setUpOrder();
    show(<Box />);
    await pass(100);
    sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: patch });
    sandbox.faults.add({ kind: 'delay', operation: 'getOrder', after: get });
    click();
    const shown: boolean[] = [];
    await pass(20);
    act(() => focusManager.setFocused(false));
    act(() => focusManager.setFocused(true));
    for (let time = 0; time < 3_000; time += 10) {
      await pass(10);
      shown.push(box().checked);
    }
    act(() => focusManager.setFocused(undefined));
    expect(new Set(shown)).toEqual(new Set([true]));
    expect(holds('ci_newsletter')).toBe(true);
  });
}

test('RT13: both answers of a section that goes away right after the second click reach the order, in their order', async () => {
  const { show, page, holds, values } = setUpOrder({ latency: 300 });
  const { rerender } = show(<Box />);
  await pass(1_000);
  click();
  await pass(20);
  click();
  await pass(5);
  rerender(page(null));
  await pass(2_000);
  expect(values('ci_newsletter')).toEqual([true, false]);
  expect(holds('ci_newsletter')).toBe(false);
});

test('RT14: a host that clears its cache during a save loses no answer, and the page goes on reading the order', async () => {
  const { sandbox, orderId, show, queryClient, holds, values } = setUpOrder({ latency: 100 });
  show(<Box />);
  await pass(500);
  click();
  await pass(10);
  act(() => queryClient.clear());
  click();
  await pass(1_000);
  expect(values('ci_newsletter')).toEqual([true, false]);
  expect([box().checked, holds('ci_newsletter')]).toEqual([false, false]);

  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  act(() => focusManager.setFocused(false));
  act(() => focusManager.setFocused(true));
  await pass(500);
  act(() => focusManager.setFocused(undefined));
  expect(box().checked).toBe(true);
});

function Note() {
  return <output>{String(useOrder().data?.attributes?.['note'])}</output>;
}

test('RT14: useOrder returns the order as it is read after the host has cleared its cache', async () => {
  const { sandbox, orderId, show, queryClient } = setUpOrder();
  show(<Note />);
  await pass(500);
  act(() => queryClient.clear());
  await pass(2_000);
  expect(screen.getByRole('status').textContent).toBe('undefined');
  sandbox.orders.update(orderId, { attributes: { note: 'Ring' } });
  act(() => focusManager.setFocused(false));
  act(() => focusManager.setFocused(true));
  await pass(500);
  act(() => focusManager.setFocused(undefined));
  expect(screen.getByRole('status').textContent).toBe('Ring');
});

test('RT14: a host that clears its cache while it renders updates no component during that', async () => {
  const { page, show, queryClient } = setUpOrder();
  const { rerender } = show(<Note />);
  await pass(500);
  function Clearing() {
    useState(() => queryClient.clear());
    return null;
  }
  // React reports an update of another component as an error.
  rerender(
    page(
      <>
        <Note />
        <Clearing />
      </>,
    ),
  );
  await pass(2_000);
  expect(screen.getByRole('status').textContent).toBe('undefined');
});
