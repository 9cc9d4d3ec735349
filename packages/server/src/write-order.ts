import { attributeChecksum } from '@norce-kit/core/forwarding';
import type { Order } from '@norce-kit/core';
import type { Payload } from './payloads.ts';
import { heldConsents } from './project.ts';

/**
 * Request header of a write that follows an older one: the maximum wait for it in ms. Of attributes also the checksums of
 * the older values, separated by spaces.
 */
export const followsHeader = 'x-norce-follows-within';

const maxWait = 15_000;
const firstPause = 150;

/** The older write that a write follows. */
export interface Follows {
  /** Maximum wait in ms. */
  readonly within: number;
  readonly checksums: readonly string[];
}

/** Returns what the write of a browser follows, with a wait of at most 15 s; undefined without a valid header. */
export function readFollows(headers: Headers): Follows | undefined {
  const value = headers.get(followsHeader);
  if (value === null || !/^[1-9]\d{0,4}(?: [\da-z]{1,7}){0,100}$/.test(value)) return undefined;
  const [within, ...checksums] = value.split(' ');
  return { within: Math.min(Number(within), maxWait), checksums };
}

/**
 * Whether the order shows the older write: of consents the opposite of each new answer, of attributes values with the
 * checksums of the older ones.
 */
export function showsOlderWrite(
  order: Order,
  { answers, body }: Payload,
  checksums: readonly string[],
): boolean {
  const held = heldConsents(order);
  const isOpposite = answers.every(({ id, checked }) => (held.get(id) ?? false) !== checked);
  const shown = new Set(
    Object.keys(body ?? {}).map((key) => attributeChecksum(key, order.attributes?.[key])),
  );
  return isOpposite && checksums.every((checksum) => shown.has(checksum));
}

/**
 * Waits until `hasArrived` returns true for an older write, or until the time is up. A page that is being left cannot
 * wait for its own requests, and two of them side by side may arrive in any order, so the later one waits here. No state
 * is kept in memory: any instance can serve it.
 */
export async function waitForOlderWrite(within: number, hasArrived: () => Promise<boolean>): Promise<void> {
  // Measured by the clock, not by the pauses: a slow order API must not stretch the wait.
  const end = performance.now() + within;
  for (let pause = firstPause; ; pause *= 2) {
    // An unreadable order ends the wait; the write itself reports the failure.
    const isOver = await hasArrived().catch(() => true);
    const left = end - performance.now();
    // Timers count whole milliseconds: a shorter rest would be waited for without end.
    if (isOver || left < 1) return;
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, left)));
  }
}
