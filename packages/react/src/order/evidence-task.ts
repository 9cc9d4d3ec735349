import { appendEvidence, evidenceKey } from '@norce-kit/core';
import type { AnswerEvent, DroppedAnswer, EvidenceRecord, JsonValue, Order } from '@norce-kit/core';
import { kit } from '../version.ts';
import type { Note } from './evidence-note.ts';

/** A confirmed or dropped answer that gets a record. */
export interface Task {
  readonly answer: AnswerEvent;
  readonly note: Note;
  /** Time of the answer, or of going on without it. */
  readonly at: string;
  /** The value of the attribute that is under way. */
  sent?: readonly JsonValue[];
}

/**
 * Returns what the attribute of an order becomes with the records of one consent that it lacks, `tasks` being all of this page,
 * oldest first. undefined where records cannot be added.
 */
export function withRecords(
  tasks: readonly Task[],
  order: Order,
  { source, limit }: { readonly source: string; readonly limit: number },
): readonly JsonValue[] | undefined {
  const records = tasks.flatMap((task) => toRecord(task, order, source));
  const [first] = records;
  let value = first && order.attributes?.[evidenceKey(first.consentId)];
  const isHeld = (record: EvidenceRecord | DroppedAnswer) => appendEvidence(value, record, limit) === value;
  // Those before the newest one that the order has were dropped because of the limit.
  const missing = records.slice(records.map(isHeld).lastIndexOf(true) + 1);
  for (const record of missing) {
    value = appendEvidence(value, record, limit);
    if (value === undefined) return undefined;
  }
  return value as readonly JsonValue[] | undefined;
}

function toRecord(
  { answer, note, at }: Task,
  order: Order,
  source: string,
): readonly (EvidenceRecord | DroppedAnswer)[] {
  const { textHash } = note;
  if (textHash === undefined) return [];
  const { version, lang = order.culture } = note.wording ?? {};
  const value =
    answer.type === 'dropped' ? { dropped: note.checked, held: answer.checked } : { checked: answer.checked };
  return [
    {
      consentId: answer.consentId,
      ...value,
      textHash,
      ...(version !== undefined && { textVersion: version }),
      ...(lang !== undefined && { lang }),
      at,
      source,
      kit,
    },
  ];
}
