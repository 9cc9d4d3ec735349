/** Request header of a write that follows an older one of the same consent: the maximum wait for it in ms. */
export const followsHeader = 'x-norce-follows-within';

const maxWait = 15_000;
const firstPause = 150;

/** Returns the wait in ms that the browser requests, at most 15 s; undefined without a valid header. */
export function readFollowsWithin(headers: Headers): number | undefined {
  const value = headers.get(followsHeader) ?? '';
  return /^[1-9]\d{0,4}$/.test(value) ? Math.min(Number(value), maxWait) : undefined;
}

/**
 * Waits until the order shows the value of an older write, which is the opposite of `checked`, or until the time is up.
 * A page that is being left cannot wait for its own requests, and two of them side by side may arrive in any order, so
 * the later one waits here. No state is kept in memory: any instance can serve it.
 */
export async function waitForOlderWrite(
  within: number,
  checked: boolean,
  readChecked: () => Promise<boolean | undefined>,
): Promise<void> {
  // Measured by the clock, not by the pauses: a slow order service must not stretch the wait.
  const end = performance.now() + within;
  for (let pause = firstPause; ; pause *= 2) {
    // An unreadable order ends the wait; the write itself reports the failure.
    const current = await readChecked().catch(() => undefined);
    const left = end - performance.now();
    if (current !== checked || left <= 0) return;
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, left)));
  }
}
