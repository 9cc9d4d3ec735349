import type { Order } from '@norce-kit/core';
import { pauseAfter, taskTime } from './read-times.ts';

/** Compares the orders that the host brings, such as one of another tab, with the last read: if they differ, one is out of date. */
export interface OrderComparison {
  /** Takes an order of the host. With `isNews` it counts as different, because the boxes show other answers than it has. */
  readonly bring: (order: Order, isNews?: boolean) => void;
  /** Takes the order of a read that ended. */
  readonly noteRead: (order: Order) => void;
  /** Compares again after a read that started at `startedAt`: it may be older than an order that was brought during it. */
  readonly compareAfter: (startedAt: number) => void;
  readonly stop: () => void;
}

/** @param requireRead is called when an order of the host differs from the last read */
export function createComparison(requireRead: () => void): OrderComparison {
  /** The content of the last read. */
  let known: string | undefined;
  /** The order that the host brought last. */
  let brought: Order | undefined;
  let broughtAt = -Infinity;
  let isNews = false;
  /** Number of required reads that found nothing new. */
  let unchangedReads = 0;
  /** End of the pause after the last one. */
  let pausedUntil = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const compare = () => {
    clearTimeout(timer);
    if (known === undefined || brought === undefined || (!isNews && contentOf(brought) === known)) return;
    // An equal order may be news again. Growing pauses: a host that changes each order it gets must not cause endless reads.
    const wait = pausedUntil - performance.now();
    if (wait > 0) {
      timer = setTimeout(compare, wait);
      return;
    }
    pausedUntil = performance.now() + pauseAfter(++unchangedReads);
    requireRead();
  };

  return {
    bring: (order, isOther = false) => {
      // All providers of an order bring the same one.
      if (order === brought) return;
      brought = order;
      broughtAt = taskTime();
      isNews = isOther;
      compare();
    },
    noteRead: (order) => {
      const content = contentOf(order);
      if (content !== known) unchangedReads = pausedUntil = 0;
      known = content;
      isNews = false;
    },
    compareAfter: (startedAt) => {
      if (startedAt < broughtAt) compare();
    },
    stop: () => {
      clearTimeout(timer);
    },
  };
}

/** Returns the part of an order that boxes and the gate depend on. */
const contentOf = ({ consents, state }: Order): string =>
  JSON.stringify([
    state?.currentStatus,
    ...(consents ?? []).map(({ id, checked, required, text }) => [id, checked, required, text]),
  ]);
