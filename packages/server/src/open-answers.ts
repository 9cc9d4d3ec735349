import type { ConsentAnswer } from '@norce-kit/core';
import { isConsentId } from '@norce-kit/core/forwarding';

/** Header of a write: the id of its answers, which stays the same for each attempt. */
export const answerIdHeader = 'idempotency-key';
/** Header of a read: the answers whose responses the page lost, with their ids. */
export const openAnswersHeader = 'x-norce-open-answers';

/** An answer with the id that the page gave to it. */
export interface IdentifiedAnswer extends ConsentAnswer {
  readonly answerId: string;
}

const answerId = /^[\w-]{8,64}$/;
const maxAnswers = 200;

/** Returns the id of the answers in a write; a new one without a valid header. */
export function readAnswerId(headers: Headers): string {
  const value = headers.get(answerIdHeader) ?? '';
  return answerId.test(value) ? value : crypto.randomUUID();
}

/** Returns the answers that a read may confirm: `checked:consent`, encoded, `=` and the id. Ignores malformed ones. */
export function readOpenAnswers(headers: Headers): readonly IdentifiedAnswer[] {
  const value = headers.get(openAnswersHeader);
  if (value === null) return [];
  return value.split(',', maxAnswers).flatMap((member) => {
    const [name = '', id = ''] = member.split('=');
    const [, checked, consentId = ''] = /^(true|false):(.*)$/su.exec(decode(name)) ?? [];
    if (checked === undefined || !isConsentId(consentId) || !answerId.test(id)) return [];
    return [{ id: consentId, checked: checked === 'true', answerId: id }];
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
