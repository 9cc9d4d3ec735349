import type { UnsavedAnswer, UnsavedAttribute } from './errors.ts';

/** One kind of write to orders: answers, attributes or evidence. A gate and an activity indicator need no more than this. */
export interface Writer {
  /** Returns whether a write of this order is under way or waits for its turn or a connection. */
  readonly isBusy: (orderId: string) => boolean;
  /** Calls `listener` whenever `isBusy` of this order may have changed. Returns the function that unsubscribes. */
  readonly subscribe: (orderId: string, listener: () => void) => () => void;
  /**
   * Resolves when nothing of this order is under way, writes that start in the meantime included. Rejects when a write
   * failed, or when `timeout` passed.
   *
   * @param timeout in ms; default 30_000
   */
  readonly whenSettled: (orderId: string, timeout?: number) => Promise<void>;
  /** Returns the answers or attributes that the order is not known to hold. */
  readonly unsaved?: (orderId: string) => readonly (UnsavedAnswer | UnsavedAttribute)[];
}
