import { act } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Box, box, click, pass, setUpOrder, state } from '../test/order.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  window.dispatchEvent(new Event('online'));
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** State of the connection as the browser reports it, which may be wrong. */
function setOnline(isOnline: boolean) {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isOnline);
  act(() => void window.dispatchEvent(new Event(isOnline ? 'online' : 'offline')));
}

/** The states a box goes through, each once. */
async function watch(milliseconds: number) {
  const states: (string | null)[] = [];
  for (let time = 0; time < milliseconds; time += 50) {
    await pass(50);
    if (states.at(-1) !== state()) states.push(state());
  }
  return states;
}

const retrying = { retry: 2 };

test('NF1: an answer is saved although the server was down for two attempts', async () => {
  const { sandbox, show, holds, values } = setUpOrder({}, {}, retrying);
  show(<Box />);
  await pass(100);
  sandbox.faults.add({ kind: 'drop', operation: 'patchConsent', times: 2 });
  click();
  const states = await watch(20_000);
  expect(values('ci_newsletter')).toHaveLength(3);
  expect(holds('ci_newsletter')).toBe(true);
  expect(states.filter((shown) => shown === 'saved')).toHaveLength(1);
  expect(states).not.toContain('not-saved');
  expect(box().checked).toBe(true);
});

test('a path as base URL works in a test with jsdom, as it does in the browser', async () => {
  const { show, holds } = setUpOrder({}, {}, { baseUrl: '/' });
  show(<Box />);
  await pass(100);
  click();
  await pass(100);
  expect(holds('ci_newsletter')).toBe(true);
});

test('NF1: a server that stays down ends in `not-saved`, within the total timeout', async () => {
  const { sandbox, show } = setUpOrder({}, {}, retrying);
  show(<Box />);
  await pass(100);
  sandbox.faults.add({ kind: 'status', status: 503, operation: 'patchConsent' });
  click();
  expect(box().checked).toBe(true);
  await pass(40_000);
  expect(state()).toBe('not-saved');
  expect(box().checked).toBe(false);
});

test('NF3: a request that ran out of time and is applied later does not undo the answer that followed it', async () => {
  const { sandbox, show, holds } = setUpOrder({}, {}, { timeout: 2_000, totalTimeout: 2_000 });
  show(<Box />);
  await pass(100);
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 5_000, times: 1 });
  click();
  await pass(100);
  click();
  await pass(3_000);
  expect([box().checked, holds('ci_newsletter')]).toEqual([false, false]);
  await pass(30_000);
  expect([box().checked, holds('ci_newsletter')]).toEqual([false, false]);
});

test('NF10: a server that never responds does not block for ever', async () => {
  const { sandbox, show, holds } = setUpOrder({}, {}, retrying);
  show(<Box />);
  await pass(100);
  const restore = sandbox.faults.add({ kind: 'hang', operation: 'patchConsent' });
  click();
  await pass(500);
  expect(state()).toBe('saving');
  await pass(45_000);
  expect(state()).toBe('not-saved');
  expect(box().checked).toBe(false);
  restore();
  click();
  await pass(500);
  expect([state(), box().checked, holds('ci_newsletter')]).toEqual(['saved', true, true]);
});

test('NF11: an answer given offline waits for the connection, and is then saved without an error in between', async () => {
  const { sandbox, show, holds } = setUpOrder({}, {}, retrying);
  show(<Box />);
  await pass(100);
  const connect = sandbox.faults.add({ kind: 'drop' });
  setOnline(false);
  click();
  expect([box().checked, state()]).toEqual([true, 'waiting']);
  const before = await watch(5_000);
  expect(new Set(before)).toEqual(new Set(['waiting']));
  sandbox.receipts.clear();
  connect();
  setOnline(true);
  const after = await watch(30_000);
  expect(after).not.toContain('not-saved');
  expect(after.at(-1)).toBe('saved');
  expect(holds('ci_newsletter')).toBe(true);
  expect(sandbox.receipts.list()).toHaveLength(1);
});

test('NF12: a browser that believes itself online ends like any failed request, never paused for ever', async () => {
  const { sandbox, show } = setUpOrder({}, {}, retrying);
  show(<Box />);
  await pass(100);
  setOnline(true);
  sandbox.faults.add({ kind: 'drop' });
  click();
  await pass(60_000);
  expect(['not-saved', 'unknown']).toContain(state());
});

test('NF13: a browser that wrongly believes itself offline saves all the same', async () => {
  const { show, holds } = setUpOrder();
  setOnline(false);
  show(<Box />);
  await pass(100);
  click();
  await pass(100);
  expect([state(), box().checked, holds('ci_newsletter')]).toEqual(['saved', true, true]);
});

test('NF15: a laptop that slept between two attempts settles soon after waking, without a burst', async () => {
  const { sandbox, show, holds, values } = setUpOrder({}, {}, retrying);
  show(<Box />);
  await pass(100);
  sandbox.faults.add({ kind: 'drop', operation: 'patchConsent', times: 1 });
  click();
  await pass(50);
  // Asleep: the clock goes on, and no timer fires.
  vi.setSystemTime(Date.now() + 600_000);
  await pass(10_000);
  expect([state(), box().checked, holds('ci_newsletter')]).toEqual(['saved', true, true]);
  expect(values('ci_newsletter').length).toBeLessThanOrEqual(3);
});

test('a lost answer is looked up, never rolled back in silence', async () => {
  const { sandbox, show, holds } = setUpOrder();
  show(<Box />);
  await pass(100);
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'patchConsent' });
  click();
  await pass(1_000);
  expect([state(), box().checked, holds('ci_newsletter')]).toEqual(['saved', true, true]);
});

test('when the order cannot be read either, the box shows `unknown`', async () => {
  const { sandbox, show, holds } = setUpOrder();
  show(<Box />);
  await pass(100);
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'patchConsent', times: 1 });
  const restore = sandbox.faults.add({ kind: 'status', status: 503, operation: 'getOrder' });
  click();
  await pass(15_000);
  expect([state(), box().checked, holds('ci_newsletter')]).toEqual(['unknown', true, true]);
  restore();
  act(() => void window.dispatchEvent(new Event('online')));
  await pass(40_000);
  expect(state()).toBe('saved');
});
