import { onPageHide } from '@norce-kit/core';

const key = 'norce-kit-left';
// Milliseconds for which the server may still carry out a request whose page is gone.
const lateWindow = 30_000;
const readDelays = [1_000, 3_000, 8_000, 20_000];

/**
 * Reads the order a few more times after a page with writes under way was left in this tab: the server may carry out such
 * a write after this page has read the order. Leaves the same note for the next page. Returns the function that stops both.
 */
export function watchPreviousPage(isWriting: () => boolean, read: () => void): () => void {
  const stopWatching = onPageHide('note', () => {
    if (isWriting()) attempt(() => sessionStorage.setItem(key, String(Date.now())));
  });
  const leftAt = attempt(() => Number(sessionStorage.getItem(key))) ?? 0;
  // The clock may have been set back meanwhile.
  const timers =
    Math.abs(Date.now() - leftAt) < lateWindow ? readDelays.map((delay) => setTimeout(read, delay)) : [];
  return () => {
    stopWatching();
    timers.forEach(clearTimeout);
  };
}

/** Returns undefined where the browser lacks or denies an API, as storage and channels where cookies are blocked. */
export function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
