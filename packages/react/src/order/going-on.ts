// Not per client or provider: both may be created anew while an order is placed. Filled by clicks only, so a server has none.
const attempts = new Map<string, object>();
const listeners = new Set<() => void>();
const notify = () => [...listeners].forEach((listener) => listener());

export const isGoingOn = (orderId: string): boolean => attempts.has(orderId);

/** Calls `listener` when an attempt to go on with any order starts or ends. Returns the function that unsubscribes. */
export function subscribeToGoingOn(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Starts an attempt to go on with an order. Returns the function that ends it; undefined while there is another one. */
export function startGoingOn(orderId: string): (() => void) | undefined {
  if (attempts.has(orderId)) return undefined;
  const attempt = {};
  attempts.set(orderId, attempt);
  notify();
  return () => {
    if (attempts.get(orderId) !== attempt) return;
    attempts.delete(orderId);
    notify();
  };
}
