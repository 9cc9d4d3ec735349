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

/** What an `OrderApiError` is made of, for clients of one's own and for tests. */
export interface OrderApiErrorInit {
  readonly kind: OrderApiErrorKind;
  readonly operation: string;
  readonly outcome: Outcome;
  /**
   * What happened, in a few words for developers; part of the message, so nothing secret or personal.
   * @default the kind
   */
  readonly reason?: string | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  /** Kept out of message, JSON and inspection. */
  readonly problem?: Problem | undefined;
  readonly correlationId?: string | undefined;
  readonly cause?: unknown;
}

const final = /aborted|unauthorized|forbidden|not-found|invalid/;

/**
 * A request to the order API that did not succeed. Neither its message, its JSON nor an inspection of it holds the key,
 * a header, a request body or the text of the answer, so it may go to a log or an error tracker.
 */
export class OrderApiError extends Error {
  /** What went wrong, by what a caller can do about it. */
  declare readonly kind: OrderApiErrorKind;
  /** The operation by its name in the OpenAPI description, such as `patchConsent`. */
  declare readonly operation: string;
  /** Whether the order may have been changed. */
  declare readonly outcome: Outcome;
  /** Whether the same call, later, has a chance. */
  readonly retryable: boolean;
  /** The HTTP status, where an answer came. */
  declare readonly status: number | undefined;
  /** The API's code, such as `order-not-found`. */
  declare readonly code: string | undefined;
  /** The handler's id of the request, to find it in the shop's logs. */
  declare readonly correlationId: string | undefined;
  readonly #problem: Problem | undefined;

  constructor({ reason, problem, cause, ...facts }: OrderApiErrorInit) {
    const { operation, kind, status, code } = facts;
    const words = [reason ?? kind, status, code && `(${code})`].filter(Boolean);
    super(`${operation}: ${words.join(' ')}`, cause === undefined ? {} : { cause });
    Object.assign(this, facts);
    this.retryable = !final.test(kind);
    this.#problem = problem;
  }

  /** What the server said, for developers: English, not for shoppers, possibly with personal data. Kept out of logs. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  toJSON(): object {
    const { name, message } = this;
    return { ...(this as object), name, message };
  }
}

OrderApiError.prototype.name = 'OrderApiError';

/**
 * Whether `error` is an `OrderApiError`, of this or of another copy of the package: by name and shape, for a front end
 * often holds two copies.
 */
export function isOrderApiError(error: unknown): error is OrderApiError {
  return error instanceof Error && error.name === 'OrderApiError' && 'outcome' in error;
}

/** Refuses a call before anything is sent. */
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

/** The kind of a failed answer by its HTTP status. */
export function kindOfStatus(status: number): OrderApiErrorKind {
  return kinds[status] ?? (status < 500 ? 'invalid' : 'server');
}

/** Why an answer is not known to be on the order. */
export interface UnsavedAnswer {
  /** The consent that was answered. */
  readonly consentId: string;
  /** `saving` and `waiting` may still end well; `not-saved` and `unknown` need a retry. */
  readonly reason: 'saving' | 'waiting' | 'not-saved' | 'unknown';
}

/** Answers of the shopper that are not known to be on the order; what `whenSettled` rejects with. */
export class UnsavedAnswersError extends Error {
  /** Which, and why; never empty. */
  readonly unsaved: readonly UnsavedAnswer[];

  constructor(unsaved: readonly UnsavedAnswer[]) {
    super(
      `The order does not hold every answer: ${unsaved.map((u) => `${u.consentId} is ${u.reason}`).join(', ')}.`,
    );
    this.unsaved = unsaved;
  }
}

UnsavedAnswersError.prototype.name = 'UnsavedAnswersError';

/** Whether `error` is an `UnsavedAnswersError`, of this or of another copy of the package. */
export function isUnsavedAnswersError(error: unknown): error is UnsavedAnswersError {
  return error instanceof Error && error.name === 'UnsavedAnswersError' && 'unsaved' in error;
}
