import type { Order, OrderApiError } from '@norce-kit/core';
import { focusManager } from '@tanstack/react-query';
import type { QueryClient, QueryState } from '@tanstack/react-query';
import { perClient } from '../client/per-client.ts';
import type { Client } from '../client/types.ts';
import { createComparison } from './order-comparison.ts';
import { pauseAfter, readInterval, taskTime } from './read-times.ts';

/** A read that ended. */
interface OrderRead {
  readonly order: Order;
  /** `beginRead` of the register at the start of the read. */
  readonly startedAt: number;
}

/** A page that shows the order. */
export interface OrderReader {
  /** Called when a read ended that is now `last`, before the cache has the order. */
  readonly onRead: (order: Order) => void;
  readonly getState: () => Pick<QueryState, 'fetchStatus'>;
  readonly refetch: () => void;
}

/**
 * The reads of one order in one query cache. Each read reports its start and its order here, whatever the cache does with
 * the data. A page that opens requires a read. It is repeated until one has ended that started late enough: options,
 * clocks and cancellations of the host do not prevent it. Each read that failed is repeated as well, with growing pauses.
 */
export class OrderReads {
  /** The read that started last, of those that ended. Reads that end after it are ignored. */
  last: OrderRead | undefined;
  /** The order that a server may have rendered: the first one in the cache that was not read here. */
  served: Order | undefined;
  /** Whether the order cannot be read, so that a known one may be out of date. */
  isUnreadable = false;
  /** Set while a read is due after the present task. */
  refetchTimer: ReturnType<typeof setTimeout> | undefined;
  /** Timers of the reads that follow because a page was left. */
  laterTimers: readonly ReturnType<typeof setTimeout>[] = [];
  /** The first of the clients that share one register of answers. */
  client: Client | undefined;
  readonly #readers = new Set<OrderReader>();
  #requiredFrom = -Infinity;
  #startedAt = -Infinity;
  #endedFrom = -Infinity;
  #failures = 0;
  /** Whether the last read was refused, and repeating it would not help. */
  #isRefused = false;
  /** End of the pause after a read that failed. */
  #pausedUntil = 0;
  readonly #comparison = createComparison(() => {
    // Without the pause between two reads.
    this.#startedAt = -Infinity;
    this.require();
  });
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Carries out a read for the query, which starts at a time of `beginRead`. */
  async run(startedAt: number, read: () => Promise<Order>): Promise<Order> {
    const task = taskTime();
    this.#startedAt = task;
    let order: Order;
    try {
      order = await read();
    } catch (error) {
      this.#noteFailure(task, error);
      throw error;
    }
    this.#failures = 0;
    this.#isRefused = this.isUnreadable = false;
    if (task < this.#endedFrom) return order;
    this.#endedFrom = task;
    this.last = { order, startedAt };
    this.#comparison.noteRead(order);
    this.#readers.forEach((reader) => reader.onRead(order));
    if (!this.isDue()) this.#comparison.compareAfter(task);
    return order;
  }

  /** Adds a reader and requires a read. Returns the function that removes the reader. */
  open(reader: OrderReader): () => void {
    this.#readers.add(reader);
    this.require();
    return () => {
      this.#readers.delete(reader);
      if (this.#readers.size > 0) return;
      clearTimeout(this.#timer);
      this.#comparison.stop();
    };
  }

  /** Whether a required read has not ended yet. */
  isDue(): boolean {
    return this.#endedFrom < this.#requiredFrom;
  }

  /** Requires a read that starts now or later. One that started in the same task counts. */
  require(): void {
    this.#requiredFrom = taskTime();
    this.#isRefused = this.isUnreadable = false;
    this.check();
  }

  /** Requires a read when an order of the host has other consents than the last read, such as one of another tab. */
  compare(order: Order, isNews?: boolean): void {
    this.#comparison.bring(order, isNews);
  }

  #noteFailure(task: number, error: unknown): void {
    // Jitter: an outage fails the reads of all pages at the same time.
    const pause = pauseAfter(++this.#failures) * (1 - Math.random() / 2);
    this.#pausedUntil = performance.now() + pause;
    this.#isRefused = (error as Partial<OrderApiError>).retryable === false;
    // A failure that may pass leaves an earlier read in force.
    this.isUnreadable = this.#isRefused || this.last === undefined;
    if (this.#requiredFrom <= task) this.#requiredFrom = task;
  }

  /** Starts the required read soon, unless it is under way. */
  check(): void {
    // The caller may be about to start one.
    queueMicrotask(() => this.#check());
  }

  #check(): void {
    const [reader] = this.#readers;
    if (reader === undefined || !this.isDue()) return;
    // A started read that is not under way failed, or was cancelled by the host.
    const isStarted = this.#startedAt >= this.#requiredFrom;
    if (isStarted && (this.#isRefused || reader.getState().fetchStatus === 'fetching')) return;
    clearTimeout(this.#timer);
    // A page that is shown again reads the order in any case.
    if (isStarted && !focusManager.isFocused()) return;
    const start = Math.max(this.#startedAt + readInterval, isStarted ? this.#pausedUntil : 0);
    const delay = start - performance.now();
    if (delay > 0) {
      this.#timer = setTimeout(() => this.check(), delay);
      return;
    }
    // Before the query reports that it fetches, which leads here again.
    this.#startedAt = taskTime();
    reader.refetch();
  }
}

const ordersOf: (queryClient: QueryClient) => Map<string, OrderReads> = perClient(() => new Map());

/** Returns the reads of an order in a query cache. */
export function readsOf(queryClient: QueryClient, orderId: string): OrderReads {
  const orders = ordersOf(queryClient);
  let reads = orders.get(orderId);
  if (reads === undefined) orders.set(orderId, (reads = new OrderReads()));
  return reads;
}
