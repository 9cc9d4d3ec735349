import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { clock, sandbox, setUp } from '../../test/faults.ts';
import { sendRequest } from '../../test/request.ts';
import { createSandbox } from '../sandbox.ts';
import type { Fault } from './faults.ts';

test('a fault applies only to its operation, order and consent, at most `times` times', async () => {
  const { id, tick, get } = setUp(sandbox, {
    kind: 'status',
    status: 503,
    operation: ['patchConsent', 'patchConsents'],
    orderId: 'any',
  });
  expect((await tick(true)).status).toBe(200);
  sandbox.faults.clear();
  sandbox.faults.add({ kind: 'status', status: 503, orderId: id, consentId: 'ci_newsletter', times: 2 });
  expect((await get()).status).toBe(200);
  expect(
    (await sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_terms`, { body: { checked: true } }))
      .status,
  ).toBe(200);
  const list = [
    { id: 'ci_terms', checked: true },
    { id: 'ci_newsletter', checked: true },
  ];
  expect((await sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents`, { body: list })).status).toBe(503);
  expect(sandbox.faults.list()).toMatchObject([{ applied: 1 }]);
  expect((await tick(true)).status).toBe(503);
  expect(sandbox.faults.list()).toEqual([]);
  expect((await tick(true)).status).toBe(200);
});

test('random faults repeat with the same seed, and reset restarts the sequence', async () => {
  const run = async () => {
    const { tick } = setUp(sandbox, { kind: 'drop', probability: 0.4 });
    const ends: boolean[] = [];
    for (let count = 0; count < 40; count++) {
      ends.push(
        await tick(true).then(
          () => true,
          () => false,
        ),
      );
    }
    return ends;
  };
  const first = await run();
  expect(first.filter(Boolean).length).toBeGreaterThan(10);
  expect(first.filter(Boolean).length).toBeLessThan(35);
  expect(await run()).toEqual(first);
});

test('the function that `add` returns removes the fault', async () => {
  const { tick } = setUp(sandbox);
  const off = sandbox.faults.add({ kind: 'drop' });
  await expect(tick(true)).rejects.toThrow('fetch failed');
  off();
  expect((await tick(true)).status).toBe(200);
});

test('delays and headers add up; of the other faults only the first applies', async () => {
  const { tick, receipts } = setUp(
    sandbox,
    { kind: 'delay', before: [20, 30] },
    { kind: 'status', status: 500 },
    { kind: 'headers', headers: { 'x-a': 'b' } },
    { kind: 'drop' },
  );
  const sent = tick(true);
  await clock.waiting();
  const [timer] = clock.timers.values();
  expect((timer?.due ?? 0) - clock.time).toSatisfy((ms: number) => ms >= 20 && ms <= 30);
  clock.advance(30);
  const answer = await sent;
  expect([answer.status, answer.headers.get('x-a')]).toEqual([500, 'b']);
  expect(receipts()).toEqual([{ applied: false, status: 500, fault: 'delay, status, headers' }]);
});

test.each([
  ['in Chromium', 'Failed to fetch'],
  ['in Firefox', 'NetworkError when attempting to fetch resource.'],
  ['in Safari', 'Load failed'],
])('NF16: drop rejects with the message %s', async (_, message) => {
  const { tick } = setUp(sandbox, { kind: 'drop', message });
  await expect(tick(true)).rejects.toThrow(new TypeError(message));
});

test.each<Fault>([
  { kind: 'drop', probability: 1.1 },
  { kind: 'drop', times: 0 },
  { kind: 'status', status: 42 },
  { kind: 'status', status: 200.5 },
  { kind: 'status', status: 503, headers: { 'retry-after': '1\n' } },
  { kind: 'headers', headers: { 'x-text': '日' } },
  { kind: 'headers', headers: { 'x text': 'a' } },
  { kind: 'headers', headers: { '': 'a' } },
  { kind: 'redirect', location: '/å\u{1F600}' },
  { kind: 'delay', before: Number.NaN },
  { kind: 'duplicate', after: [0, -1] },
])('rejects numbers out of range and headers that cannot be sent: %j', (fault) => {
  expect(() => createSandbox().faults.add(fault)).toThrow(RangeError);
});

test.each([
  [{ kind: 'dealy', before: 200 }, 'kind has to be one of delay, '],
  [{ kind: 'status' }, 'A fault of kind status needs status.'],
  [{ kind: 'delay', befor: 200 }, 'A fault of kind delay has no befor.'],
  [{ kind: 'drop', operation: 'patchConset' }, 'operation cannot be "patchConset".'],
  [{ kind: 'delay', before: Number.NaN }, 'before cannot be NaN.'],
])('rejects a fault that would never fire, which JavaScript can add: %j', (fault, message) => {
  expect(() => createSandbox().faults.add(fault as Fault)).toThrow(message);
});

test('accepts members that are undefined', () => {
  const { faults } = createSandbox();
  faults.add({ kind: 'hang', when: undefined, operation: undefined, times: undefined });
  expect(faults.list()).toHaveLength(1);
});

test('an abort errors a silent body with its reason', async () => {
  const { get } = setUp(sandbox, { kind: 'silence' });
  const stop = new AbortController();
  const answer = await get({ signal: stop.signal });
  const text = answer.text();
  stop.abort(new Error('enough'));
  await expect(text).rejects.toThrow('enough');
});

test.each<Fault>([{ kind: 'hang' }, { kind: 'silence' }])(
  'garbage collection does not lose an abort: %j',
  async (fault) => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const { get } = setUp(sandbox, fault);
    const text = get({ signal: AbortSignal.timeout(60) }).then((answer) => answer.text());
    const rejected = expect(text).rejects.toThrow('aborted due to timeout');
    await new Promise((resolve) => setTimeout(resolve, 20));
    collectGarbage();
    await rejected;
  },
);
