import type { OrderApiError } from '../errors.ts';
import type { UnsavedAnswer } from '../unsaved.ts';
import type { Order } from '../types.ts';

/**
 * How the shopper's last answer stands with the server. `saving` begins when a save has become slow, `waiting` is a save
 * without a connection, `not-saved` shows the server's value, `unknown` is an answer that was lost and could not be
 * looked up yet.
 */
export type SaveState = 'idle' | 'saving' | 'saved' | 'not-saved' | 'unknown' | 'waiting';

/** One consent of one order, as the register knows it. Changes make a new object. */
export interface Answer {
  /** What the box shows; undefined before anything is known of the consent. */
  readonly checked: boolean | undefined;
  /** What the server is known to hold. */
  readonly confirmed: boolean | undefined;
  /** What the shopper wants and the server is not known to hold. */
  readonly desired: boolean | undefined;
  /** What a request under way is about to write. */
  readonly inFlight: boolean | undefined;
  /** How the shopper's last answer stands. */
  readonly saveState: SaveState;
  /** Why the answer is not saved, or not known to be. */
  readonly error: OrderApiError | undefined;
}

/** What became of one call of `set`: a newer answer may have made it pointless. */
export type AnswerEnd = 'saved' | 'superseded';

/**
 * Something that happened to an answer, once it is certain. `changed` is a change by somebody else, found by reading the
 * order; the others are the ends of the shopper's own answers. `checked` is what the event is about: what was saved, what
 * could not be saved, what the order holds now.
 */
export interface AnswerEvent {
  readonly type: 'saved' | 'not-saved' | 'unknown' | 'changed';
  readonly orderId: string;
  readonly consentId: string;
  readonly checked: boolean;
}

/** Whether there is a connection; a hint, for browsers are often wrong about it. */
export interface Connectivity {
  /** Whether the page believes to have a connection. Requests are made either way. */
  readonly isOnline: () => boolean;
  /** Calls `listener` when a connection comes back; returns what ends that. */
  readonly onOnline: (listener: () => void) => () => void;
}

export interface AnswersOptions {
  /**
   * Milliseconds after which a save is shown as `saving`.
   * @default 400
   */
  readonly slowAfter?: number;
  /**
   * Milliseconds during which a request whose answer was lost may still be carried out. For as long as that could undo
   * what the order holds, the order is read now and then, and a late write that undid a newer answer is corrected.
   * @default 30_000
   */
  readonly lateWindow?: number;
  /**
   * Milliseconds `whenSettled` waits.
   * @default 30_000
   */
  readonly settleTimeout?: number;
  /**
   * Decides when an answer waits in words, and when it is sent again.
   * @default the browser's `navigator.onLine` and `online` event
   */
  readonly connectivity?: Connectivity;
  /**
   * Calls the listener when the page is being left, and returns what ends that.
   * @default the browser's `pagehide` event
   */
  readonly onLeave?: (listener: () => void) => () => void;
}

/** The register of a shopper's answers. */
export interface Answers {
  /** One answer as it is now; the same object until it changes. Undefined members where nothing is known. */
  get: (orderId: string, consentId: string) => Answer;
  /**
   * Takes an answer of the shopper and sees to it that it reaches the order: at most one request per consent is under
   * way, and the newest answer follows it. Rejects with the `OrderApiError` when the answer could not be saved.
   */
  set: (orderId: string, consentId: string, checked: boolean) => Promise<AnswerEnd>;
  /** Sends an answer that was not saved, or not known to be, once more. */
  retry: (orderId: string, consentId: string) => void;
  /**
   * Lets go of an answer that was not saved or that waits; from then on the order decides. One whose outcome is unknown is
   * looked up instead, for there is nothing to go back to.
   */
  reset: (orderId: string, consentId: string) => void;
  /** Calls `listener` when the answer changes; returns what ends that. */
  subscribe: (orderId: string, consentId: string, listener: () => void) => () => void;
  /** Calls `listener` with each event of any order; what it throws harms nothing. Returns what ends that. */
  subscribeToEvents: (listener: (event: AnswerEvent) => void) => () => void;
  /** Calls `listener` when any answer of the order changes; returns what ends that. */
  subscribeToOrder: (orderId: string, listener: () => void) => () => void;
  /** The moment a read of an order begins, for `reconcile`. */
  beginRead: () => number;
  /**
   * Takes over what a read of the order shows, except where a newer write knows better. Without `readAt` the order fills
   * in only what nothing is known of.
   */
  reconcile: (orderId: string, order: Order, readAt?: number) => void;
  /** The answers of an order that it is not known to hold at this moment. */
  unsaved: (orderId: string) => readonly UnsavedAnswer[];
  /** Resolves once the order holds every answer; rejects with an `UnsavedAnswersError` when one will not get there. */
  whenSettled: (orderId: string) => Promise<void>;
}
