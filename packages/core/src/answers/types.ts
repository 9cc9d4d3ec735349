import type { OrderApiError, UnsavedAnswer } from '../errors.ts';
import type { Order } from '../types.ts';
import type { Writer } from '../writer.ts';

/**
 * State of the shopper's last answer. `saving` starts 400 ms after the click, so quick saves never show it; before that it is
 * `idle`, or still `saved` if the answer is sent again because a late write overwrote it. `waiting` is a save without a
 * connection. `not-saved` shows the server's value. `unknown` means that the response was lost and the order could not be
 * read since.
 */
export type SaveState = 'idle' | 'saving' | 'saved' | 'not-saved' | 'unknown' | 'waiting';

/** The answer to one consent of one order. Immutable: every change makes a new object. */
export interface Answer {
  /** The value the box shows; undefined until the consent is read or answered. */
  readonly checked: boolean | undefined;
  /** The value the server is known to hold. */
  readonly confirmed: boolean | undefined;
  /** The shopper's value, until the server is known to hold it. */
  readonly desired: boolean | undefined;
  /** The value of the request under way. */
  readonly inFlight: boolean | undefined;
  /** The state of the save, as the shopper sees it. */
  readonly saveState: SaveState;
  /** The error behind `not-saved` and `unknown`; undefined in every other state. */
  readonly error: OrderApiError | undefined;
  /**
   * Whether the shopper goes on without the last answer: `idle` shows the value the order holds, `unknown` means that the
   * order could not be read. False again with the next answer, and when the order's value changes.
   */
  readonly isDropped: boolean;
}

/** Result of one call of `set`: `superseded` when a newer answer replaced it, or when it was dropped. */
export type AnswerEnd = 'saved' | 'superseded';

/**
 * A fact about an answer, emitted once. `saved`, `not-saved` and `unknown` end the shopper's own answer; `dropped` means
 * that the shopper goes on without it; `changed` is a change by another party, found by reading the order.
 */
export interface AnswerEvent {
  /** `changed`: the order holds another value, set elsewhere. `dropped`: by `drop`. The others: the end of a save. */
  readonly type: 'saved' | 'not-saved' | 'unknown' | 'dropped' | 'changed';
  /** Id of the order. */
  readonly orderId: string;
  /** Id of the consent. */
  readonly consentId: string;
  /** The shopper's value; for `dropped` and `changed` the value the order holds now. */
  readonly checked: boolean;
}

/** State of the connection. A hint only: requests are sent either way, because browsers are often wrong about it. */
export interface Connectivity {
  readonly isOnline: () => boolean;
  /** Calls `listener` when a connection comes back. Returns the function that unsubscribes. */
  readonly onOnline: (listener: () => void) => () => void;
}

/** An answer that the shopper gave before the page had a register. */
export interface EarlierAnswer {
  /** Milliseconds since the shopper gave it. */
  readonly age: number;
  /** Whether a request with it was sent without the register: an order that holds it has it from that request. */
  readonly isSent?: boolean;
  /** Whether the order held it after that request. */
  readonly isSaved?: boolean;
}

/** An answer that requests may still change once its page is left. */
export interface LeftAnswer {
  /** Id of the consent. */
  readonly consentId: string;
  /** The shopper's last answer; undefined where it was dropped, or where the order's value counts. */
  readonly checked: boolean | undefined;
  /** The values of requests that may still arrive, each with the ms for which it may. */
  readonly sent: readonly (readonly [value: boolean, rest: number])[];
}

/** Register of the shopper's answers: keeps each one until the order holds it. */
export interface Answers extends Writer {
  /** Returns the current answer; the same object until it changes. */
  readonly get: (orderId: string, consentId: string) => Answer;
  /**
   * Takes an answer of the shopper and writes it to the order. At most one request per consent is under way; the newest
   * answer follows it. An answer that equals `confirmed` is written if a read finds another value. Resolves when the order
   * holds this answer or a newer one replaced it; rejects with an `OrderApiError` when it could not be saved.
   *
   * @param earlier of an answer that was given before the page had a register
   */
  readonly set: (
    orderId: string,
    consentId: string,
    checked: boolean,
    earlier?: EarlierAnswer,
  ) => Promise<AnswerEnd>;
  /**
   * Notes the values of requests that were sent without the register, and may still arrive.
   *
   * @param kept the shopper's last answer, which none of them replaces
   * @param rest milliseconds for which they may arrive; default 30_000
   */
  readonly noteSent: (
    orderId: string,
    consentId: string,
    values: readonly boolean[],
    kept?: boolean,
    rest?: number,
  ) => void;
  /** Returns the answers of this order that requests may still change once the page is left. */
  readonly leftAnswers: (orderId: string) => readonly LeftAnswer[];
  /** Sends an answer again that is `not-saved`, `unknown` or `waiting`. */
  readonly retry: (orderId: string, consentId: string) => void;
  /**
   * Drops an answer that is `not-saved` or `waiting`; from then on the order decides. When the outcome is unknown it
   * reads the order instead, because there is no value to go back to.
   */
  readonly reset: (orderId: string, consentId: string) => void;
  /**
   * Goes on without an answer that is `not-saved` or `unknown`: reads the order, and never writes. Drops the answer if the
   * order holds the value that the box showed (`not-saved`), or no tick (`unknown`). The answer is `saved` if the order
   * holds it, and `not-saved` if the order holds another value. If the order cannot be read, the answer is `unknown` with
   * `isDropped` until a later read decides. Resolves at the end of the read.
   */
  readonly drop: (orderId: string, consentId: string) => Promise<void>;
  /** Calls `listener` when the answer to this consent changes. Returns the function that unsubscribes. */
  readonly subscribeToConsent: (orderId: string, consentId: string, listener: () => void) => () => void;
  /** Calls `listener` with each event of any order. Returns the function that unsubscribes. */
  readonly subscribeToEvents: (listener: (event: AnswerEvent) => void) => () => void;
  /** Returns the start time of a read of an order, for `reconcile`. Strictly increasing. */
  readonly beginRead: () => number;
  /**
   * Takes over the order's values, except where a write started after the read. Without `readAt` only those of consents
   * that were neither answered nor in a call with `readAt`.
   */
  readonly reconcile: (orderId: string, order: Order, readAt?: number) => void;
  /** Returns the answers of this order that it is not known to hold. */
  readonly unsaved: (orderId: string) => readonly UnsavedAnswer[];
  /**
   * Resolves when the order holds every answer that was not dropped. Rejects with an `UnsavedAnswersError` when nothing is
   * under way and an answer is `not-saved` or `unknown`, or after `timeout`.
   *
   * @param timeout in ms; default 30_000
   */
  readonly whenSettled: (orderId: string, timeout?: number) => Promise<void>;
}
