import { afterEach, expect, test, vi } from 'vitest';
import { failureOf, json, ok, scripted } from '../test/scripted.ts';
import type { Step } from '../test/scripted.ts';
import { createOrderClient } from './client.ts';

function clientOf(...steps: [Step, ...Step[]]) {
  vi.useFakeTimers();
  const { fetch, sent } = scripted(...steps);
  const client = createOrderClient({ baseUrl: 'https://shop.example/api/norce', fetch });
  /** Runs a call to its end, pauses included. */
  const run = async (call: Promise<unknown>) => {
    const end = call.catch(() => undefined);
    await vi.runAllTimersAsync();
    await end;
  };
  const keys = () => sent.map(({ request }) => request.headers.get('idempotency-key'));
  const open = () => sent.map(({ request }) => request.headers.get('x-norce-open-answers'));
  return { client, run, keys, open };
}

const holding = (checked: boolean) => json({ id: 'o1', consents: [{ id: 'sms:news', checked }] });
const lost = json({}, 500);

afterEach(() => void vi.useRealTimers());

test('CL3: the attempts of one answer have one id, and another answer has another', async () => {
  const { client, run, keys } = clientOf(lost, lost, ok());
  await run(client.patchConsent('o1', 'a', true));
  await run(client.patchConsent('o1', 'a', false));
  const [first, second, third, next] = keys();
  expect(first).toMatch(/^[\w-]{8,64}$/);
  expect([second, third]).toEqual([first, first]);
  expect(next).not.toBe(first);
});

test('CL3: an answer that was lost keeps its id when it is sent again, also in a batch', async () => {
  const { client, run, keys } = clientOf(lost, lost, lost, ok());
  await run(client.patchConsent('o1', 'a', true));
  await run(client.patchConsents('o1', [{ id: 'a', checked: true }]));
  await run(client.patchConsent('o1', 'a', true));
  expect(keys()[3]).toBe(keys()[0]);
  expect(keys()[4]).not.toBe(keys()[0]);
});

test('CL3: an answer that is given again after an opposite one has another id', async () => {
  const { client, run, keys, open } = clientOf(
    lost,
    lost,
    lost,
    lost,
    lost,
    lost,
    lost,
    lost,
    lost,
    holding(true),
  );
  for (const checked of [true, false, true]) await run(client.patchConsent('o1', 'a', checked));
  await run(client.getOrder('o1'));
  const [first, second, third] = [keys()[0], keys()[3], keys()[6]];
  expect(new Set([first, second, third]).size).toBe(3);
  expect(open()[9]).toBe(`false%3Aa=${second ?? ''},true%3Aa=${third ?? ''}`);
});

test('CL3: a read names the lost answers until it confirms them', async () => {
  const { client, run, keys, open } = clientOf(
    lost,
    lost,
    lost,
    holding(false),
    holding(true),
    holding(true),
  );
  await run(client.patchConsent('o1', 'sms:news', true));
  for (let reads = 0; reads < 3; reads++) await run(client.getOrder('o1'));
  const named = `true%3Asms%3Anews=${keys()[0] ?? ''}`;
  expect(open()).toEqual([null, null, null, named, named, null]);
});

test('CL3: a read that started before an answer was lost does not end that answer', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const read = async () => {
    await held;
    return holding(true);
  };
  const { client, run, keys, open } = clientOf(read, lost, lost, lost, holding(true));
  const early = client.getOrder('o1');
  const end = failureOf(client.patchConsent('o1', 'sms:news', true));
  // Less than the timeout of the early read.
  await vi.advanceTimersByTimeAsync(5_000);
  await end;
  release();
  await early;
  await run(client.getOrder('o1'));
  expect(open()).toEqual([null, null, null, null, `true%3Asms%3Anews=${keys()[1] ?? ''}`]);
});

const refused = json({}, 400);

test('CL3: a read does not end an answer that was sent again and lost in the meantime', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const read = async () => {
    await held;
    return holding(true);
  };
  const { client, run, keys } = clientOf(lost, lost, lost, read, lost, lost, lost, ok());
  await run(client.patchConsent('o1', 'sms:news', true));
  const early = client.getOrder('o1');
  const end = failureOf(client.patchConsent('o1', 'sms:news', true));
  // Less than the timeout of the early read.
  await vi.advanceTimersByTimeAsync(5_000);
  await end;
  release();
  await early;
  await run(client.patchConsent('o1', 'sms:news', true));
  expect(keys()[7]).toBe(keys()[0]);
});

test('CL3: a read does not name an answer that a newer one replaced, and none that was refused', async () => {
  const { client, run, open } = clientOf(lost, lost, lost, ok(), holding(true), refused, holding(true));
  await run(client.patchConsent('o1', 'sms:news', true));
  await run(client.patchConsent('o1', 'sms:news', false));
  await run(client.getOrder('o1'));
  await run(client.patchConsent('o1', 'sms:news', true));
  await run(client.getOrder('o1'));
  expect([open()[4], open()[6]]).toEqual([null, null]);
});

test('CL3: a read of another order names nothing, and neither does the read of a registration', async () => {
  const { client, run, open } = clientOf(lost, lost, lost, holding(true));
  await run(client.patchConsent('o1', 'a', true));
  await run(client.getOrder('o2'));
  expect(open().slice(-1)).toEqual([null]);
});

test('CL3: a refused repetition of a lost answer leaves the answer open', async () => {
  const { client, run, open } = clientOf(lost, lost, lost, refused, holding(true));
  await run(client.patchConsent('o1', 'sms:news', true));
  await run(failureOf(client.patchConsent('o1', 'sms:news', true)));
  await run(client.getOrder('o1'));
  expect(open().at(-1)).toMatch(/^true%3Asms%3Anews=/);
});

test('CL10: the ids of one client have one beginning and ascending numbers', async () => {
  const { client, run, keys } = clientOf(ok());
  await run(client.patchConsent('o1', 'a', true));
  await run(client.patchConsent('o2', 'b', true));
  await run(client.patchConsents('o1', [{ id: 'a', checked: false }]));
  const [page = ''] = keys()[0]?.split('_') ?? [];
  expect(page).toMatch(/^[\d-]{8,}$/);
  expect(keys()).toEqual([`${page}_1`, `${page}_2`, `${page}_3`]);
  const other = clientOf(ok());
  await other.run(other.client.patchConsent('o1', 'a', true));
  expect(other.keys()[0]?.startsWith(page)).toBe(false);
});

test('CL10: a read that confirms an answer ends the older opposite one', async () => {
  const { client, run, open } = clientOf(
    ...([lost, lost, lost, lost, lost, lost] as const),
    holding(false),
    holding(true),
  );
  await run(client.patchConsent('o1', 'sms:news', true));
  await run(client.patchConsent('o1', 'sms:news', false));
  await run(client.getOrder('o1'));
  await run(client.getOrder('o1'));
  expect(open().at(-2)?.split(',')).toHaveLength(2);
  expect(open().at(-1)).toBeNull();
});

test('CL10: a read that shows the older answer leaves the newer one open', async () => {
  const { client, run, keys, open } = clientOf(
    ...([lost, lost, lost, lost, lost, lost] as const),
    holding(true),
    holding(true),
  );
  await run(client.patchConsent('o1', 'sms:news', true));
  await run(client.patchConsent('o1', 'sms:news', false));
  await run(client.getOrder('o1'));
  await run(client.getOrder('o1'));
  expect(open().at(-1)).toBe(`false%3Asms%3Anews=${keys()[3] ?? ''}`);
});
