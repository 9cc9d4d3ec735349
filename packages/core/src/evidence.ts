import { isObject } from './response-body.ts';
import type { JsonValue, Order } from './types.ts';

/** The wording of a consent as the shopper saw it. */
export interface ConsentWording {
  /** Plain text. */
  readonly text: string;
  /** The shop's name for this state of the text. */
  readonly version?: string | undefined;
  /**
   * The text's language as a BCP 47 tag.
   * @default the order's culture
   */
  readonly lang?: string | undefined;
}

/**
 * One confirmed answer with what it was given to, as an order's attributes keep it. What a browser writes is a claim:
 * the server's own time and a keyed hash are in the handler's `consentLog`.
 */
export interface EvidenceRecord {
  readonly consentId: string;
  readonly checked: boolean;
  /** `hashWording` of the text. */
  readonly textHash: string;
  readonly textVersion?: string;
  readonly lang?: string;
  /** When the shopper answered, by the clock of their device: ISO 8601 in UTC. */
  readonly at: string;
  /** Where the shopper answered, such as `checkout`. */
  readonly source: string;
  /** What wrote the record: package and version. */
  readonly kit: string;
}

/**
 * The key of an order's attributes that keeps the evidence of one consent. The handler lets a browser write it only
 * where its `attributes` name it.
 *
 * @example
 * createOrderHandler({ attributes: [evidenceKey('ci_newsletter')], … })
 */
export function evidenceKey(consentId: string): string {
  return `consent-evidence-${consentId}`;
}

/** The evidence of one consent that an order keeps, the oldest first; what else stands there is left out. */
export function readEvidence(order: Pick<Order, 'attributes'>, consentId: string): readonly EvidenceRecord[] {
  const kept: unknown = order.attributes?.[evidenceKey(consentId)];
  return Array.isArray(kept) ? kept.filter(isRecord) : [];
}

/**
 * What an order's attributes keep of a consent, with one record more unless it is there; without the oldest where there
 * would be more than `limit`. Undefined where the shop keeps something else under the key, which must stay.
 */
export function appendEvidence(
  kept: unknown,
  record: EvidenceRecord,
  limit: number,
): readonly JsonValue[] | undefined {
  if (kept !== undefined && kept !== null && !Array.isArray(kept)) return undefined;
  const records = (kept ?? []) as readonly JsonValue[];
  const isThere = records.some(
    (one) => isRecord(one) && one.at === record.at && one.checked === record.checked,
  );
  return isThere ? records : [...records, { ...record }].slice(-limit);
}

/**
 * SHA-256 of a wording in Unicode's composed form (NFC) as UTF-8, in lower-case hexadecimal. Rejects where the platform
 * has no Web Crypto, which browsers keep from pages without TLS.
 */
export async function hashWording(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text.normalize('NFC')));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const isRecord = (value: unknown): value is EvidenceRecord =>
  isObject(value) &&
  typeof value['checked'] === 'boolean' &&
  ['consentId', 'textHash', 'at', 'source', 'kit'].every((member) => typeof value[member] === 'string');
