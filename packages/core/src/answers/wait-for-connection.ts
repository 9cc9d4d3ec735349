import type { Connectivity } from './types.ts';

const waitingPoll = 15_000;

/** Returns a function that has `onConnection` called when a connection comes back, or after 15 s if no event reports it. */
export function createWaitForConnection({ onOnline }: Connectivity, onConnection: () => void): () => void {
  let stopWaiting: (() => void) | undefined;
  return () => {
    if (stopWaiting !== undefined) return;
    const end = () => {
      stopWaiting?.();
      stopWaiting = undefined;
      onConnection();
    };
    const timer = setTimeout(end, waitingPoll);
    const unsubscribe = onOnline(end);
    stopWaiting = () => {
      clearTimeout(timer);
      unsubscribe();
    };
  };
}
