import type { LoggedConsentAnswer } from './consent-log.ts';
import type { HookName } from './hook-name.ts';
import type { HttpProblem, ProblemName } from './problem.ts';
import type { OrderOperation, RequestScope } from './scope.ts';

/** Facts about one request, for logs and metrics. Contains no key, body, header or personal data. */
export interface RequestEvent {
  /** Discriminates `HandlerEvent`. */
  readonly type: 'request';
  /** `error` needs an operator: the key is rejected or a hook threw. `warn` is worth counting: trouble upstream. */
  readonly level: 'info' | 'warn' | 'error';
  /** Same value as the `x-correlation-id` of the response. */
  readonly correlationId: string;
  /** HTTP method of the request. */
  readonly method: string;
  /** Operation of the request. Missing when path or method match none. */
  readonly operation?: OrderOperation;
  /** Id of the order. Missing when path or method match no operation. */
  readonly orderId?: string;
  /** Status of the response to the browser. */
  readonly status: number;
  /** Status of the order API's response. Missing when none arrived. */
  readonly upstreamStatus?: number;
  /** Requests sent upstream: 0 when the handler rejected the request. */
  readonly attempts: number;
  /** Time in ms from the arrival of the request to its response. */
  readonly duration: number;
  /** Reason why the request was rejected or failed. Missing on success. */
  readonly problem?: ProblemName;
  /** Code of the order API, such as `order-not-found`. */
  readonly code?: string;
  /**
   * Name and code of a thrown error, such as `TypeError ECONNREFUSED`; never its message, which may quote data. `hidden
   * error` if they have the key. Of the function `apiKey` only names that end with `Error` or `Exception`, codes of the
   * system, and statuses.
   */
  readonly error?: string;
  /** The hook that threw, or took longer than `hookTimeout` (`error` is then `HookTimeoutError`). */
  readonly hook?: HookName;
}

/** Confirmed answers that could not be written to the consent log. Contains the rows, so that they can be added later. */
export interface ConsentLogEvent {
  /** Discriminates `HandlerEvent`. */
  readonly type: 'consent-log';
  /** Always `error`: the order has an answer that the log lacks. */
  readonly level: 'error';
  /** Same value as the `x-correlation-id` of the response. */
  readonly correlationId: string;
  /** Operation that wrote the answer. */
  readonly operation: OrderOperation;
  /** Id of the order with the answer. */
  readonly orderId: string;
  /** Name and code of the thrown error. */
  readonly error: string;
  /**
   * The rows that the log lacks. The handler writes them with the next request for this order, for ten minutes, but a
   * process may end before. A row that exists has the same `id`.
   */
  readonly answers: readonly LoggedConsentAnswer[];
}

/** Argument of `onEvent`. */
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

/** Returns the event of a request whose response has `status`. */
export function requestEvent(
  facts: RequestFacts,
  status: number,
  problem: HttpProblem | undefined,
): RequestEvent {
  const { code, error, hook, upstreamStatus = facts.upstreamStatus } = problem?.details ?? {};
  // Absent members are left out, not undefined: sinks print and index what is there.
  return {
    type: 'request',
    // The response to a form is a redirect, whatever happened.
    level: levelOf(problem?.status ?? status, upstreamStatus),
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
    ...(hook !== undefined && { hook }),
  };
}

/** A rejected key and a hook that throws need an operator; trouble upstream is worth counting. */
function levelOf(status: number, upstreamStatus: number | undefined): RequestEvent['level'] {
  if (status === 500 || upstreamStatus === 401 || upstreamStatus === 403) return 'error';
  return status > 500 ? 'warn' : 'info';
}

const anyWord = /^[\w.-]{1,64}$/;
/** Names of error classes, codes of the system and of undici, and statuses. No key has one of these forms. */
const knownWord = /^(?:[A-Za-z]{0,56}(?:Error|Exception)|E[A-Z]{3,14}|EAI_AGAIN|UND_ERR_[A-Z_]{3,30}|\d{3})$/;

/** Returns name and code of a thrown error and of its causes, without messages: those may quote keys and addresses. */
export function describeError(thrown: unknown): string {
  return describeWith(thrown, anyWord);
}

/** Does the same for an error of the function for the key, whose name and code may be a key that nothing has seen yet. */
export function describeKeyError(thrown: unknown): string {
  return describeWith(thrown, knownWord);
}

function describeWith(thrown: unknown, word: RegExp): string {
  try {
    return describe(thrown, word, 0);
  } catch {
    // A proxy, or a getter that throws.
    return 'thrown value';
  }
}

function describe(thrown: unknown, word: RegExp, depth: number): string {
  if (!(thrown instanceof Error)) return 'thrown value';
  const { name, code, cause } = thrown as { name: unknown; code?: unknown; cause?: unknown };
  const words = [name, code].filter((part) => typeof part === 'string' && word.test(part));
  const own = words.length > 0 ? words.join(' ') : 'Error';
  return cause instanceof Error && depth < 3 ? `${own} < ${describe(cause, word, depth + 1)}` : own;
}

/** Returns the description of an error, unless it has the key: anyone who throws chooses name and code. */
export function hideKey(error: string, hasKey: (text: string) => boolean): string {
  return hasKey(error) ? 'hidden error' : error;
}
