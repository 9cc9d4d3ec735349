import { expect, onTestFinished, test, vi } from 'vitest';
import { createWriter } from './attribute-writer.ts';
import type { AttributeValues, AttributeWriterOptions } from './attribute-writer.ts';
import { attributeChecksum } from './attribute-values.ts';
import { OrderApiError } from './errors.ts';
import type { WriteOptions } from './http.ts';
import type { JsonValue } from './types.ts';

const error = new OrderApiError({
  kind: 'forbidden',
  operation: 'patchAttributes',
  outcome: 'not-applied',
  reason: 'no',
});

/** A writer whose requests end when the test resolves or rejects them. */
function setUp(options: AttributeWriterOptions = {}) {
  const sent: {
    values: AttributeValues;
    options: WriteOptions;
    fail: (cause?: OrderApiError) => void;
    resolve: () => void;
    reject: (error: unknown) => void;
  }[] = [];
  const writer = createWriter(
    {
      getOrder: () => Promise.reject(new Error('not asked for')),
      patchAttributes: (_, values, options = {}) =>
        new Promise(
          (resolve, reject) =>
            void sent.push({
              values,
              options,
              resolve,
              reject,
              fail: (cause = error) => options.onRetry?.(cause),
            }),
        ),
    },
    options,
  );
  return { writer, sent };
}

test('AT2: a replaced value resolves with the newer write and is not in the result', async () => {
  const { writer, sent } = setUp();
  const ends: unknown[] = [];
  const note = (name: string) => (written: AttributeValues) => ends.push([name, written]);
  const first = writer.patch('o', { note: 'a' });
  const second = writer.patch('o', { note: 'b', gift: true }).then(note('second'));
  const third = writer.patch('o', { note: 'c' }).then(note('third'));
  sent[0]?.resolve();
  expect(await first).toEqual({ note: 'a' });
  expect(ends).toEqual([]);
  expect(sent.map(({ values }) => values)).toEqual([{ note: 'a' }, { note: 'c', gift: true }]);
  sent[1]?.resolve();
  await Promise.all([second, third]);
  expect(ends).toEqual([
    ['second', { gift: true }],
    ['third', { note: 'c' }],
  ]);
});

test('AT2: a replaced value rejects with the error of the newer write', async () => {
  const { writer, sent } = setUp();
  const first = writer.patch('o', { note: 'a' }, 100);
  const second = writer.patch('o', { note: 'b' });
  sent[0]?.reject(error);
  await expect(first).rejects.toBe(error);
  await expect(second).rejects.toBe(error);
});

test('AT3: a value with a cycle that the client refuses ends its write, and the next one is sent', async () => {
  const { writer, sent } = setUp();
  const cycle: Record<string, JsonValue> = {};
  cycle['self'] = cycle;
  const first = writer.patch('o', { note: cycle });
  sent[0]?.reject(error);
  await expect(first).rejects.toBe(error);
  const second = writer.patch('o', { note: 'a' });
  sent[1]?.resolve();
  expect(await second).toEqual({ note: 'a' });
});

test('NV5: whenSettled times out when a write does not end', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { writer } = setUp();
  void writer.patch('o', { note: 'a' });
  const timedOut = { kind: 'timeout', outcome: 'unknown' };
  const given = expect(writer.whenSettled('o', 10)).rejects.toMatchObject(timedOut);
  const byDefault = expect(writer.whenSettled('o')).rejects.toMatchObject(timedOut);
  await vi.advanceTimersByTimeAsync(30_000);
  await Promise.all([given, byDefault]);
});

/** A writer on a page that can be left. */
function openPage() {
  let leave: () => void = () => undefined;
  const onLeave = (listener: () => void) => {
    leave = listener;
    return () => undefined;
  };
  return { ...setUp({ onLeave }), leave: () => leave() };
}

test('NV1: leaving the page sends a value that waits for its delay', () => {
  const { writer, sent, leave } = openPage();
  void writer.patch('o', { note: 'a' }, 500);
  leave();
  expect(sent.map(({ values }) => values)).toEqual([{ note: 'a' }]);
});

test('NV1: leaving the page sends nothing twice that is under way', () => {
  const { writer, sent, leave } = openPage();
  void writer.patch('o', { note: 'a' });
  void writer.patch('o', { note: 'b' });
  void writer.patch('o', { note: 'a' });
  leave();
  expect(sent.map(({ values }) => values)).toEqual([{ note: 'a' }]);
});

test('NV1: leaving the page sends one request with the newest values, which follows the one under way', () => {
  const { writer, sent, leave } = openPage();
  void writer.patch('o', { note: 'leave at the door', gift: true });
  void writer.patch('o', { note: 'ring the bell' });
  void writer.patch('o', { colour: 'red' });
  leave();
  expect(sent.slice(1).map(({ values, options }) => [values, options])).toEqual([
    [
      { note: 'ring the bell', colour: 'red' },
      { retry: 0, followsWithin: 10_000, follows: [attributeChecksum('note', 'leave at the door')] },
    ],
  ]);
});

test('NV1: values of other keys do not wait for the request under way', () => {
  const { writer, sent, leave } = openPage();
  void writer.patch('o', { note: 'a' });
  void writer.patch('o', { gift: true });
  leave();
  expect(sent[1]?.options).toEqual({ retry: 0 });
});

test('NV1: values whose next attempt may not be sent yet are in the same request', () => {
  const { writer, sent, leave } = openPage();
  void writer.patch('o', { note: 'a', gift: true });
  void writer.patch('o', { note: 'b' });
  sent[0]?.fail();
  leave();
  expect(sent.slice(1).map(({ values, options }) => [values, options.follows])).toEqual([
    [{ note: 'b', gift: true }, [attributeChecksum('note', 'a')]],
  ]);
});

test('NV1: values whose attempt failed without a connection are sent again, though there is one now', () => {
  const { writer, sent, leave } = openPage();
  void writer.patch('o', { note: 'a' });
  vi.stubGlobal('navigator', { onLine: false });
  sent[0]?.fail(
    new OrderApiError({ kind: 'network', operation: 'patchAttributes', outcome: 'unknown', reason: 'lost' }),
  );
  vi.unstubAllGlobals();
  leave();
  expect(sent.map(({ values }) => values)).toEqual([{ note: 'a' }, { note: 'a' }]);
});

test('the checksum of a value does not depend on the order of its members', () => {
  const value = { a: [1, { b: null, c: 'å' }], d: true };
  expect(attributeChecksum('note', { d: true, a: [1, { c: 'å', b: null }] })).toBe(
    attributeChecksum('note', value),
  );
  expect(attributeChecksum('note', { ...value, d: false })).not.toBe(attributeChecksum('note', value));
  expect(attributeChecksum('other', value)).not.toBe(attributeChecksum('note', value));
});

test('NV4: whenSettled waits for a write that the end of another one starts', async () => {
  const { writer, sent } = setUp();
  const first = writer.patch('o', { note: 'a' });
  void first.then(async () => {
    for (let tick = 0; tick < 50; tick++) await Promise.resolve();
    void writer.patch('o', { note: 'b' });
  });
  let isSettled = false;
  const settled = writer.whenSettled('o').then(() => (isSettled = true));
  sent[0]?.resolve();
  await expect.poll(() => sent).toHaveLength(2);
  expect([isSettled, writer.isBusy('o')]).toEqual([false, true]);
  sent[1]?.resolve();
  await settled;
});

test('AT4: a failed value is unsaved until a write of its key succeeds or it is forgotten', async () => {
  const { writer, sent } = setUp();
  const events: unknown[] = [];
  writer.subscribeToEvents(({ type, key }) => events.push(`${key} ${type}`));
  const failed = writer.patch('o', { note: 'a', gift: true });
  expect(writer.unsaved('o')).toEqual([
    { key: 'note', value: 'a', reason: 'saving' },
    { key: 'gift', value: true, reason: 'saving' },
  ]);
  sent[0]?.reject(error);
  await expect(failed).rejects.toBe(error);
  const note = { key: 'note', value: 'a', reason: 'not-saved', error };
  const gift = { key: 'gift', value: true, reason: 'not-saved', error };
  expect([writer.unsaved('o'), writer.unsaved('other')]).toEqual([[note, gift], []]);
  await expect(writer.whenSettled('o')).rejects.toBe(error);
  const saved = writer.patch('o', { note: 'b', colour: 'red' });
  // A write that is under way does not undo the failure. It has the value to send again.
  expect(writer.unsaved('o')).toEqual([
    { ...note, value: 'b' },
    gift,
    { key: 'colour', value: 'red', reason: 'saving' },
  ]);
  sent[1]?.resolve();
  await saved;
  expect(writer.unsaved('o')).toEqual([gift]);
  let calls = 0;
  writer.subscribe('o', () => calls++);
  writer.forget('o');
  await writer.whenSettled('o');
  expect([writer.unsaved('o'), calls]).toEqual([[], 1]);
  expect(events).toEqual(['note not-saved', 'gift not-saved', 'note saved', 'colour saved']);
});

test('AT4: a failed value that a newer one replaced is no failure', async () => {
  const { writer, sent } = setUp();
  const events: unknown[] = [];
  writer.subscribeToEvents(({ type, key }) => events.push(`${key} ${type}`));
  void writer.patch('o', { note: 'a' });
  const newer = writer.patch('o', { note: 'b' });
  sent[0]?.reject(error);
  await expect.poll(() => sent).toHaveLength(2);
  expect(writer.unsaved('o')).toEqual([{ key: 'note', value: 'b', reason: 'saving' }]);
  sent[1]?.resolve();
  await newer;
  await writer.whenSettled('o');
  expect(events).toEqual(['note saved']);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('no session');
    },
  ],
  ['returns nothing', () => undefined as never],
])(
  'AT4: a value whose response was lost fails, and later ones are sent, where `getOrder` of the page %s',
  async (_, getOrder) => {
    const lost = new OrderApiError({ kind: 'network', operation: 'patchAttributes', outcome: 'unknown' });
    const patchAttributes = vi.fn(() => Promise.resolve()).mockImplementationOnce(() => Promise.reject(lost));
    const writer = createWriter({ getOrder, patchAttributes });
    await expect(writer.patch('o', { note: 'a' })).rejects.toBe(lost);
    expect(writer.unsaved('o')).toMatchObject([{ key: 'note', reason: 'not-saved' }]);
    await writer.patch('o', { gift: true });
    expect(writer.isBusy('o')).toBe(false);
  },
);

test('AT2: a value with a delay is not sent before it because another request ends', async () => {
  vi.useFakeTimers();
  const stop = vi.fn();
  const { writer, sent } = setUp({ onFieldLeave: () => stop });
  void writer.patch('o', { note: 'a' });
  void writer.patch('o', { note: 'ab' }, 500);
  sent[0]?.resolve();
  await vi.advanceTimersByTimeAsync(400);
  expect(sent).toHaveLength(1);
  writer.flush('o');
  expect(sent.map(({ values }) => values)).toEqual([{ note: 'a' }, { note: 'ab' }]);
  expect([vi.getTimerCount(), stop.mock.calls.length]).toEqual([0, 1]);
  vi.useRealTimers();
});

test('AT4: one value that is refused does not fail another one of the same request', async () => {
  const invalid = new OrderApiError({
    kind: 'invalid',
    operation: 'patchAttributes',
    outcome: 'not-applied',
    reason: 'no',
  });
  const { writer, sent } = setUp();
  void writer.patch('o', { note: 'a' });
  const refused = writer.patch('o', { gift: 1 });
  const accepted = writer.patch('o', { colour: 'red' });
  sent[0]?.resolve();
  await expect.poll(() => sent).toHaveLength(2);
  sent[1]?.reject(invalid);
  await expect.poll(() => sent).toHaveLength(3);
  sent[2]?.reject(invalid);
  await expect(refused).rejects.toBe(invalid);
  await expect.poll(() => sent).toHaveLength(4);
  sent[3]?.resolve();
  expect(await accepted).toEqual({ colour: 'red' });
  expect(sent.slice(1).map(({ values }) => values)).toEqual([
    { gift: 1, colour: 'red' },
    { gift: 1 },
    { colour: 'red' },
  ]);
});

test('NV1: leaving the page sends nothing again because an attempt of the request before failed', async () => {
  const { writer, sent, leave } = openPage();
  const first = writer.patch('o', { note: 'a' });
  void writer.patch('o', { note: 'b' });
  sent[0]?.fail();
  sent[0]?.resolve();
  await first;
  await expect.poll(() => sent).toHaveLength(2);
  leave();
  expect(sent.map(({ values }) => values)).toEqual([{ note: 'a' }, { note: 'b' }]);
});

test('NV1: a request that is sent on leaving and fails is no unhandled rejection', async () => {
  const { writer, sent, leave } = openPage();
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  void writer.patch('o', { note: 'a' });
  void writer.patch('o', { note: 'b' });
  leave();
  sent[1]?.reject(error);
  await new Promise((resolve) => setTimeout(resolve));
  process.off('unhandledRejection', unhandled);
  expect([sent.length, unhandled.mock.calls]).toEqual([2, []]);
});
