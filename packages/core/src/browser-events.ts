import type { Connectivity } from './answers/types.ts';

/** What a browser tells of its connection; elsewhere one is always online. */
export const browserConnectivity: Connectivity = {
  isOnline: () => (globalThis.navigator as Navigator | undefined)?.onLine !== false,
  onOnline: (listener) => listen('online', listener),
};

/** Calls `listener` when the page is being left: the last event that mobile browsers are sure to send. */
export const onPageHide = (listener: () => void): (() => void) => listen('pagehide', listener);

/** Calls `listener` when a field loses the focus. */
export const onFocusOut = (listener: () => void): (() => void) => listen('focusout', listener);

/** Shows what a listener threw as an uncaught error, where the platform can. */
export function reportError(error: unknown): void {
  (globalThis as Partial<typeof globalThis>).reportError?.(error);
}

function listen(event: 'online' | 'pagehide' | 'focusout', listener: () => void): () => void {
  // Outside of a page there are no such events, and no such members.
  const { addEventListener, removeEventListener } = globalThis as Partial<typeof globalThis>;
  addEventListener?.call(globalThis, event, listener);
  return () => removeEventListener?.call(globalThis, event, listener);
}
