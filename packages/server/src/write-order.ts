/** Says that an older write of the same consent is still under way, and for how many milliseconds at most. */
export const followsHeader = 'x-norce-follows-within';

const longest = 15_000;
const firstPause = 150;

/** How long the browser asks to wait for an older write; undefined where it does not. */
export function readFollows(headers: Headers): number | undefined {
  const value = headers.get(followsHeader) ?? '';
  return /^[1-9]\d{0,4}$/.test(value) ? Math.min(Number(value), longest) : undefined;
}

/**
 * Waits until the order shows what an older write was to bring, which is whatever is not `checked`, or until that write is
 * over. A page that is left cannot wait for its own requests, and two of them side by side may arrive in any order; so the
 * later one waits here. Nothing is kept in memory: whichever instance gets it can do so.
 */
export async function waitForOlderWrite(
  within: number,
  checked: boolean,
  readChecked: () => Promise<boolean | undefined>,
): Promise<void> {
  // By the clock, not by the pauses: an order service that answers slowly must not stretch the wait.
  const end = performance.now() + within;
  for (let pause = firstPause; ; pause *= 2) {
    // An order that cannot be read tells nothing; the write itself will show what is wrong.
    const now = await readChecked().catch(() => undefined);
    const left = end - performance.now();
    if (now !== checked || left <= 0) return;
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, left)));
  }
}
