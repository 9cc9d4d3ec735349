import type { ConsentAnswer } from '@norce-kit/core';

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
}

/** A confirmed answer with a keyed hash, which proves that the row was not changed later. */
export interface LoggedConsentAnswer extends ConsentAnswerEntry {
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
 *   write: (answer) => database.insert('consents', answer),
 * };
 */
export interface ConsentLog {
  /** Key of the hash, at least 32 bytes. Keep it out of reach of everyone with write access to the log. */
  secret: string;
  /** Stores one confirmed answer. A browser that lost the response repeats the request, so an answer may arrive twice. */
  write: (answer: LoggedConsentAnswer) => void | Promise<void>;
  /**
   * Responds to the browser only after `write` has resolved. If it fails, the browser gets 500, although the order has
   * the answer, and repeats the request. Without it, a failure appears only in `onEvent`.
   * @default false
   */
  awaited?: boolean | undefined;
}

/**
 * Returns HMAC-SHA-256, in hexadecimal, of the answer as a JSON list of order, consent, checked, time, correlation id.
 *
 * @example
 * const { hash, ...answer } = row;
 * const isUnchanged = hash === (await hashConsentAnswer(secret, answer));
 */
export async function hashConsentAnswer(secret: string, answer: ConsentAnswerEntry): Promise<string> {
  const { orderId, consentId, checked, time, correlationId } = answer;
  const encode = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encode(secret), algorithm, false, ['sign']);
  const message = encode(JSON.stringify([orderId, consentId, checked, time, correlationId]));
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Answers that the order API has accepted. */
export interface ConfirmedAnswers {
  readonly orderId: string;
  readonly answers: readonly ConsentAnswer[];
  readonly correlationId: string;
}

/** Writes each answer to the log, one after the other, all with the same time. */
export async function logAnswers(log: ConsentLog, confirmed: ConfirmedAnswers): Promise<void> {
  const { orderId, answers, correlationId } = confirmed;
  const time = new Date().toISOString();
  for (const { id, checked } of answers) {
    const answer = { orderId, consentId: id, checked, time, correlationId };
    await log.write({ ...answer, hash: await hashConsentAnswer(log.secret, answer) });
  }
}
