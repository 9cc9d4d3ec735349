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
}

/** A confirmed answer with a keyed hash, which proves that the row was not changed later. */
export interface LoggedConsentAnswer extends ConsentAnswerEntry {
  /** Id of the answer: the unique key of a log. */
  readonly id: string;
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
   * Stores one confirmed answer. May be called again with the same `id`, so replace a row with that `id`. Answers of
   * one consent arrive in order; those of different consents side by side.
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
 * and, if the row has one, id.
 *
 * @example
 * const { hash, ...answer } = row;
 * const isUnchanged = hash === (await hashConsentAnswer(secret, answer));
 */
export async function hashConsentAnswer(secret: string, answer: ConsentAnswerEntry): Promise<string> {
  return await createHash(secret)(listOf(answer));
}

/** Makes the rows of a log. */
export type MakeRows = (confirmed: ConfirmedAnswers) => Promise<readonly LoggedConsentAnswer[]>;

/** Answers that the order API holds. */
export interface ConfirmedAnswers {
  readonly orderId: string;
  readonly answers: readonly IdentifiedAnswer[];
  /** Time of the confirmation, ISO 8601 in UTC. */
  readonly time: string;
  readonly correlationId: string;
}

/** Returns the function that makes rows with ids and hashes. */
export function createRows(secret: string): MakeRows {
  const hash = createHash(secret);
  return async ({ orderId, answers, time, correlationId }) =>
    await Promise.all(
      answers.map(async ({ id: consentId, checked, answerId }) => {
        // A browser chose the answer's id, so it counts for this answer only.
        const id = await hash([orderId, consentId, checked, answerId]);
        const answer = { id, orderId, consentId, checked, time, correlationId };
        return { ...answer, hash: await hash(listOf(answer)) };
      }),
    );
}

function listOf({
  orderId,
  consentId,
  checked,
  time,
  correlationId,
  id,
}: ConsentAnswerEntry): readonly unknown[] {
  return [orderId, consentId, checked, time, correlationId, ...(id === undefined ? [] : [id])];
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
