import type { IdentifiedAnswer } from './open-answers.ts';

/** One consent answer that the order API has confirmed. */
export interface ConsentAnswerEntry {
  /** Id of the order. */
  readonly orderId: string;
  /** Id of the consent. */
  readonly consentId: string;
  /** The answer: whether the box is ticked. */
  readonly checked: boolean;
  /** Time of the confirmation by this server's clock, ISO 8601 in UTC. */
  readonly time: string;
  /** Same value as the `x-correlation-id` of the response. */
  readonly correlationId: string;
  /**
   * Id of the answer: the same however often the browser repeats a request whose response it lost. The unique key of a
   * log. Rows of older versions have none.
   */
  readonly id?: string | undefined;
  /** Id of the page that gave the answer, chosen by its browser. Rows of older versions have none. */
  readonly pageId?: string | undefined;
  /**
   * Number of the answer on its page, chosen by its browser: a newer answer has a higher one. Rows of older versions
   * have none.
   */
  readonly sequence?: number | undefined;
}

/** A confirmed answer with a keyed hash, which proves that the row was not changed later. */
export interface LoggedConsentAnswer extends ConsentAnswerEntry {
  /** Id of the answer: the unique key of a log. */
  readonly id: string;
  /** Id of the page that gave the answer. */
  readonly pageId: string;
  /** Number of the answer on its page. 0 if the page sends none; its `pageId` then counts for this answer only. */
  readonly sequence: number;
  /** Result of `hashConsentAnswer` for the other members. */
  readonly hash: string;
}

/**
 * The shop's record of confirmed consent answers.
 *
 * @example
 * const consentLog: ConsentLog = {
 *   secret: process.env.CONSENT_LOG_SECRET!,
 *   awaited: true,
 *   writeAll: (answers) => database.insert('consents', answers),
 * };
 */
export interface ConsentLog {
  /** Key of the hash, at least 32 bytes. Keep it out of reach of everyone with write access to the log. */
  secret: string;
  /**
   * Stores one confirmed answer. May be called again with the same `id`: keep the row with the later `time`. Several
   * processes may write the answers of one consent in any order; the last answer is the one with the highest `sequence`
   * of the page with the latest `time`. Answers of different consents arrive side by side.
   */
  write?: ((answer: LoggedConsentAnswer) => void | Promise<void>) | undefined;
  /** Stores several confirmed answers, as `write` does, all or none. Used instead of `write`, for single answers too. */
  writeAll?: ((answers: readonly LoggedConsentAnswer[]) => void | Promise<void>) | undefined;
  /**
   * Responds to the browser only after the log has the answer. If it fails, the browser gets 500 with `log-failed`, and
   * reads of the order that would confirm the answer fail too, until the log has it. Without it, a failure appears only
   * in `onEvent`.
   * @default false
   */
  awaited?: boolean | undefined;
}

/**
 * Returns HMAC-SHA-256, in hexadecimal, of the answer as a JSON list of order, consent, checked, time, correlation id
 * and, as far as the row has them, id, page id and sequence.
 *
 * @example
 * const { hash, ...answer } = row;
 * const isUnchanged = hash === (await hashConsentAnswer(secret, answer));
 */
export async function hashConsentAnswer(secret: string, answer: ConsentAnswerEntry): Promise<string> {
  return await createHash(secret)(listOf(answer));
}

/** An answer that the order API holds, before its row is computed. */
export interface ConfirmedAnswer extends IdentifiedAnswer {
  readonly orderId: string;
  /** Time of the confirmation, ISO 8601 in UTC. */
  readonly time: string;
  /** `performance.now()` at the confirmation: the clock behind `time` may jump. */
  readonly confirmedAt: number;
  readonly correlationId: string;
}

/** Returns the function that computes rows, with their ids and hashes. */
export function createRows(
  secret: string,
): (answers: readonly ConfirmedAnswer[]) => Promise<LoggedConsentAnswer[]> {
  const hash = createHash(secret);
  const toRow = async (confirmed: ConfirmedAnswer): Promise<LoggedConsentAnswer> => {
    const { orderId, id: consentId, checked, time, pageId, sequence, correlationId, answerId } = confirmed;
    // A browser chose the answer's id, so it counts for this answer only.
    const id = await hash([orderId, consentId, checked, answerId]);
    const answer = { id, orderId, consentId, checked, time, pageId, sequence, correlationId };
    return { ...answer, hash: await hash(listOf(answer)) };
  };
  return (answers) => Promise.all(answers.map(toRow));
}

function listOf(answer: ConsentAnswerEntry): readonly unknown[] {
  const { orderId, consentId, checked, time, correlationId, id, pageId, sequence } = answer;
  const added = [id, pageId, sequence].filter((value) => value !== undefined);
  return [orderId, consentId, checked, time, correlationId, ...added];
}

/** Returns the HMAC of JSON values, with a key that is imported once. */
function createHash(secret: string): (list: readonly unknown[]) => Promise<string> {
  const encode = (text: string) => new TextEncoder().encode(text);
  let key: Promise<CryptoKey> | undefined;
  return async (list) => {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    key ??= crypto.subtle.importKey('raw', encode(secret), algorithm, false, ['sign']);
    const bytes = await crypto.subtle.sign('HMAC', await key, encode(JSON.stringify(list)));
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
  };
}
