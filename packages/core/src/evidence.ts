import { isObject } from './response-body.ts';
import type { JsonValue, Order } from './types.ts';

/** The wording of a consent as the shopper saw it. */
export interface ConsentWording {
  /** Plain text. */
  readonly text: string;
  /** Version of the text, named by the shop. */
  readonly version?: string | undefined;
  /**
   * Language of the text as a BCP 47 tag.
   * @default the order's culture
   */
  readonly lang?: string | undefined;
}

/** The members that all records of an evidence attribute have. */
export interface EvidenceSource {
  /** Id of the consent. */
  readonly consentId: string;
  /** Result of `hashWording` for the text. */
  readonly textHash: string;
  /** Version of the text, named by the shop. */
  readonly textVersion?: string;
  /** Language of the text as a BCP 47 tag. */
  readonly lang?: string;
  /** Time of the act by the clock of the shopper's device: ISO 8601 in UTC. */
  readonly at: string;
  /** Page of the answer, such as `checkout`. */
  readonly source: string;
  /** Package and version that wrote the record. */
  readonly kit: string;
}

/**
 * One confirmed answer and the wording it was given to, as stored in the order's attributes. A browser wrote it, so it
 * is a claim; the handler's `consentLog` has the server's time and a keyed hash.
 */
export interface EvidenceRecord extends EvidenceSource {
  /** The answer. */
  readonly checked: boolean;
}

/** An answer that could not be saved, and without which the shopper went on. Stored beside the confirmed answers. */
export interface DroppedAnswer extends EvidenceSource {
  /** The answer. After `false` the shopper wanted to withdraw. */
  readonly dropped: boolean;
  /** The value that the order held when the shopper went on. */
  readonly held: boolean;
}

/**
 * Returns the attribute key of the evidence of one consent. The handler accepts it from a browser only when its
 * `attributes` option lists it.
 *
 * @example
 * const attributes = [evidenceKey('ci_newsletter')]; // for createOrderHandler
 */
export function evidenceKey(consentId: string): string {
  return `consent-evidence-${consentId}`;
}

/** Returns the confirmed answers to one consent, oldest first. Ignores values that are not records of them. */
export function readEvidence(order: Pick<Order, 'attributes'>, consentId: string): readonly EvidenceRecord[] {
  return readList(order, consentId).filter(isRecord);
}

/** Returns the answers to one consent without which the shopper went on, oldest first. One may have reached the order later. */
export function readDroppedAnswers(
  order: Pick<Order, 'attributes'>,
  consentId: string,
): readonly DroppedAnswer[] {
  return readList(order, consentId).filter(isDroppedAnswer);
}

function readList(order: Pick<Order, 'attributes'>, consentId: string): readonly unknown[] {
  const kept: unknown = order.attributes?.[evidenceKey(consentId)];
  return Array.isArray(kept) ? kept : [];
}

/**
 * Returns the value of an evidence attribute with one more record, unless it has it already, and with at most `limit`
 * records, at least 1: the oldest are dropped. undefined when the shop stores another kind of value under the key, which must stay.
 */
export function appendEvidence(
  kept: unknown,
  record: EvidenceRecord | DroppedAnswer,
  limit: number,
): readonly JsonValue[] | undefined {
  if (kept !== undefined && kept !== null && !Array.isArray(kept)) return undefined;
  const records = (kept ?? []) as readonly JsonValue[];
  const isThere = records.some(
    (one) =>
      isSource(one) && one.at === record.at && one['checked'] === (record as Partial<EvidenceRecord>).checked,
  );
  return isThere ? records : [...records, { ...record }].slice(-Math.max(limit, 1));
}

/**
 * Returns the SHA-256 of a wording in Unicode normalization form C as UTF-8, in lower-case hexadecimal. Rejects without
 * Web Crypto, which browsers offer only in secure contexts.
 *
 * @example
 * const textHash = await hashWording('Send me the newsletter.');
 */
export async function hashWording(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text.normalize('NFC')));
  // Not Array.from, which old page libraries replace by one without a second argument.
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const isRecord = (value: unknown): value is EvidenceRecord =>
  isSource(value) && typeof value['checked'] === 'boolean';

const isDroppedAnswer = (value: unknown): value is DroppedAnswer =>
  isSource(value) && typeof value['dropped'] === 'boolean' && typeof value['held'] === 'boolean';

const isSource = (value: unknown): value is EvidenceSource & Record<string, unknown> =>
  isObject(value) &&
  ['consentId', 'textHash', 'at', 'source', 'kit'].every((member) => typeof value[member] === 'string');
