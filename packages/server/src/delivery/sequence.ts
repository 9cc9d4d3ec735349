import type { LoggedConsentAnswer } from '../consent-log.ts';
import type { DeliveryState } from './types.ts';

/** An answer to one consent of one order, with its place in the queue. */
export interface QueuedAnswer {
  readonly answer: LoggedConsentAnswer;
  /** Number that the log gave to the row: a later row has a higher one. */
  readonly arrival: number;
  readonly state: DeliveryState;
  /** Whether it was handed over as a current tick. */
  readonly given: boolean;
  /** Number of attempts since it was queued, or put back by `redeliver`. */
  readonly attempts: number;
  /** Name and code of the last error; `redeliver` leaves it. */
  readonly error: string | null | undefined;
}

/** The next step for one consent. */
export interface NextAnswer {
  /** Ids of answers that are too late. */
  readonly overtaken: readonly string[];
  readonly next: QueuedAnswer | undefined;
  readonly isNewest: boolean;
  readonly wasGiven: boolean;
}

/**
 * Returns the answers in the order in which the shopper gave them, as far as rows without a clock show it: within a
 * page by the number that the page gave, else as their rows arrived. A row that arrived late comes before the next one
 * of its page.
 */
export function inOrder(rows: readonly QueuedAnswer[]): readonly QueuedAnswer[] {
  const places = new Map<QueuedAnswer, number>();
  const newestFirst = [...rows].sort(
    (one, other) => other.answer.sequence - one.answer.sequence || other.arrival - one.arrival,
  );
  const ofPage = new Map<string, number>();
  for (const row of newestFirst) {
    const place = Math.min(row.arrival, ofPage.get(row.answer.pageId) ?? Infinity);
    ofPage.set(row.answer.pageId, place);
    places.set(row, place);
  }
  const placeOf = (row: QueuedAnswer) => places.get(row) ?? 0;
  return newestFirst.reverse().sort((one, other) => placeOf(one) - placeOf(other));
}

/** Whether there was an attempt, also before `redeliver`: it may have reached the other system. */
const isTried = ({ attempts, error }: QueuedAnswer) => attempts > 0 || typeof error === 'string';

/** Returns the first answer to one consent that is to be handed over, and those that cannot be any more. */
export function findNext(rows: readonly QueuedAnswer[]): NextAnswer {
  const ordered = inOrder(rows);
  const lastTried = ordered.findLastIndex(isTried);
  const isWaiting = ({ state }: QueuedAnswer) => state === 'waiting';
  const overtaken = ordered
    .slice(0, Math.max(lastTried, 0))
    .filter(isWaiting)
    .map(({ answer }) => answer.id);
  const place = ordered.findIndex((row, index) => index >= lastTried && isWaiting(row));
  return {
    overtaken,
    next: ordered[place],
    isNewest: place === ordered.length - 1,
    wasGiven: ordered.slice(0, Math.max(place, 0)).some(({ given }) => given),
  };
}

/**
 * Whether newer answers leave the one with this id in its state: a dead one if one of them was handed over, a pending one
 * also if one of them withdraws it and still waits.
 */
export function isOver(rows: readonly QueuedAnswer[], id: string, state: DeliveryState): boolean {
  const ordered = inOrder(rows);
  const newer = ordered.slice(ordered.findIndex(({ answer }) => answer.id === id) + 1);
  return newer.some((row) => isTried(row) || (state === 'pending' && !row.answer.checked));
}
