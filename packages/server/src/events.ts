import type { OrderOperation } from './options.ts';
import type { ProblemName } from './problem.ts';

/** What happened to one request, for logs and metrics. Holds no key, no body, no header, no personal data. */
export interface OrderEvent {
  readonly type: 'request';
  /** `error` asks an operator to act, `warn` is worth counting. */
  readonly level: 'info' | 'warn' | 'error';
  /** Same value as the `x-correlation-id` of the response. */
  readonly correlationId: string;
  readonly method: string;
  /** Missing when the request was for none of the operations. */
  readonly operation?: OrderOperation;
  /** Missing when the path held no well-formed one. */
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

/** Hands an event to the shop's sink, whose failures must not reach a shopper. */
export function emit(
  sink: ((event: OrderEvent) => void | Promise<void>) | undefined,
  event: OrderEvent,
): void {
  try {
    void Promise.resolve(sink?.(event)).catch(() => undefined);
  } catch {
    // A log that fails is the log's problem.
  }
}

/** Name and code of something thrown, and of its cause, without messages: those may quote keys and addresses. */
export function describeError(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error)) return 'thrown value';
  const { code } = thrown as { code?: unknown };
  const own = [thrown.name, code]
    .filter((part) => typeof part === 'string' && /^[\w.-]{1,64}$/.test(part))
    .join(' ');
  return thrown.cause instanceof Error && depth < 3
    ? `${own} < ${describeError(thrown.cause, depth + 1)}`
    : own;
}
