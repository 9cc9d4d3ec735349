import type { Connectivity } from './types.ts';
import type { OrderClient } from '../client.ts';
import type { Order } from '../types.ts';

const waitingPoll = 15_000;
const firstWatch = 1_000;
const lookupTimeouts = { totalTimeout: 10_000 };

/** Reads one order on behalf of the register. */
export interface OrderReader {
  /** Reads the order. Calls during a read are answered by one more read, because the running one may be too old. */
  readonly lookUp: () => void;
  /**
   * Reads the order at growing intervals while a lost request could still overwrite a confirmed value. Called when an
   * answer comes to rest, with whether such a request belongs to it.
   */
  readonly watch: (hasLateWrite: boolean) => void;
  /** Calls `onConnection` when a connection comes back, and every 15 seconds in case no event reports it. */
  readonly waitForConnection: () => void;
}

export interface OrderReaderOptions {
  readonly orderId: string;
  readonly client: Pick<OrderClient, 'getOrder'>;
  readonly connectivity: Connectivity;
  /** Current time in ms, strictly increasing. */
  readonly now: () => number;
  readonly onRead: (order: Order, readAt: number) => void;
  readonly onUnreadable: (reason: unknown, readAt: number) => void;
  readonly onConnection: () => void;
  /** Times until which lost requests could still overwrite confirmed values; empty ends the watch. */
  readonly deadlines: () => readonly number[];
}

export function createOrderReader(options: OrderReaderOptions): OrderReader {
  const { orderId, client, connectivity, now, onRead, onUnreadable, onConnection, deadlines } = options;
  let reading: Promise<void> | undefined;
  let mustReadAgain = false;
  let watchTimer: ReturnType<typeof setTimeout> | undefined;
  let isWatching = false;
  let stopWaiting: (() => void) | undefined;

  const readWhileRequested = async (): Promise<void> => {
    while (mustReadAgain) {
      mustReadAgain = false;
      const readAt = now();
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
    const rest = Math.max(0, Math.max(...open) - now()) + 1;
    watchTimer = setTimeout(() => void lookUp().then(() => watch(delay * 2)), Math.min(delay, rest));
  };

  const waitForConnection = (): void => {
    if (stopWaiting !== undefined) return;
    const end = () => {
      stopWaiting?.();
      stopWaiting = undefined;
      onConnection();
    };
    const timer = setTimeout(end, waitingPoll);
    const unsubscribe = connectivity.onOnline(end);
    stopWaiting = () => {
      clearTimeout(timer);
      unsubscribe();
    };
  };

  return {
    lookUp: () => void lookUp(),
    watch: (hasLateWrite) => {
      // `deadlines` walks over all consents of the order, which is too much for each answer.
      if (hasLateWrite || isWatching) watch();
    },
    waitForConnection,
  };
}
