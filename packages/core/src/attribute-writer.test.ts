import { expect, test } from 'vitest';
import { createWriter } from './attribute-writer.ts';
import type { AttributeValues, AttributeWriterOptions } from './attribute-writer.ts';
import { OrderApiError } from './errors.ts';

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
    fail: () => void;
    resolve: () => void;
    reject: (error: unknown) => void;
  }[] = [];
  const writer = createWriter(
    {
      getOrder: () => Promise.reject(new Error('not asked for')),
      patchAttributes: (_, values, { onRetry } = {}) =>
        new Promise(
          (resolve, reject) => void sent.push({ values, resolve, reject, fail: () => onRetry?.(error) }),
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

test('NV5: whenSettled times out when a write does not end', async () => {
  const { writer } = setUp({ settleTimeout: 20 });
  void writer.patch('o', { note: 'a' });
  await expect(writer.whenSettled('o')).rejects.toMatchObject({ kind: 'timeout', outcome: 'unknown' });
});

test('leaving the page sends values that wait for their delay, a request or a retry', () => {
  let leave: () => void = () => undefined;
  const { writer, sent } = setUp({
    onLeave: (listener) => {
      leave = listener;
      return () => undefined;
    },
  });
  void writer.patch('o', { note: 'a' });
  leave();
  expect(sent).toHaveLength(1);
  void writer.patch('o', { note: 'b' });
  sent[0]?.fail();
  leave();
  expect(sent.map(({ values }) => values)).toEqual([{ note: 'a' }, { note: 'a' }, { note: 'b' }]);
});
