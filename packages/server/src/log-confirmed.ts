import type { ConsentLogging } from './config.ts';
import type { LoggedConsentAnswer } from './consent-log.ts';
import type { RequestContext } from './context.ts';
import { emit, runInBackground } from './context.ts';
import { describeError } from './events.ts';
import type { IdentifiedAnswer } from './open-answers.ts';
import { readAnswerId, readOpenAnswers } from './open-answers.ts';
import type { Payload } from './payloads.ts';
import { HttpProblem } from './problem.ts';
import { parseOrder } from './routes.ts';
import type { RequestScope } from './scope.ts';

/**
 * Logs the answers that this response confirms to the page. There are two ways to confirm an answer: the response to its
 * write, and a read that shows it after the response to its write was lost. Both log it first.
 */
export async function logConfirmed(
  context: RequestContext,
  { isAwaited, makeRows, recorder }: ConsentLogging,
  scope: RequestScope,
  payload: Payload | undefined,
  text: string,
): Promise<void> {
  const { orderId, operation } = scope;
  const isRead = operation === 'getOrder';
  const answers = isRead ? heldAnswers(context, text) : writtenAnswers(context, payload);
  if (answers.length === 0 && !(isRead && recorder.owes(orderId))) return;
  const time = new Date().toISOString();
  const log = async () => {
    let rows: readonly LoggedConsentAnswer[] = [];
    try {
      rows = await makeRows({ orderId, answers, time, correlationId: context.correlationId });
      if (rows.length > 0) await recorder.record(orderId, rows);
      if (isRead) await recorder.settle(orderId);
    } catch (thrown) {
      const error = describeError(thrown);
      const { correlationId } = context;
      const fact = { type: 'consent-log', level: 'error', correlationId, ...scope, error } as const;
      if (rows.length > 0) emit(context, () => ({ ...fact, answers: rows }));
      throw new HttpProblem('log-failed', { hook: 'consentLog', error });
    }
  };
  if (isAwaited) await log();
  else runInBackground(context, log());
}

/** Returns the answers of a write that the order API has accepted. */
function writtenAnswers(
  { request }: RequestContext,
  payload: Payload | undefined,
): readonly IdentifiedAnswer[] {
  if (!payload || payload.answers.length === 0) return [];
  const answerId = readAnswerId(request.headers);
  return payload.answers.map((answer) => ({ ...answer, answerId }));
}

/** Returns the answers whose responses the page lost and that the order holds. */
function heldAnswers({ request }: RequestContext, text: string): readonly IdentifiedAnswer[] {
  const open = readOpenAnswers(request.headers);
  if (open.length === 0) return open;
  const { consents } = parseOrder(text);
  const held = new Map((consents ?? []).map(({ id, checked }) => [id, checked === true]));
  return open.filter(({ id, checked }) => held.get(id) === checked);
}
