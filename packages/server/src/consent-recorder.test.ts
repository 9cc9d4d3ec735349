import { expect, test } from 'vitest';
import { createRecorder } from './consent-recorder.ts';

const orderId = 'o_1';

/** Returns the answer of a page of its own. */
const answerOf = (page: number) => ({
  orderId,
  id: 'ci_newsletter',
  checked: true,
  time: new Date().toISOString(),
  pageId: `page-${page}`,
  answerId: `page-${page}_2`,
  sequence: 2,
  correlationId: 'c',
});

test('CL10: the memory that one order takes does not grow with its answers', async () => {
  const recorder = createRecorder({ secret: 's'.repeat(32), write: () => undefined }, 1_000);
  const isKnown = (page: number) => recorder.isSuperseded(orderId, { ...answerOf(page), sequence: 1 });
  for (let page = 1; page <= 1_001; page++) await recorder.record(orderId, [answerOf(page)]);
  expect([isKnown(1_001), isKnown(2), isKnown(1)]).toEqual([true, true, false]);
  // A page that answers again is kept.
  await recorder.record(orderId, [answerOf(2)]);
  await recorder.record(orderId, [answerOf(1_002)]);
  expect([isKnown(2), isKnown(3)]).toEqual([true, false]);
});
