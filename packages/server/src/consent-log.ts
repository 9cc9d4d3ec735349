import type { ConsentAnswer } from '@norce-kit/core';

/** One answer of a shopper that the order API has confirmed. */
export interface ConsentAnswerEntry {
  readonly orderId: string;
  readonly consentId: string;
  readonly checked: boolean;
  /** When it was confirmed, by this server's clock: ISO 8601 in UTC. */
  readonly time: string;
  /** Same value as the `x-correlation-id` of the response. */
  readonly correlationId: string;
}

/** An answer with the keyed hash that shows it was not changed later. */
export interface LoggedConsentAnswer extends ConsentAnswerEntry {
  /** `hashConsentAnswer` of the other members. */
  readonly hash: string;
}

/** The shop's record of what was agreed to. */
export interface ConsentLog {
  /** Key of the hash: at least 32 bytes, kept where those who can change the log cannot read it. */
  secret: string;
  /** Stores one confirmed answer. May see one twice, when a browser repeats a request whose answer was lost. */
  write: (answer: LoggedConsentAnswer) => void | Promise<void>;
  /**
   * Whether the browser is told only after `write` has resolved; a failure then answers 500 although the order holds
   * the answer, and the browser asks again. Otherwise a failure shows in `onEvent` alone.
   * @default false
   */
  awaited?: boolean | undefined;
}

/** HMAC-SHA-256, as hexadecimal text, of the answer as a JSON list: order, consent, checked, time, correlation id. */
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
