import { createAnswers } from '@norce-kit/core';
import type { Answers, OrderClient } from '@norce-kit/core';

const registers = new WeakMap<OrderClient, Answers>();

/** The register of a client: one, however many providers and query clients a page has, so that all boxes agree. */
export function answersOf(client: OrderClient): Answers {
  let answers = registers.get(client);
  if (answers === undefined) {
    answers = createAnswers(client);
    registers.set(client, answers);
  }
  return answers;
}
