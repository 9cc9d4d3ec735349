import { expect, test } from 'vitest';
import { createAttributeWriter } from './attribute-writer.ts';
import type { AttributeValues, AttributeWriterOptions } from './attribute-writer.ts';
import { OrderApiError } from './errors.ts';

/** A client whose writes end when the test says so. */
function setUp(options: AttributeWriterOptions = {}) {
  const sent: { values: AttributeValues; resolve: () => void; reject: (error: unknown) => void }[] = [];
  const writer = createAttributeWriter(
    {
      getOrder: () => Promise.reject(new Error('not asked for')),
      patchAttributes: (_, values) =>
        new Promise((resolve, reject) => void sent.push({ values, resolve, reject })),
    },
    options,
  );
  return { writer, sent };
}

test('AT2: a value that was overtaken is told as written only once the newer one is, and as none of its own', async () => {
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

test('AT2: a value that was overtaken fails with the newer one', async () => {
  const { writer, sent } = setUp();
  const first = writer.patch('o', { note: 'a' }, 100);
  const second = writer.patch('o', { note: 'b' });
  const error = new OrderApiError({
    kind: 'forbidden',
    operation: 'patchAttributes',
    outcome: 'not-applied',
    reason: 'no',
  });
  sent[0]?.reject(error);
  await expect(first).rejects.toBe(error);
  await expect(second).rejects.toBe(error);
});

test('NV5: waiting for writes ends even where they do not', async () => {
  const { writer } = setUp({ settleTimeout: 20 });
  void writer.patch('o', { note: 'a' });
  await expect(writer.whenSettled('o')).rejects.toMatchObject({ kind: 'timeout', outcome: 'unknown' });
});
