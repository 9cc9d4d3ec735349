import { addListener, notifyListeners } from '@norce-kit/core';
import type { Listeners } from '@norce-kit/core';

/** A gate on the page. */
export interface Gate {
  readonly orderId: string;
  readonly optional: 'block' | 'warn';
  /** Consents that only the page requires. */
  readonly require: readonly string[];
}

// Not per client or provider: gate and box may have different ones. Filled by effects only, so a server has none.
const gates = new Set<Gate>();
const listeners: Listeners<void> = new Set();

/** Adds a gate. Returns the function that removes it. */
export function addGate(gate: Gate): () => void {
  gates.add(gate);
  notifyListeners(listeners, undefined);
  return () => {
    gates.delete(gate);
    notifyListeners(listeners, undefined);
  };
}

/** Calls `listener` when a gate is added or removed. Returns the function that unsubscribes. */
export function subscribeToGates(listener: () => void): () => void {
  return addListener(listeners, listener);
}

/** Whether the page has a gate of the order, and each one goes on without the answer to this consent. */
export function mayGoOnWithout(orderId: string, consentId: string): boolean {
  const own = [...gates].filter((gate) => gate.orderId === orderId);
  return (
    own.length > 0 &&
    own.every(({ optional, require }) => optional === 'warn' && !require.includes(consentId))
  );
}
