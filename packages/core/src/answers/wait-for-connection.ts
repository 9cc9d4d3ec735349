import type { Connectivity } from './types.ts';

const waitingPoll = 15_000;

/** Returns a function that has `onConnection` called when a connection comes back, or after 15 s if no event reports it. */
export function createWaitForConnection({ onOnline }: Connectivity, onConnection: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    const end = () => {
      clearTimeout(timer);
      unsubscribe();
      isWaiting = false;
      onConnection();
    };
    const timer = setTimeout(end, waitingPoll);
    const unsubscribe = onOnline(end);
  };
}
