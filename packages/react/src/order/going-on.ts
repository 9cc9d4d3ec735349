import { addListener, notifyListeners } from '@norce-kit/core';
import type { Listeners } from '@norce-kit/core';

// Not per client or provider: both may be created anew while an order is placed. Filled by clicks only, so a server has none.
const attempts = new Map<string, object>();
const listeners: Listeners<void> = new Set();

/** The orders whose last attempt went on: further clicks of a double click may be on the button of the next step. */
export const passedOrders: Set<string> = new Set();

export const isGoingOn = (orderId: string): boolean => attempts.has(orderId);

/** Calls `listener` when an attempt to go on with any order starts or ends. Returns the function that unsubscribes. */
export function subscribeToGoingOn(listener: () => void): () => void {
  return addListener(listeners, listener);
}

/** Starts an attempt to go on with an order. Returns the function that ends it; undefined while there is another one. */
export function startGoingOn(orderId: string): (() => void) | undefined {
  if (attempts.has(orderId)) return undefined;
  const attempt = {};
  attempts.set(orderId, attempt);
  notifyListeners(listeners, undefined);
  return () => {
    if (attempts.get(orderId) !== attempt) return;
    attempts.delete(orderId);
    notifyListeners(listeners, undefined);
  };
}
