import type { ConsentAnswer } from '@norce-kit/core';
import { isConsentId } from '@norce-kit/core/forwarding';
import type { AnswerId } from './open-answers.ts';
import { maxConsents } from './payloads.ts';
import { HttpProblem } from './problem.ts';

/**
 * A consent in a form: the value of its box when the page was rendered, and when the form was sent. Browsers send nothing
 * for a box without a tick, so a hidden field beside it names the consent and the first value.
 */
interface FormBox {
  readonly id: string;
  readonly shown: boolean;
  readonly checked: boolean;
}

/** An answer that the shopper gave in a form. */
export interface FormAnswer extends ConsentAnswer, AnswerId {}

/** A checked form. */
export interface ConsentForm {
  /** All consents in the form. */
  readonly boxes: readonly ConsentAnswer[];
  /** The consents whose box the shopper changed. */
  readonly answers: readonly FormAnswer[];
}

/** Name of the hidden field with an id of the rendered form. */
const submissionField = 'consent-submission';
const submissionPattern = /^[\w-]{8,60}$/;
/** Names of a box and of the hidden field beside it, before the id of the consent. */
const fieldPattern = /^(consent|shown)\.(.*)$/su;
const maxFields = 1_000;

/**
 * Reads the consents in an `application/x-www-form-urlencoded` body, and ignores further fields. A box without its
 * hidden field, other values and values that contradict each other reject the form: a guess could invert an answer.
 */
export function readConsentForm(text: string): ConsentForm {
  const fields = text.split('&', maxFields + 1);
  if (fields.length > maxFields) throw new HttpProblem('invalid-body');
  const found = new Map<string, { shown: string[]; ticks: number }>();
  let submissionId: string | undefined;
  for (const field of fields) {
    const [encoded = '', ...rest] = field.split('=');
    const name = decode(encoded);
    const [, kind, id = ''] = fieldPattern.exec(name) ?? [];
    if (name === submissionField) submissionId = decode(rest.join('='));
    if (kind === undefined) continue;
    const value = decode(rest.join('='));
    const box = found.get(id) ?? { shown: [], ticks: 0 };
    found.set(id, box);
    if (kind === 'shown') box.shown.push(value);
    else if (value === 'on') box.ticks++;
    else throw new HttpProblem('invalid-body');
  }
  const boxes = [...found].map(([id, { shown, ticks }]) => readBox(id, shown, ticks));
  const answers = boxes.filter(({ shown, checked }) => shown !== checked);
  if (answers.length > maxConsents) throw new HttpProblem('invalid-body');
  return {
    boxes,
    answers: answers.map(({ id, checked }) => ({ id, checked, ...answerId(submissionId, checked) })),
  };
}

/** Reads the boxes of one consent. A change of one of several is an answer. */
function readBox(id: string, shown: readonly string[], ticks: number): FormBox {
  const [first] = shown;
  const isValid =
    isConsentId(id) && (first === 'true' || first === 'false') && shown.every((value) => value === first);
  if (!isValid || ticks > shown.length) throw new HttpProblem('invalid-body');
  const wasTicked = first === 'true';
  return { id, shown: wasTicked, checked: wasTicked ? ticks === shown.length : ticks > 0 };
}

/**
 * Returns the id of an answer: the same if the browser sends a form twice. A page may be sent again with another value, so
 * each value counts as a page of its own, which orders their rows by time.
 */
function answerId(submissionId: string | undefined, checked: boolean): AnswerId {
  const isKnown = submissionId !== undefined && submissionPattern.test(submissionId);
  const pageId = isKnown ? `${submissionId}-${checked ? 1 : 0}` : crypto.randomUUID();
  return { answerId: pageId, pageId, sequence: 0 };
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    // Not UTF-8: a page in another encoding.
    throw new HttpProblem('invalid-body');
  }
}

/** Returns the body with the fields of a parsed form that `readConsentForm` reads. */
export function writeConsentForm(fields: Iterable<readonly [name: string, value: unknown]>): string {
  const body = new URLSearchParams();
  for (const [name, value] of fields) {
    const isOurs = name === submissionField || fieldPattern.test(name);
    if (isOurs && typeof value === 'string') body.append(name, value);
  }
  return body.toString();
}
