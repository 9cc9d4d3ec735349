import type { Answer } from '@norce-kit/core';
import { answersOf } from '../client/answers.ts';
import { perClient } from '../client/per-client.ts';
import type { Client } from '../client/types.ts';
import { consentKey } from './consent-key.ts';

/** The answers that the page before had under way, as they are once the order holds them, by `consentKey`. */
export const leftAnswersOf: (client: Client) => Map<string, Answer> = perClient(() => new Map());

/** Returns the answer of the page before, if it is the value that the order holds: no other party gave it. */
export function leftAnswer(
  client: Client,
  orderId: string,
  consentId: string,
  confirmed: boolean | undefined,
): Answer | undefined {
  const left = leftAnswersOf(client);
  // Most pages have none, and each render of each box asks.
  const answer = left.size > 0 ? left.get(consentKey(orderId, consentId)) : undefined;
  return answer?.confirmed === confirmed ? answer : undefined;
}

/** The answers of the page before that were reported to `onEvent`. */
export const reportedAnswers: WeakSet<Answer> = new WeakSet();

/** Takes a change of the order's value. Returns whether it is the answer of the page before. */
export function takeChange(
  client: Client,
  { orderId, consentId, checked }: { orderId: string; consentId: string; checked: boolean },
): boolean {
  const own = leftAnswer(client, orderId, consentId, checked);
  if (own) reportedAnswers.add(own);
  // The order held the answer before, so an equal value is later given by another party.
  else leftAnswersOf(client).delete(consentKey(orderId, consentId));
  return own !== undefined;
}

/** Takes a newer answer of another page in place of what this one has under way, could not save, or keeps. */
export function takeNewer(client: Client, orderId: string, consentId: string, checked: boolean): void {
  const answers = answersOf(client);
  if (answers.get(orderId, consentId).desired !== undefined) void answers.set(orderId, consentId, checked);
  answers.noteSent(orderId, consentId, [], checked);
}
