import type { ConsentWording, Writer } from '@norce-kit/core';
import { perClient } from '../client/per-client.ts';
import type { Client } from '../client/types.ts';
import { checkEvidence } from '../dev/mistakes.ts';
import type { AnswerSource } from './answer-view.ts';
import type { OrderStore } from './order-store.ts';

/** Evidence of consent, made by `consentEvidence` for the `evidence` of the provider. */
export interface ConsentEvidence {
  /** Makes the type opaque. */
  readonly [brand]: true;
}

/** Exists in types only. */
declare const brand: unique symbol;

/** Writes the evidence of the answers that a client saves. Its `whenSettled` never rejects: missing evidence does not block a purchase. */
export interface EvidenceWriter extends Writer {
  /** Notes what the shopper saw when answering; the record is written when the answer is confirmed. */
  readonly note: (order: AnsweredOrder, act: EvidenceAct) => void;
  /** Writes the record of an answer that was noted, and that the order holds, if that has not been written. */
  readonly confirm: (orderId: string, consentId: string, checked: boolean) => void;
  /** Uses this writer for the answers to an order that come from own mutations. Returns the function that stops it. */
  readonly connect: (orderId: string) => () => void;
  /** Adds the texts about words that changed to the English texts of a box. A page without evidence does not load them. */
  readonly addTexts: <Texts extends object>(english: Texts) => Texts;
  /** Returns the answers of a store, marked while they were given to other words than `text`. */
  readonly compare: (
    store: OrderStore,
    text: string | undefined,
    kind: ConsentKind | undefined,
  ) => AnswerSource;
  /** Whether the page shows other words than those that the order's answer was given to, and the shopper does not go on with it. */
  readonly isOutdated: (store: OrderStore, consentId: string) => boolean;
  /** Goes on with an answer that was given to other words, as long as the page shows the same ones. */
  readonly accept: (store: OrderStore, consentId: string) => void;
}

/**
 * Meaning of a tick. `consent`: the shopper allows something and may take it back. `agreement`: the shopper accepts terms.
 * `objection`: the shopper refuses something that would happen without a tick.
 */
export type ConsentKind = 'consent' | 'agreement' | 'objection';

/** The order of an answer in its cache, and its checkboxes, which an own mutation does not know. */
export type AnsweredOrder = Pick<OrderStore, 'queryClient' | 'orderId'> & Partial<Pick<OrderStore, 'boxes'>>;

/** An answer of the shopper. */
export interface EvidenceAct {
  readonly consentId: string;
  readonly checked: boolean;
  /** @default the label of the first visible checkbox; without one the order's own wording, as cached now */
  readonly wording: ConsentWording | undefined;
  /**
   * Time of the answer: ISO 8601 in UTC.
   * @default now
   */
  readonly at?: string | undefined;
}

type GetWriter = (client: Client) => EvidenceWriter;

const getters = new WeakMap<ConsentEvidence, GetWriter>();

export function createOpaqueEvidence(getWriter: GetWriter): ConsentEvidence {
  const evidence = Object.freeze({}) as ConsentEvidence;
  getters.set(evidence, getWriter);
  return evidence;
}

/** Returns the evidence writer of a client. A page without evidence does not load the code that writes it. */
export function evidenceOf(
  evidence: ConsentEvidence | undefined,
  client: Client,
): EvidenceWriter | undefined {
  if (process.env.NODE_ENV !== 'production')
    checkEvidence(evidence, getters.has(evidence as ConsentEvidence));
  return evidence && getters.get(evidence)?.(client);
}

/** The evidence writers of the orders on the page. */
const connected: (client: Client) => Map<string, EvidenceWriter> = /* @__PURE__ */ perClient(() => new Map());

/** Uses a writer for the answers to an order that come from own mutations. Returns the function that stops it. */
export function connectEvidence(client: Client, orderId: string, evidence: EvidenceWriter): () => void {
  const writers = connected(client);
  writers.set(orderId, evidence);
  return () => {
    if (writers.get(orderId) === evidence) writers.delete(orderId);
  };
}

/** Returns the evidence writer that a provider of the order has. */
export function evidenceFor({
  client,
  orderId,
}: Pick<OrderStore, 'client' | 'orderId'>): EvidenceWriter | undefined {
  return connected(client).get(orderId);
}
