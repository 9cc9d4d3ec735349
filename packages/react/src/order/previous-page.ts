const key = 'norce-kit-left';
// As long as a request that was given up may still be carried out.
const lateWindow = 30_000;
const readings = [1_000, 3_000, 8_000, 20_000];

/**
 * Helps the page that comes after this one. A write may be carried out after that page has read the order, and nobody
 * would tell it; so a page that is left with writes under way leaves a note, and the next one of the tab looks at the
 * order a few times more. Returns what ends both.
 */
export function followLastPage(isWriting: () => boolean, read: () => void): () => void {
  const leave = () => {
    if (isWriting()) attempt(() => sessionStorage.setItem(key, String(Date.now())));
  };
  addEventListener('pagehide', leave);
  const left = attempt(() => Number(sessionStorage.getItem(key))) ?? 0;
  const timers = Date.now() - left < lateWindow ? readings.map((delay) => setTimeout(read, delay)) : [];
  return () => {
    removeEventListener('pagehide', leave);
    timers.forEach(clearTimeout);
  };
}

/** Storage may be forbidden, and then the next look at the order comes with the next focus. */
function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
