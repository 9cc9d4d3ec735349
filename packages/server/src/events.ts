import type { OrderOperation, RequestScope } from './scope.ts';
import type { HttpProblem, ProblemName } from './problem.ts';

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

/** Facts about one request that its event reports. */
export interface RequestFacts {
  readonly method: string;
  readonly correlationId: string;
  /** `performance.now()` at its arrival. */
  readonly started: number;
  /** Set once path and method match a route. */
  scope: RequestScope | undefined;
  /** Set once the order API accepted the request. */
  upstreamStatus: number | undefined;
  /** Requests sent upstream so far. */
  attempts: number;
}

/** Calls `onEvent` and ignores errors it throws or rejects with: they must not reach a shopper. */
export function emit(
  onEvent: ((event: HandlerEvent) => unknown) | undefined,
  makeEvent: () => HandlerEvent,
): void {
  if (!onEvent) return;
  try {
    void Promise.resolve(onEvent(makeEvent())).catch(() => undefined);
  } catch {
    // A broken log must not break the checkout.
  }
}

/** Returns the event of a request that was answered with `status`. */
export function requestEvent(
  facts: RequestFacts,
  status: number,
  problem: HttpProblem | undefined,
): RequestEvent {
  const { code, error, upstreamStatus = facts.upstreamStatus } = problem?.details ?? {};
  // Absent members are left out, not undefined: sinks print and index what is there.
  return {
    type: 'request',
    level: levelOf(status, upstreamStatus),
    correlationId: facts.correlationId,
    method: facts.method,
    ...facts.scope,
    status,
    ...(upstreamStatus !== undefined && { upstreamStatus }),
    attempts: facts.attempts,
    duration: performance.now() - facts.started,
    ...(problem && { problem: problem.problem }),
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
