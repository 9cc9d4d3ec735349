import type { ConsentLogging } from './config.ts';
import type { RequestContext } from './context.ts';
import { emit, runInBackground } from './context.ts';
import { describeError } from './events.ts';
import type { IdentifiedAnswer } from './open-answers.ts';
import { readAnswerId, readOpenAnswers } from './open-answers.ts';
import type { Payload } from './payloads.ts';
import { HttpProblem } from './problem.ts';
import { heldConsents } from './project.ts';
import { parseOrder } from './routes.ts';
import type { RequestScope } from './scope.ts';

/** The response of the order API, as far as it confirms answers. */
export interface Confirmation {
  readonly payload: Payload | undefined;
  /** Body of a read. */
  readonly text: string;
  /** `Date.now()` before the request. */
  readonly sentAt: number;
}

/**
 * Logs the answers that this response confirms to the page. There are two ways to confirm an answer: the response to its
 * write, and a read that shows it after the response to its write was lost. Both log it first.
 */
export async function logConfirmed(
  context: RequestContext,
  { isAwaited, recorder }: ConsentLogging,
  scope: RequestScope,
  { payload, text, sentAt }: Confirmation,
): Promise<void> {
  const { orderId, operation } = scope;
  const { correlationId } = context;
  const isRead = operation === 'getOrder';
  const answers = isRead ? heldAnswers(context, text) : writtenAnswers(context, payload);
  // A newer write beside a read is confirmed after the read was sent, and may overtake its response.
  const time = new Date(isRead ? sentAt : Date.now()).toISOString();
  const confirmed = answers
    .filter((answer) => !isRead || !recorder.isSuperseded(orderId, answer))
    .map((answer) => ({ ...answer, orderId, time, confirmedAt: performance.now(), correlationId }));
  if (confirmed.length === 0 && !(isRead && recorder.hasUnwritten(orderId))) return;
  const log = async () => {
    try {
      // Nothing is awaited before this: the answers take their place in the log as the order API responds.
      await (isRead ? recorder.settle(orderId, confirmed) : recorder.record(orderId, confirmed));
    } catch (thrown) {
      const error = describeError(thrown);
      const fact = { type: 'consent-log', level: 'error', correlationId, ...scope, error } as const;
      const rows = await recorder.toRows(confirmed).catch(() => []);
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
  return payload.answers.map((answer) => ({ ...answerId, ...answer }));
}

/** Returns the answers whose responses the page lost and that the order holds. */
function heldAnswers({ request }: RequestContext, text: string): readonly IdentifiedAnswer[] {
  const open = readOpenAnswers(request.headers);
  if (open.length === 0) return open;
  const held = heldConsents(parseOrder(text));
  return open.filter(({ id, checked }) => held.get(id) === checked);
}
