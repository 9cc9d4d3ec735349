import { addListener, notifyListeners } from '@norce-kit/core';
import type { Listeners } from '@norce-kit/core';

// Not per client or provider: both may be created anew while an order is placed. Filled by clicks only, so a server has none.
const attempts = new Map<string, AbortController>();
const listeners: Listeners<void> = new Set();

/** The orders whose last attempt went on: further clicks of a double click may be on the button of the next step. */
export const passedOrders: Set<string> = new Set();

/** Whether a key is held down, so that a click without a pointer repeats the one before. */
let isKeyHeld = false;

/**
 * Observes keys that are held down, and drops all attempts of a page that comes back from the back/forward cache: a promise
 * that waited for the page to be left never ends. Returns the function that stops both.
 */
export function watchPage(): () => void {
  const note = ({ repeat, persisted }: Partial<KeyboardEvent & PageTransitionEvent>) => {
    // A key that is let go in another window sends no event here.
    isKeyHeld = repeat === true;
    if (persisted) dropAll();
  };
  const events = ['keydown', 'keyup', 'blur', 'pageshow'];
  events.forEach((type) => window.addEventListener(type, note as EventListener, true));
  return () => events.forEach((type) => window.removeEventListener(type, note as EventListener, true));
}

function dropAll(): void {
  attempts.forEach((attempt) => attempt.abort());
  attempts.clear();
  notifyListeners(listeners, undefined);
}

/** Whether a click repeats one with which the order went on: by a double click, or by a key that is held down. */
export const isRepeated = (orderId: string, { detail }: { readonly detail: number }): boolean =>
  passedOrders.has(orderId) && (detail > 1 || (detail === 0 && isKeyHeld));

export const isGoingOn = (orderId: string): boolean => attempts.has(orderId);

/** Calls `listener` when an attempt to go on with any order starts or ends. Returns the function that unsubscribes. */
export function subscribeToGoingOn(listener: () => void): () => void {
  return addListener(listeners, listener);
}

/** Starts an attempt to go on with an order. Returns the function that ends it; undefined while there is another one. */
export function startGoingOn(orderId: string, attempt: AbortController): (() => void) | undefined {
  if (attempts.has(orderId)) return undefined;
  attempts.set(orderId, attempt);
  notifyListeners(listeners, undefined);
  return () => {
    if (attempts.get(orderId) !== attempt) return;
    attempts.delete(orderId);
    notifyListeners(listeners, undefined);
  };
}
