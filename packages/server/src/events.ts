import type { OrderOperation, RequestScope } from './scope.ts';
import type { ProblemName, Refusal } from './problem.ts';

/** What happened to one request, for logs and metrics. Holds no key, no body, no header, no personal data. */
export interface RequestEvent {
  readonly type: 'request';
  /** `error` asks an operator to act, `warn` is worth counting. */
  readonly level: 'info' | 'warn' | 'error';
  /** Same value as the `x-correlation-id` of the response. */
  readonly correlationId: string;
  readonly method: string;
  /** Missing when the request was for none of the operations. */
  readonly operation?: OrderOperation;
  /** Missing when the request was for none of the operations. */
  readonly orderId?: string;
  /** What the browser was answered. */
  readonly status: number;
  /** What the order API answered, if it did. */
  readonly upstreamStatus?: number;
  /** Requests sent upstream: 0 when the request was refused before. */
  readonly attempts: number;
  /** Milliseconds from the request's arrival to its answer. */
  readonly duration: number;
  /** Why the request was refused or failed. */
  readonly problem?: ProblemName;
  /** The order API's own code. */
  readonly code?: string;
  /** Name and code of what was thrown, such as `TypeError ECONNREFUSED`; never its message, which may quote data. */
  readonly error?: string;
}

/** A confirmed answer that could not be written to a consent log which is not awaited. */
export interface ConsentLogEvent {
  readonly type: 'consent-log';
  readonly level: 'error';
  readonly correlationId: string;
  readonly operation: OrderOperation;
  readonly orderId: string;
  /** Name and code of what was thrown. */
  readonly error: string;
}

/** What `onEvent` gets. */
export type HandlerEvent = RequestEvent | ConsentLogEvent;

/** What becomes known of a request while it is worked on. */
export interface Progress {
  readonly correlationId: string;
  readonly started: number;
  scope?: RequestScope;
  upstreamStatus?: number;
  attempts: number;
}

/** Hands an event to the shop's sink, whose failures must not reach a shopper. */
export function emit(sink: ((event: HandlerEvent) => unknown) | undefined, make: () => HandlerEvent): void {
  if (!sink) return;
  try {
    void Promise.resolve(sink(make())).catch(() => undefined);
  } catch {
    // A log that fails is the log's problem.
  }
}

export function requestEvent(
  method: string,
  { correlationId, started, scope, attempts, ...progress }: Progress,
  status: number,
  refusal: Refusal | undefined,
): RequestEvent {
  const { code, error, upstreamStatus = progress.upstreamStatus } = refusal?.details ?? {};
  return {
    type: 'request',
    level: levelOf(status, upstreamStatus),
    correlationId,
    method,
    ...scope,
    status,
    ...(upstreamStatus !== undefined && { upstreamStatus }),
    attempts,
    duration: performance.now() - started,
    ...(refusal && { problem: refusal.problem }),
    ...(code !== undefined && { code }),
    ...(error !== undefined && { error }),
  };
}

/** A key that is refused and a hook that throws need an operator; trouble upstream is worth counting. */
function levelOf(status: number, upstreamStatus: number | undefined): RequestEvent['level'] {
  if (status === 500 || upstreamStatus === 401 || upstreamStatus === 403) return 'error';
  return status > 500 ? 'warn' : 'info';
}

/** Name and code of something thrown, and of its causes, without messages: those may quote keys and addresses. */
export function describeError(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error)) return 'thrown value';
  const { code } = thrown as { code?: unknown };
  const words = [thrown.name, code].filter((part) => typeof part === 'string' && /^[\w.-]{1,64}$/.test(part));
  const own = words.join(' ');
  return thrown.cause instanceof Error && depth < 3
    ? `${own} < ${describeError(thrown.cause, depth + 1)}`
    : own;
}
