import type { Order } from '@norce-kit/core';
import type { AnsweredWords } from './answered-words.ts';
import { firstBox, readBox } from './boxes.ts';
import type { EvidenceAct, AnsweredOrder } from './evidence-of.ts';
import { orderQueryKey } from './order-query.ts';

/** An answer and the wording the shopper saw. */
export interface Note extends EvidenceAct, Omit<AnsweredOrder, 'boxes'> {
  readonly at: string;
  readonly text: string | undefined;
  /** Whether an answer that equals the order's is written. */
  isAnew: boolean;
  /** Undefined until it is computed: there is no time to wait for it when the page is left. */
  textHash: string | undefined;
  readonly hashing: Promise<string> | undefined;
}

/** Returns the note of an answer that the shopper gives now. */
export function createNote(order: AnsweredOrder, act: EvidenceAct, words: AnsweredWords): Note {
  const { queryClient, orderId, boxes } = order;
  const { consentId, at = new Date().toISOString() } = act;
  const cached = queryClient.getQueryData<Order>(orderQueryKey(orderId));
  const box = boxes && firstBox(boxes, consentId);
  // Before the order is read a label has other words, which the shopper saw.
  const text =
    act.wording?.text ??
    (box && readBox(box).label) ??
    cached?.consents?.find(({ id }) => id === consentId)?.text;
  const hashing = typeof text === 'string' ? words.hash(text) : undefined;
  const facts = { text: hashing && text, isAnew: false, textHash: undefined, hashing };
  const note: Note = { ...act, queryClient, orderId, at, ...facts };
  hashing?.then(
    (textHash) => (note.textHash = textHash),
    () => undefined,
  );
  return note;
}
