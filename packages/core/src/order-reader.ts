import { nextTime } from './browser-events.ts';
import type { OrderClient } from './client.ts';
import type { Order } from './types.ts';

const firstWatch = 1_000;
const lookupTimeouts = { totalTimeout: 10_000 };

/** Reads one order on behalf of the register of answers or the writer of attributes. */
export interface OrderReader {
  /** Reads the order. Calls during a read cause one more read, because the running one may be too old. */
  readonly lookUp: () => void;
  /**
   * Reads the order at growing intervals while a lost request could still overwrite a confirmed value. Called when a
   * write comes to rest, with whether such a request belongs to it.
   */
  readonly watch: (hasLateWrite: boolean) => void;
}

export interface OrderReaderOptions {
  readonly orderId: string;
  readonly client: Pick<OrderClient, 'getOrder'>;
  readonly onRead: (order: Order, readAt: number) => void;
  readonly onUnreadable: (reason: unknown, readAt: number) => void;
  /** Times until which lost requests could still overwrite confirmed values; empty ends the watch. */
  readonly deadlines: () => readonly number[];
}

export function createOrderReader(options: OrderReaderOptions): OrderReader {
  const { orderId, client, onRead, onUnreadable, deadlines } = options;
  let reading: Promise<void> | undefined;
  let mustReadAgain = false;
  let watchTimer: ReturnType<typeof setTimeout> | undefined;
  let isWatching = false;

  const readWhileRequested = async (): Promise<void> => {
    while (mustReadAgain) {
      mustReadAgain = false;
      const readAt = nextTime();
      try {
        onRead(await client.getOrder(orderId, lookupTimeouts), readAt);
      } catch (error) {
        onUnreadable(error, readAt);
      }
    }
    reading = undefined;
  };

  const lookUp = (): Promise<void> => {
    mustReadAgain = true;
    return (reading ??= readWhileRequested());
  };

  const watch = (delay = firstWatch): void => {
    clearTimeout(watchTimer);
    const open = deadlines();
    isWatching = open.length > 0;
    if (!isWatching) return;
    // A timer may fire 1 ms early, and the last read must not start before the deadline.
    const rest = Math.max(0, Math.max(...open) - nextTime()) + 1;
    watchTimer = setTimeout(() => void lookUp().then(() => watch(delay * 2)), Math.min(delay, rest));
  };

  return {
    lookUp: () => void lookUp(),
    watch: (hasLateWrite) => {
      // `deadlines` walks over all values of the order, which is too much for each write.
      if (hasLateWrite || isWatching) watch();
    },
  };
}
