import type { ConsentAnswer } from '@norce-kit/core';
import { isConsentId } from '@norce-kit/core/forwarding';

/** Header of a write: the id of its answers, which stays the same for each attempt. */
export const answerIdHeader = 'idempotency-key';
/** Header of a read: the answers whose responses the page lost, with their ids. */
export const openAnswersHeader = 'x-norce-open-answers';

/** The id that a page gave to an answer: its own id, `_`, and a number that grows with each answer. */
export interface AnswerId {
  readonly answerId: string;
  readonly pageId: string;
  /** 0 without a number: the page id is then the whole id. */
  readonly sequence: number;
}

/** An answer with its id. */
export interface IdentifiedAnswer extends ConsentAnswer, AnswerId {}

const answerIdPattern = /^([\w-]{8,64}?)(?:_(\d{1,9}))?$/;
const maxAnswers = 200;

/** Returns the id of the answers in a write; a new one without a valid header. */
export function readAnswerId(headers: Headers): AnswerId {
  const pageId = crypto.randomUUID();
  return parseAnswerId(headers.get(answerIdHeader) ?? '') ?? { answerId: pageId, pageId, sequence: 0 };
}

function parseAnswerId(answerId: string): AnswerId | undefined {
  const [, pageId, number = '0'] = answerIdPattern.exec(answerId) ?? [];
  return pageId === undefined ? undefined : { answerId, pageId, sequence: Number(number) };
}

/** Returns the answers that a read may confirm: `checked:consent`, encoded, `=` and the id. Ignores malformed ones. */
export function readOpenAnswers(headers: Headers): readonly IdentifiedAnswer[] {
  const value = headers.get(openAnswersHeader);
  if (value === null) return [];
  return value.split(',', maxAnswers).flatMap((member) => {
    const [name = '', id = ''] = member.split('=');
    const [, checked, consentId = ''] = /^(true|false):(.*)$/su.exec(decode(name)) ?? [];
    const answerId = parseAnswerId(id);
    if (checked === undefined || !isConsentId(consentId) || !answerId) return [];
    return [{ ...answerId, id: consentId, checked: checked === 'true' }];
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
