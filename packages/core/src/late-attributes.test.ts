import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWriter } from './attribute-writer.ts';
import type { AttributeEvent, AttributeValues } from './attribute-writer.ts';
import type { AttributeClient } from './attribute-queue.ts';
import { OrderApiError } from './errors.ts';
import type { OrderApiErrorKind, Outcome } from './errors.ts';
import type { WriteOptions } from './http.ts';
import { addListener } from './listeners.ts';
import type { JsonValue } from './types.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const errorOf = (kind: OrderApiErrorKind, outcome: Outcome, status?: number) =>
  new OrderApiError({ kind, operation: 'patchAttributes', outcome, reason: 'told by the test', status });
const settled = async () => void (await vi.advanceTimersByTimeAsync(0));

interface Sent {
  readonly values: AttributeValues;
  /** Applies the values without a response. */
  readonly apply: () => void;
  /** Reports an attempt that failed, after which the client makes another one. */
  readonly loseAttempt: () => void;
  readonly save: () => Promise<void>;
  readonly fail: (kind?: OrderApiErrorKind, outcome?: Outcome, status?: number) => Promise<void>;
}

/** The order, requests and notes that the pages of a tab have in common. */
interface Tab {
  readonly order: Record<string, JsonValue>;
  readonly sent: Sent[];
  readonly notes: Map<string, string>;
}

/**
 * A writer whose requests end when the test ends them. Reads end at once, unless the test holds them. With a
 * tab, it is the writer of the next page in it.
 */
function setUp({ order, sent, notes }: Tab = { order: {}, sent: [], notes: new Map() }) {
  const leaveListeners = new Set<() => void>();
  const reads: (() => void)[] = [];
  const network = { isDown: false, holdsReads: false, readCount: 0 };
  const events: AttributeEvent[] = [];
  const client: AttributeClient = {
    getOrder: async () => {
      network.readCount += 1;
      const now = { id: 'o', merchant: 'acme', channel: 'acme-se', attributes: { ...order } };
      if (network.holdsReads) await new Promise<void>((resolve) => reads.push(resolve));
      if (network.isDown) throw errorOf('network', 'not-applied');
      return now;
    },
    patchAttributes: (_, values, options: WriteOptions = {}) =>
      new Promise((resolve, reject) => {
        const apply = () => void Object.assign(order, values);
        sent.push({
          values,
          apply,
          loseAttempt: () => options.onRetry?.(errorOf('timeout', 'unknown')),
          save: () => {
            apply();
            resolve();
            return settled();
          },
          fail: (kind = 'timeout', outcome = 'unknown', status) => {
            reject(errorOf(kind, outcome, status));
            return settled();
          },
        });
      }),
  };
  const writer = createWriter(client, {
    onLeave: (listener) => addListener(leaveListeners, listener),
    storage: {
      getItem: (key) => notes.get(key) ?? null,
      setItem: (key, value) => void notes.set(key, value),
    },
  });
  const leave = () => leaveListeners.forEach((listener) => listener());
  writer.subscribeToEvents((event) => events.push(event));
  const last = (): Sent => sent.at(-1) ?? expect.fail('nothing was sent');
  /** Writes a value whose only attempt is lost. */
  const lose = async (values: AttributeValues): Promise<Sent> => {
    void writer.patch('o', values);
    const lost = last();
    await lost.fail();
    return lost;
  };
  const save = async (values: AttributeValues): Promise<void> => {
    void writer.patch('o', values);
    await last().save();
  };
  return { client, order, sent, notes, reads, network, events, writer, last, lose, save, leave };
}

const valuesOf = (sent: readonly Sent[]) => sent.map(({ values }) => values);

test('AT5: a lost write that is applied after a newer value was saved is overwritten by the newer value', async () => {
  const { order, sent, last, lose, save, writer } = setUp();
  const lost = await lose({ note: 'a' });
  await save({ note: 'b' });
  await vi.advanceTimersByTimeAsync(2_500);
  lost.apply();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(valuesOf(sent)).toEqual([{ note: 'a' }, { note: 'b' }, { note: 'b' }]);
  expect(writer.isBusy('o')).toBe(true);
  await last().save();
  expect(order).toEqual({ note: 'b' });
  await vi.runAllTimersAsync();
  expect(sent).toHaveLength(3);
});

test('AT5: a late attempt of a saved write is overwritten by the newer value', async () => {
  const { sent, save, writer } = setUp();
  void writer.patch('o', { note: 'a' });
  sent[0]?.loseAttempt();
  await sent[0]?.save();
  await save({ note: 'b' });
  sent[0]?.apply();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(valuesOf(sent)).toEqual([{ note: 'a' }, { note: 'b' }, { note: 'b' }]);
});

test('AT5: a lost write is overwritten by a newer value that was sent while it was under way', async () => {
  const { sent, last, writer } = setUp();
  void writer.patch('o', { note: 'a' });
  void writer.patch('o', { note: 'b' });
  await sent[0]?.fail();
  await last().save();
  sent[0]?.apply();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(valuesOf(sent)).toEqual([{ note: 'a' }, { note: 'b' }, { note: 'b' }]);
});

test('AT5: a lost write that is applied at the end of the 30 seconds is overwritten by the newer value', async () => {
  const { sent, lose, save } = setUp();
  const lost = await lose({ note: 'a' });
  await save({ note: 'b' });
  await vi.advanceTimersByTimeAsync(29_990);
  lost.apply();
  await vi.advanceTimersByTimeAsync(20);
  expect(valuesOf(sent).slice(2)).toEqual([{ note: 'b' }]);
});

test('AT5: each of several lost writes is overwritten, also one that arrives after the first correction', async () => {
  const { order, sent, last, lose, save } = setUp();
  const first = await lose({ note: 'a' });
  const second = await lose({ note: 'b' });
  await save({ note: 'c' });
  second.apply();
  await vi.advanceTimersByTimeAsync(1_500);
  await last().save();
  first.apply();
  await vi.runAllTimersAsync();
  await last().save();
  expect(valuesOf(sent).slice(2)).toEqual([{ note: 'c' }, { note: 'c' }, { note: 'c' }]);
  expect(order).toEqual({ note: 'c' });
});

test('AT5: only the overwritten keys are written again', async () => {
  const { order, sent, last, lose, save } = setUp();
  const lost = await lose({ note: 'a', gift: true });
  await save({ note: 'b', colour: 'red' });
  lost.apply();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(valuesOf(sent).slice(2)).toEqual([{ note: 'b' }]);
  await last().save();
  expect(order).toEqual({ note: 'b', colour: 'red', gift: true });
});

test('AT5: a value of another party is not overwritten', async () => {
  const { order, sent, lose, save } = setUp();
  const lost = await lose({ note: 'a' });
  await save({ note: 'b' });
  order['note'] = 'of the support';
  await vi.advanceTimersByTimeAsync(1_500);
  lost.apply();
  await vi.runAllTimersAsync();
  expect(sent).toHaveLength(2);
});

test('AT5: a newer value that is under way is not overwritten by the one before', async () => {
  const { order, sent, last, lose, save, writer } = setUp();
  const lost = await lose({ note: 'a' });
  await save({ note: 'b' });
  void writer.patch('o', { note: 'c' });
  lost.apply();
  await vi.advanceTimersByTimeAsync(20_000);
  await last().save();
  await vi.runAllTimersAsync();
  expect(valuesOf(sent)).toEqual([{ note: 'a' }, { note: 'b' }, { note: 'c' }]);
  expect(order).toEqual({ note: 'c' });
});

test('AT5: a read that started before the newer value was saved leads to no write', async () => {
  const { sent, reads, network, last, lose, save, writer } = setUp();
  const lost = await lose({ note: 'a' });
  await save({ note: 'b' });
  lost.apply();
  network.holdsReads = true;
  await vi.advanceTimersByTimeAsync(1_500);
  network.holdsReads = false;
  void writer.patch('o', { note: 'c' });
  await last().save();
  reads.forEach((answer) => answer());
  await vi.runAllTimersAsync();
  expect(valuesOf(sent)).toEqual([{ note: 'a' }, { note: 'b' }, { note: 'c' }]);
});

test('AT5: a value is not saved any more when the order cannot be read while it may be overwritten', async () => {
  const { network, sent, events, lose, save, writer } = setUp();
  await lose({ note: 'a' });
  await save({ note: 'b', gift: true });
  events.length = 0;
  network.isDown = true;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(writer.unsaved('o')).toEqual([]);
  await vi.runAllTimersAsync();
  expect(writer.unsaved('o')).toMatchObject([
    { key: 'note', value: 'b', reason: 'not-saved', error: { kind: 'network' } },
  ]);
  expect(events).toEqual([{ type: 'not-saved', orderId: 'o', key: 'note' }]);
  await expect(writer.whenSettled('o')).rejects.toMatchObject({ kind: 'network' });
  expect(sent).toHaveLength(2);
});

test('AT5: a value that the shopper went on without is not written again', async () => {
  const { sent, last, lose, save, writer } = setUp();
  await lose({ note: 'a' });
  await save({ note: 'b' });
  void writer.patch('o', { note: 'c' });
  await last().fail('forbidden', 'not-applied', 403);
  writer.forget('o');
  sent[0]?.apply();
  await vi.runAllTimersAsync();
  expect(sent).toHaveLength(3);
});

test.each([
  ['the lost value is the saved one', 'timeout', 'unknown', undefined, { note: { b: 2, a: 1 } }],
  ['nothing was sent', 'network', 'not-applied', undefined, { note: 'b' }],
  ['the order API reported an error of its own', 'server', 'unknown', 500, { note: 'b' }],
] as const)('AT5: the order is not read again when %s', async (_, kind, outcome, status, newer) => {
  const { network, last, save, writer } = setUp();
  void writer.patch('o', { note: { a: 1, b: 2 } });
  await last().fail(kind, outcome, status);
  const { readCount } = network;
  await save(newer);
  await vi.runAllTimersAsync();
  expect(network.readCount).toBe(readCount);
});

test('AT5: reads end with the time in which the lost write can arrive', async () => {
  const { network, lose, save } = setUp();
  await lose({ note: 'a' });
  await save({ note: 'b' });
  await vi.runAllTimersAsync();
  const { readCount } = network;
  await save({ note: 'c' });
  await vi.runAllTimersAsync();
  expect(network.readCount).toBe(readCount);
});

test('AT5: the order is not read for a lost write that can arrive no more when the newer value is given', async () => {
  const { network, lose, save } = setUp();
  await lose({ note: 'a' });
  const { readCount } = network;
  await vi.advanceTimersByTimeAsync(30_001);
  await save({ note: 'b' });
  await vi.runAllTimersAsync();
  expect(network.readCount).toBe(readCount);
});

test('AT5: a value that was under way when the page before was left is overwritten by a newer one', async () => {
  const before = setUp();
  void before.writer.patch('o', { note: 'a' });
  before.leave();
  const { order, sent, last, save } = setUp(before);
  await save({ note: 'b' });
  sent[0]?.apply();
  await vi.advanceTimersByTimeAsync(1_500);
  await last().save();
  expect(valuesOf(sent)).toEqual([{ note: 'a' }, { note: 'b' }, { note: 'b' }]);
  expect(order).toEqual({ note: 'b' });
});

test('AT5: a late write that was sent when the page before was left is overwritten by the newer value', async () => {
  const before = setUp();
  void before.writer.patch('o', { note: 'a' }, 300);
  before.leave();
  expect(valuesOf(before.sent)).toEqual([{ note: 'a' }]);
  const { sent, save } = setUp(before);
  await save({ note: 'b' });
  sent[0]?.apply();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(valuesOf(sent).slice(1)).toEqual([{ note: 'b' }, { note: 'b' }]);
});

test('AT5: a lost write of the page before is overwritten by the newer value, also two pages later', async () => {
  const before = setUp();
  const lost = await before.lose({ note: 'a' });
  const next = setUp(before);
  await next.lose({ gift: 'for Ebba' });
  const { sent, save } = setUp(next);
  await save({ note: 'b' });
  lost.apply();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(valuesOf(sent).slice(2)).toEqual([{ note: 'b' }, { note: 'b' }]);
});

test('AT5: a page that the browser kept overwrites a lost write of the page after it', async () => {
  const kept = setUp();
  await kept.save({ note: 'a' });
  const next = setUp(kept);
  const lost = await next.lose({ note: 'b' });
  await kept.save({ note: 'c' });
  lost.apply();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(valuesOf(kept.sent).slice(2)).toEqual([{ note: 'c' }, { note: 'c' }]);
});

test('AT5: a page that the browser kept keeps the lost values of the page after it in the note', async () => {
  const kept = setUp();
  void kept.writer.patch('o', { gift: 'for Ebba' });
  const next = setUp(kept);
  const lost = await next.lose({ note: 'b' });
  await kept.sent[0]?.fail();
  await kept.save({ note: 'c' });
  lost.apply();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(valuesOf(kept.sent).slice(2)).toEqual([{ note: 'c' }, { note: 'c' }]);
});

test('AT5: a late value of the page before counts as long as no newer one is given', async () => {
  const before = setUp();
  void before.writer.patch('o', { note: 'a' });
  before.leave();
  const { order, sent, save } = setUp(before);
  await save({ gift: 'for Ebba' });
  sent[0]?.apply();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(order).toEqual({ gift: 'for Ebba', note: 'a' });
  expect(sent).toHaveLength(2);
});

test('AT5: the order is not read for a value of the page before that can arrive no more', async () => {
  const before = setUp();
  void before.writer.patch('o', { note: 'a' });
  before.leave();
  await vi.advanceTimersByTimeAsync(30_001);
  const { network, save } = setUp(before);
  await save({ note: 'b' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(network.readCount).toBe(0);
});

test('AT6: a newer value of another page is written after an older one that is under way', async () => {
  const { order, sent, last, writer } = setUp();
  const old = writer.patch('o', { note: 'a', gift: true });
  writer.takeNewer('o', { note: 'b', colour: 'red' });
  expect(valuesOf(sent)).toEqual([{ note: 'a', gift: true }]);
  await last().save();
  await last().save();
  expect(await old).toEqual({ note: 'a', gift: true });
  expect(valuesOf(sent)).toEqual([{ note: 'a', gift: true }, { note: 'b' }]);
  expect(order).toEqual({ note: 'b', gift: true });
});

test('AT6: a newer value of another page takes the place of one that waits, and of one that failed', async () => {
  const { sent, last, writer } = setUp();
  void writer.patch('o', { gift: true });
  await last().fail('invalid', 'not-applied', 400);
  void writer.patch('o', { note: 'a' }, 60_000);
  writer.takeNewer('o', { note: 'b', gift: false });
  await last().save();
  expect(valuesOf(sent)).toEqual([{ gift: true }, { note: 'b', gift: false }]);
  expect(writer.unsaved('o')).toEqual([]);
});

test('AT6: a lost write is overwritten by a newer value of another page', async () => {
  const { order, sent, last, lose, writer } = setUp();
  const lost = await lose({ note: 'a' });
  writer.takeNewer('o', { note: 'b' });
  await last().save();
  lost.apply();
  await vi.advanceTimersByTimeAsync(1_500);
  await last().save();
  expect(valuesOf(sent)).toEqual([{ note: 'a' }, { note: 'b' }, { note: 'b' }]);
  expect(order).toEqual({ note: 'b' });
});

test('AT6: a value of another page is overwritten when it arrives after a newer one of this page', async () => {
  const { order, sent, last, save, writer } = setUp();
  writer.takeNewer('o', { note: 'a' });
  await save({ note: 'b' });
  order['note'] = 'a';
  await vi.advanceTimersByTimeAsync(1_500);
  await last().save();
  expect(valuesOf(sent)).toEqual([{ note: 'b' }, { note: 'b' }]);
  expect(order).toEqual({ note: 'b' });
});

test('AT6: a page without an older value neither writes nor reads a newer one of another page', async () => {
  const { network, sent, save, writer } = setUp();
  await save({ note: 'a' });
  writer.takeNewer('o', { note: 'b', gift: true });
  await vi.advanceTimersByTimeAsync(60_000);
  expect([valuesOf(sent), network.readCount]).toEqual([[{ note: 'a' }], 0]);
});

test('AT6: a value of another page is not overwritten because a value of another key is given here', async () => {
  const { order, sent, lose, save, writer } = setUp();
  await lose({ note: 'a' });
  await save({ note: 'b' });
  await vi.advanceTimersByTimeAsync(31_000);
  writer.takeNewer('o', { note: 'c' });
  order['note'] = 'c';
  await save({ gift: true });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(valuesOf(sent)).toEqual([{ note: 'a' }, { note: 'b' }, { gift: true }]);
});

test('AT6: a page writes no value of another page for a lost one of another key, or that can arrive no more', async () => {
  const { sent, lose, writer } = setUp();
  await lose({ note: 'a' });
  writer.forget('o');
  writer.takeNewer('o', { gift: true });
  await vi.advanceTimersByTimeAsync(31_000);
  writer.takeNewer('o', { note: 'b' });
  expect(valuesOf(sent)).toEqual([{ note: 'a' }]);
});

test('AT6: a newer value of another page is written when one of the page before may arrive late', async () => {
  const tab = { order: {}, sent: [], notes: new Map<string, string>() };
  await setUp(tab).lose({ note: 'a' });
  const { sent, writer } = setUp(tab);
  writer.takeNewer('o', { note: 'b' });
  expect(valuesOf(sent)).toEqual([{ note: 'a' }, { note: 'b' }]);
});

test('AT5: a lost write is overwritten that the last read finds, though another key is written meanwhile', async () => {
  const { network, reads, sent, lose, save } = setUp();
  const lost = await lose({ note: 'a' });
  await save({ note: 'b' });
  await vi.advanceTimersByTimeAsync(29_000);
  lost.apply();
  network.holdsReads = true;
  await vi.advanceTimersByTimeAsync(1_500);
  await save({ gift: true });
  reads.forEach((answer) => answer());
  await vi.advanceTimersByTimeAsync(0);
  expect(valuesOf(sent)).toEqual([{ note: 'a' }, { note: 'b' }, { gift: true }, { note: 'b' }]);
});

test('HI3: the note for the next page contains no value', async () => {
  const { writer, leave, notes, lose } = setUp();
  await lose({ note: 'Ebba Lindqvist' });
  void writer.patch('o', { note: 'Storgatan 12' });
  leave();
  expect([...notes.values()].join('')).toContain('note');
  expect([...notes.values()].join('')).not.toMatch(/Ebba|Storgatan/);
});

test.each([
  [
    'is denied',
    () => {
      throw new Error('denied by the browser');
    },
  ],
  ['contains something else', () => '{"a":1}'],
])('AT5: a value is written where the storage of the page %s', async (_, getItem) => {
  const { client, order, last } = setUp();
  const writer = createWriter(client, { storage: { getItem, setItem: getItem } });
  void writer.patch('o', { note: 'a' });
  await last().save();
  expect(order).toEqual({ note: 'a' });
});
