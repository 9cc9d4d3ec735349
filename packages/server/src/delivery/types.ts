import type { Order } from '@norce-kit/core';
import type { LoggedConsentAnswer } from '../consent-log.ts';

/**
 * State of an answer in the queue.
 *
 * - `waiting`: not handed over yet, or to be handed over again.
 * - `delivered`: `deliver` took it.
 * - `pending`: `deliver` took it, and the person has to confirm (double opt-in).
 * - `dead`: given up after too many attempts, or rejected for good. In the dead-letter list.
 * - `overtaken`: its row arrived after a newer answer of the same page was handed over. Never handed over.
 */
export type DeliveryState = 'waiting' | 'delivered' | 'pending' | 'dead' | 'overtaken';

/** One answer of a shopper to a consent of a completed order. */
export interface DeliveredAnswer {
  /** The same for each attempt at this answer, and different for each answer. */
  readonly idempotencyKey: string;
  /** Id of the order. */
  readonly orderId: string;
  /** Id of the consent. */
  readonly consentId: string;
  /** Whether the box is ticked. */
  readonly checked: boolean;
  /**
   * `given` after a tick. After an un-tick `withdrawn` if a tick of this order was handed over as the current answer,
   * else `refused`: the shopper never agreed in this order.
   */
  readonly change: 'given' | 'withdrawn' | 'refused';
  /**
   * Whether the order holds this answer, and no newer one is known. Do not subscribe after a tick that is not current:
   * the shopper has changed the answer since.
   */
  readonly isCurrent: boolean;
  /** Time of the confirmation by the server's clock, ISO 8601 in UTC. */
  readonly time: string;
  /** The order as it is now, read with the key: the buyer's address is in it. */
  readonly order: Order;
  /** Number of this attempt, 1 for the first. `redeliver` starts again at 1, although an earlier one may have arrived. */
  readonly attempt: number;
}

/** Facts that go with a call of `deliver`. */
export interface DeliverContext {
  /** Aborts after `timeout`. A call that goes on may run beside its repetition. */
  readonly signal: AbortSignal;
}

/**
 * Passes an answer on to another system. May be called again with the same `idempotencyKey`. A result of
 * `pending` means that the person has to confirm, any other that the system has the answer. An error causes another attempt, a `RejectedAnswerError` none.
 */
export type Deliver = (answer: DeliveredAnswer, context: DeliverContext) => Promise<unknown>;

/** Error of `deliver` for an answer that no repetition will deliver. It goes to the dead-letter list at once. */
export class RejectedAnswerError extends Error {
  /** Name of the class, also in a minified bundle. */
  override readonly name = 'RejectedAnswerError';
}

/** An answer in the queue. */
export interface DeliveryEntry {
  /** Id of the answer, as `deliver` got it. */
  readonly idempotencyKey: string;
  /** Id of the order. */
  readonly orderId: string;
  /** Id of the consent. */
  readonly consentId: string;
  /** Where the answer is. */
  readonly state: DeliveryState;
  /** Number of attempts so far, since the last `redeliver`. */
  readonly attempts: number;
  /** Name and code of the last error, without its message. */
  readonly error: string | undefined;
}

/** One attempt at an answer, for the implementation of a store. */
export interface DeliveryAttempt {
  /** The answer. */
  readonly answer: LoggedConsentAnswer;
  /** Number of this attempt, 1 for the first. */
  readonly attempt: number;
  /** Whether no newer answer to the consent is known. */
  readonly isNewest: boolean;
  /** Whether an earlier tick was handed over as the current answer. */
  readonly wasGiven: boolean;
  /** Stores that this tick is handed over as the current answer. Resolves before it is. */
  readonly noteGiven: () => Promise<void>;
}

/** Hands an answer over. Rejects if it has to be repeated. */
export type HandOver = (attempt: DeliveryAttempt) => Promise<'delivered' | 'pending'>;

/** Orders that a poll looks at. */
export interface DeliveryBacklog {
  /** Orders with answers that are not known to be completed, those checked longest ago first. */
  readonly open: readonly string[];
  /** Completed orders with answers that are not in the queue. */
  readonly completed: readonly string[];
}

/** The queue of answers. `pgBossStore` and `memoryDeliveryStore` return one. */
export interface DeliveryStore {
  /** Whether the order was completed. It stays so, whatever becomes of the order. */
  readonly isCompleted: (orderId: string) => Promise<boolean>;
  /** Stores that the order is completed, and adds those of its answers that are not in the queue. */
  readonly complete: (orderId: string) => Promise<void>;
  /** Returns orders to look at. An open one is not returned again before the others. */
  readonly backlog: (limit: number) => Promise<DeliveryBacklog>;
  /**
   * Hands over answers that are due: those of one consent one after the other, in order, also over several processes.
   * Returns the number of attempts, 0 if none was due. Calls `onError` for an attempt that the queue itself failed.
   */
  readonly handOver: (
    run: HandOver,
    options: {
      readonly concurrency: number;
      readonly onError?: (
        error: unknown,
        ids: { readonly orderId: string; readonly consentId: string },
      ) => void;
    },
  ) => Promise<number>;
  /** Returns the answers of an order, or those in the dead-letter list. */
  readonly list: (
    which: { readonly orderId: string } | { readonly state: 'dead' },
  ) => Promise<DeliveryEntry[]>;
  /** Puts an answer of the dead-letter list back into the queue. false if a newer one was handed over meanwhile. */
  readonly redeliver: (idempotencyKey: string) => Promise<boolean>;
  /** Makes a pending answer a delivered one. false if it is not pending, or a newer one was handed over or withdraws it. */
  readonly confirm: (idempotencyKey: string) => Promise<boolean>;
}
