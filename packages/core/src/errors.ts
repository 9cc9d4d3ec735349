import type { JsonValue } from './types.ts';

/**
 * Kind of a failure, by what the caller can do about it.
 *
 * - `network`: no response.
 * - `timeout`: no response in time, or status 408 or 504.
 * - `aborted`: by the caller's signal.
 * - `unauthorized`, `forbidden`, `not-found` (404, 410), `rate-limited` (429), `server` (5xx): as their status.
 * - `conflict`: 409, 412 or 423; read the order before the next attempt.
 * - `invalid`: the API refused the request (400 and other 4xx), or it was refused before it was sent.
 * - `protocol`: the response cannot be the order API's (a redirect, HTML, no JSON).
 */
export type OrderApiErrorKind =
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'rate-limited'
  | 'server'
  | 'protocol';

/** Whether the order was changed: after `unknown`, read the order to find out. */
export type Outcome = 'not-applied' | 'unknown';

/** Error body of a response, with the members of the API's `BaseError` and of RFC 9457. */
export interface Problem {
  /** The API's code, such as `order-not-found`. */
  readonly code?: string;
  /** The API's message. */
  readonly message?: string;
  /** URI of the problem type (RFC 9457). */
  readonly type?: string;
  /** Summary of the problem type (RFC 9457). */
  readonly title?: string;
  /** Explanation of this occurrence (RFC 9457). */
  readonly detail?: string;
  /** URI of this occurrence (RFC 9457). */
  readonly instance?: string;
}

/** Options of an `OrderApiError`, for own clients and for tests. */
export interface OrderApiErrorInit {
  /** Kind of the failure. */
  readonly kind: OrderApiErrorKind;
  /** Name of the operation in the OpenAPI description, such as `patchConsent`. */
  readonly operation: string;
  /** Whether the order was changed. */
  readonly outcome: Outcome;
  /**
   * Short description for developers. Part of the message, so it must not be secret or personal.
   * @default the kind
   */
  readonly reason?: string | undefined;
  /** HTTP status. */
  readonly status?: number | undefined;
  /** The API's code. */
  readonly code?: string | undefined;
  /** Not part of the message, the JSON or an inspection. */
  readonly problem?: Problem | undefined;
  /** The handler's id of the request. */
  readonly correlationId?: string | undefined;
  /** The error behind a network failure. */
  readonly cause?: unknown;
}

const notRetryable: ReadonlySet<OrderApiErrorKind> = new Set([
  'aborted',
  'unauthorized',
  'forbidden',
  'not-found',
  'invalid',
]);

/**
 * A request to the order API that did not succeed. Its message, its JSON and an inspection of it contain no key, header,
 * request body or response text, so it may be logged.
 */
export class OrderApiError extends Error {
  /** Kind of the failure. */
  readonly kind: OrderApiErrorKind;
  /** Name of the operation in the OpenAPI description, such as `patchConsent`. */
  readonly operation: string;
  /** Whether the order was changed. */
  readonly outcome: Outcome;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** HTTP status; undefined without a response. */
  readonly status: number | undefined;
  /** The API's code, such as `order-not-found`. */
  readonly code: string | undefined;
  /**
   * The handler's id of the request, to find it in the shop's logs. Undefined unless it has 36 letters, digits, `_` and `-`:
   * another text might be a secret.
   */
  readonly correlationId: string | undefined;
  /** Name of the class. A field, because a page may freeze the prototype of `Error`, which no prototype can override then. */
  override readonly name = 'OrderApiError';
  readonly #problem: Problem | undefined;

  constructor(init: OrderApiErrorInit) {
    const { kind, operation, status, code, cause } = init;
    const words = [init.reason ?? kind, status, code && `(${code})`].filter(Boolean);
    super(`${operation}: ${words.join(' ')}`, cause === undefined ? {} : { cause });
    this.kind = kind;
    this.operation = operation;
    this.outcome = init.outcome;
    this.retryable = !notRetryable.has(kind);
    this.status = status;
    this.code = code;
    this.correlationId = init.correlationId;
    this.#problem = init.problem;
  }

  /** Error body of the response: English, for developers, possibly with personal data. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** Returns the members without `problem` and `cause`. */
  toJSON(): object {
    return { ...(this as object), message: this.message };
  }
}

/** Returns whether `error` is an `OrderApiError`, by name and shape, because a page may load two copies of the package. */
export function isOrderApiError(error: unknown): error is OrderApiError {
  return error instanceof Error && error.name === 'OrderApiError' && 'outcome' in error;
}

/** Whether the server may still carry out a request that failed: after a 500 of the order API it is over. */
export const mayArriveLate = ({ outcome, status }: OrderApiError): boolean =>
  outcome === 'unknown' && status !== 500;

/** Throws an `OrderApiError` for a call that is refused before it is sent. */
export function refuse(operation: string, reason: string): never {
  throw new OrderApiError({
    kind: 'invalid',
    operation,
    outcome: 'not-applied',
    reason: `${reason}; nothing was sent`,
  });
}

const kinds: Readonly<Record<number, OrderApiErrorKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  410: 'not-found',
  412: 'conflict',
  423: 'conflict',
  429: 'rate-limited',
  504: 'timeout',
};

/** Returns the kind of an error status. */
export function kindOfStatus(status: number): OrderApiErrorKind {
  return kinds[status] ?? (status < 500 ? 'invalid' : 'server');
}

/** An answer that the order is not known to hold. */
export interface UnsavedAnswer {
  /** Id of the consent. */
  readonly consentId: string;
  /** `saving` and `waiting` may still succeed; `not-saved` and `unknown` need a retry. */
  readonly reason: 'saving' | 'waiting' | 'not-saved' | 'unknown';
  /** Whether the shopper goes on without the answer, although the order could not be read. */
  readonly isDropped?: boolean;
}

/** The value of an attribute that the order is not known to hold. */
export interface UnsavedAttribute {
  /** Key among the order's attributes. */
  readonly key: string;
  /** The shopper's value. */
  readonly value: JsonValue;
  /** `saving` may still succeed; `not-saved` needs a new write. */
  readonly reason: 'saving' | 'not-saved';
  /** Error of the write that failed. */
  readonly error?: OrderApiError;
}

/** Answers that the order is not known to hold. `whenSettled` rejects with it. */
export class UnsavedAnswersError extends Error {
  /** At least one. */
  readonly unsaved: readonly UnsavedAnswer[];
  /** Name of the class. */
  override readonly name = 'UnsavedAnswersError';

  constructor(unsaved: readonly UnsavedAnswer[]) {
    super(
      `The order does not hold every answer: ${unsaved.map((u) => `${u.consentId} is ${u.reason}`).join(', ')}.`,
    );
    this.unsaved = unsaved;
  }
}

/** Returns whether `error` is an `UnsavedAnswersError`, by name and shape, as `isOrderApiError` does. */
export function isUnsavedAnswersError(error: unknown): error is UnsavedAnswersError {
  return error instanceof Error && error.name === 'UnsavedAnswersError' && 'unsaved' in error;
}
