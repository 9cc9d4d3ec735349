import { expect, test } from 'vitest';
import { createRecorder } from './consent-recorder.ts';

const orderId = 'o_1';
/** Milliseconds; long, because a busy machine may be many times slower than an idle one. */
const timeout = 60_000;

/** Returns the answer of a page of its own. */
const answerOf = (page: number) => ({
  orderId,
  id: 'ci_newsletter',
  checked: true,
  time: new Date().toISOString(),
  confirmedAt: performance.now(),
  pageId: `page-${page}`,
  answerId: `page-${page}_2`,
  sequence: 2,
  correlationId: 'c',
});

test('CL10: the memory that one order takes does not grow with its answers', async () => {
  const recorder = createRecorder({ secret: 's'.repeat(32), write: () => undefined }, timeout);
  const isKnown = (page: number) => recorder.isSuperseded(orderId, { ...answerOf(page), sequence: 1 });
  for (let page = 1; page <= 1_001; page++) await recorder.record(orderId, [answerOf(page)]);
  expect([isKnown(1_001), isKnown(2), isKnown(1)]).toEqual([true, true, false]);
  // A page that answers again is kept.
  await recorder.record(orderId, [answerOf(2)]);
  await recorder.record(orderId, [answerOf(1_002)]);
  expect([isKnown(2), isKnown(3)]).toEqual([true, false]);
});

test('CL10: the rows that one order lacks do not grow without limit while the log fails', async () => {
  let isBroken = true;
  const written: number[] = [];
  const writeAll = (rows: readonly unknown[]) => {
    written.push(rows.length);
    if (isBroken) throw new Error('disk');
  };
  const recorder = createRecorder({ secret: 's'.repeat(32), writeAll }, timeout);
  const record = (page: number) => recorder.record(orderId, [answerOf(page)]);
  const pages = Array.from({ length: 1_001 }, (_, page) => page);
  const ends = await Promise.allSettled(pages.map(record));
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
  expect(ends.at(-1)).toMatchObject({ reason: { code: 'TOO_MANY_ROWS' } });
  isBroken = false;
  await recorder.settle(orderId, []);
  expect(Math.max(...written)).toBe(1_000);
  await record(1_001);
  expect(recorder.hasUnwritten(orderId)).toBe(false);
});

test('CL4: an order that lacks a row is not forgotten for orders that lack none', async () => {
  const lost = 'o_lost';
  let isBroken = true;
  const written: string[] = [];
  const write = (row: { readonly orderId: string }) => {
    if (isBroken && row.orderId === lost) throw new Error('disk');
    written.push(row.orderId);
  };
  const recorder = createRecorder({ secret: 's'.repeat(32), write }, timeout);
  const record = (id: string) => recorder.record(id, [{ ...answerOf(1), orderId: id }]);
  await expect(record(lost)).rejects.toThrow('disk');
  for (let batch = 0; batch < 101; batch++)
    await Promise.all(Array.from({ length: 100 }, (_, index) => record(`o_${batch}_${index}`)));
  expect(recorder.hasUnwritten(lost)).toBe(true);
  isBroken = false;
  await recorder.settle(lost, []);
  expect(written.filter((id) => id === lost)).toHaveLength(1);
  expect(recorder.hasUnwritten(lost)).toBe(false);
});
