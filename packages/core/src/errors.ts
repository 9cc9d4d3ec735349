/**
 * What went wrong, by what a caller can do about it.
 *
 * `network`: no answer came. `timeout`: no answer came in time, or the API said so (408). `aborted`: the caller's
 * signal. `conflict`: 409, 412 and 423, read the order before trying again. `invalid`: the request was refused, by the
 * API (400 and other 4xx) or before it was sent. `protocol`: the answer was not the API's (a redirect, HTML, no JSON).
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

/** Whether the order may have been changed: `unknown` asks for a fresh read of the order. */
export type Outcome = 'not-applied' | 'unknown';

/** What the server said about a failure, in the members of the API's `BaseError` and of RFC 9457. */
export interface Problem {
  readonly code?: string;
  readonly message?: string;
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly instance?: string;
}

export interface OrderApiErrorInit {
  readonly kind: OrderApiErrorKind;
  readonly operation: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly problem?: Problem | undefined;
  readonly correlationId?: string | undefined;
  readonly cause?: unknown;
}

const retryableKinds: ReadonlySet<OrderApiErrorKind> = new Set([
  'network',
  'timeout',
  'conflict',
  'rate-limited',
  'server',
  'protocol',
]);

/**
 * A request to the order API that did not succeed. Neither its message, its JSON nor an inspection of it holds the key,
 * a header, a request body or the text of the answer, so it may go to a log or an error tracker.
 */
export class OrderApiError extends Error {
  readonly kind: OrderApiErrorKind;
  /** The operation by its name in the OpenAPI description, such as `patchConsent`. */
  readonly operation: string;
  readonly outcome: Outcome;
  /** Whether the same call, later, has a chance. */
  readonly retryable: boolean;
  /** The HTTP status, where an answer came. */
  readonly status: number | undefined;
  /** The API's code, such as `order-not-found`. */
  readonly code: string | undefined;
  /** The handler's id of the request, to find it in the shop's logs. */
  readonly correlationId: string | undefined;
  readonly #problem: Problem | undefined;

  constructor(init: OrderApiErrorInit) {
    const { kind, operation, outcome, reason, status, code, problem, correlationId, cause } = init;
    super(
      `${operation}: ${reason}${code === undefined ? '' : ` (${code})`}`,
      cause === undefined ? {} : { cause },
    );
    this.kind = kind;
    this.operation = operation;
    this.outcome = outcome;
    this.retryable = retryableKinds.has(kind);
    this.status = status;
    this.code = code;
    this.correlationId = correlationId;
    this.#problem = problem;
  }

  /** What the server said, for developers: English, not for shoppers, possibly with personal data. Kept out of logs. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  toJSON(): object {
    const { name, message, kind, operation, outcome, retryable, status, code, correlationId } = this;
    return { name, message, kind, operation, outcome, retryable, status, code, correlationId };
  }
}
const isApiError = mark(OrderApiError, 'OrderApiError');

/** Why an answer is not known to be on the order. */
export interface UnsavedAnswer {
  readonly consentId: string;
  readonly reason: 'saving' | 'waiting' | 'not-saved' | 'unknown';
}

/** Answers of the shopper that are not known to be on the order; what `whenSettled` rejects with. */
export class UnsavedAnswersError extends Error {
  readonly unsaved: readonly UnsavedAnswer[];

  constructor(unsaved: readonly UnsavedAnswer[]) {
    super(
      `The order does not hold every answer: ${unsaved.map((u) => `${u.consentId} is ${u.reason}`).join(', ')}.`,
    );
    this.unsaved = unsaved;
  }
}
const isUnsavedError = mark(UnsavedAnswersError, 'UnsavedAnswersError');

/** Names a class and marks it, for a guard that does not go by class: a front end often holds two copies of a package. */
function mark(errorClass: { readonly prototype: Error }, name: string): (error: unknown) => boolean {
  const brand = Symbol.for(`@norce-kit/core/${name}`);
  Object.defineProperties(errorClass.prototype, {
    name: { value: name, configurable: true, writable: true },
    [brand]: { value: true },
  });
  return (error) => typeof error === 'object' && error !== null && brand in error;
}

/** Whether `error` is an `OrderApiError`, of this or of another copy of the package. */
export function isOrderApiError(error: unknown): error is OrderApiError {
  return isApiError(error);
}

/** Whether `error` is an `UnsavedAnswersError`, of this or of another copy of the package. */
export function isUnsavedAnswersError(error: unknown): error is UnsavedAnswersError {
  return isUnsavedError(error);
}

/** The kind of a failed answer by its HTTP status. */
export function kindOfStatus(status: number): OrderApiErrorKind {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 408:
    case 504:
      return 'timeout';
    case 409:
    case 412:
    case 423:
      return 'conflict';
    case 429:
      return 'rate-limited';
    default:
      return status >= 500 ? 'server' : status >= 400 ? 'invalid' : 'protocol';
  }
}
