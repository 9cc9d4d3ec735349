import type { Connectivity } from './answers/types.ts';
import { addListener, notifyListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

/** State of the browser's connection; always online outside a browser. */
export const browserConnectivity: Connectivity = {
  isOnline: () => (globalThis.navigator as Navigator | undefined)?.onLine !== false,
  onOnline: (listener) => listen('online', listener),
};

/** Steps of leaving a page, in the order in which their listeners are called. */
export type LeaveStep = 'answers' | 'attributes' | 'evidence' | 'note';

const leaving: Readonly<Record<LeaveStep, Listeners<void>>> = {
  answers: new Set(),
  attributes: new Set(),
  evidence: new Set(),
  note: new Set(),
};
let leavers = 0;
let stopListening: (() => void) | undefined;

/**
 * Calls `listener` on `pagehide`, the last event that mobile browsers reliably send. All listeners share one
 * subscription, so they run in the order of their steps. Returns the function that unsubscribes.
 */
export function onPageHide(step: LeaveStep, listener: () => void): () => void {
  const remove = addListener(leaving[step], () => listener());
  leavers += 1;
  stopListening ??= listen('pagehide', () =>
    Object.values(leaving).forEach((listeners) => notifyListeners(listeners, undefined)),
  );
  return () => {
    remove();
    leavers -= 1;
    if (leavers > 0) return;
    stopListening?.();
    stopListening = undefined;
  };
}

/** Calls `listener` when a field loses the focus. Returns the function that unsubscribes. */
export const onFocusOut = (listener: () => void): (() => void) => listen('focusout', listener);

function listen(event: 'online' | 'pagehide' | 'focusout', listener: () => void): () => void {
  // Server runtimes have neither these events nor these members.
  const { addEventListener, removeEventListener } = globalThis as Partial<typeof globalThis>;
  addEventListener?.call(globalThis, event, listener);
  return () => removeEventListener?.call(globalThis, event, listener);
}
