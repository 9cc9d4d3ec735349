import type { OrderClient } from './client.ts';
import { isOrderApiError, OrderApiError } from './errors.ts';
import { onFocusOut, onPageHide } from './browser-events.ts';
import type { JsonValue } from './types.ts';

/** Keys of an order's attributes with the values they shall get. */
export type AttributeValues = Readonly<Record<string, JsonValue>>;

export interface AttributeWriterOptions {
  /**
   * Calls the listener when a field is being left, so that what was typed need not wait any longer. Returns what ends
   * that.
   * @default the browser's `focusout` event
   */
  readonly onFieldLeave?: (listener: () => void) => () => void;
  /**
   * Calls the listener when the page is being left. Returns what ends that.
   * @default the browser's `pagehide` event
   */
  readonly onLeave?: (listener: () => void) => () => void;
  /**
   * Milliseconds `whenSettled` waits.
   * @default 30_000
   */
  readonly settleTimeout?: number;
}

/** Writes attributes of orders, one request per order at a time. */
export interface AttributeWriter {
  /**
   * Takes values to write. What is taken while a request is under way goes out together with the next one, the newest
   * value of a key alone. Ends when the values, or newer ones of the same keys, are on the order, and tells which of
   * these values are; rejects with the `OrderApiError` of the request that was to bring them.
   *
   * @param delay milliseconds to wait for further values, for a field that is being typed into
   */
  patch: (orderId: string, values: AttributeValues, delay?: number) => Promise<AttributeValues>;
  /** Sends at once what waits for further values. */
  flush: (orderId: string) => void;
  /** Whether values of this order are under way or wait. */
  isBusy: (orderId: string) => boolean;
  /** Calls `listener` when `isBusy` of any order may have changed; returns what ends that. */
  subscribe: (listener: () => void) => () => void;
  /** Flushes, and resolves once nothing is under way; rejects where one of the writes fails or takes too long. */
  whenSettled: (orderId: string) => Promise<void>;
}

interface Write {
  values: AttributeValues;
  readonly end: Promise<AttributeValues>;
  readonly resolve: (written: AttributeValues) => void;
  readonly reject: (error: unknown) => void;
}

interface Queue {
  readonly orderId: string;
  /** What waits to be sent; each inner list goes out as one request. */
  batches: Write[][];
  underWay: readonly Write[];
  /** Whether an attempt of what is under way failed, so that the next one may still lie ahead. */
  hasFailed: boolean;
  stopDelay: (() => void) | undefined;
  stopListening: (() => void) | undefined;
}

/** Makes what merges, orders and coalesces the attribute writes of a page. */
export function createAttributeWriter(
  client: Pick<OrderClient, 'getOrder' | 'patchAttributes'>,
  { onFieldLeave = onFocusOut, onLeave = onPageHide, settleTimeout = 30_000 }: AttributeWriterOptions = {},
): AttributeWriter {
  const queues = new Map<string, Queue>();
  const listeners = new Set<() => void>();
  const notify = () => [...listeners].forEach((listener) => listener());

  const queueOf = (orderId: string): Queue => {
    const known = queues.get(orderId);
    if (known !== undefined) return known;
    const queue: Queue = {
      orderId,
      batches: [],
      underWay: [],
      hasFailed: false,
      stopDelay: undefined,
      stopListening: undefined,
    };
    queue.stopListening = onLeave(() => leave(queue));
    queues.set(orderId, queue);
    return queue;
  };

  const delayBy = (queue: Queue, delay: number): void => {
    const timer = setTimeout(() => flush(queue), delay);
    const stop = onFieldLeave(() => flush(queue));
    queue.stopDelay = () => {
      clearTimeout(timer);
      stop();
      queue.stopDelay = undefined;
    };
  };

  const flush = (queue: Queue): void => {
    queue.stopDelay?.();
    advance(queue);
  };

  /** Sends everything, for after this there is nobody left to send it; what is repeated later does no harm. */
  const leave = (queue: Queue): void => {
    flush(queue);
    for (const batch of [...(queue.hasFailed ? [queue.underWay] : []), ...queue.batches])
      client.patchAttributes(queue.orderId, valuesOf(batch)).catch(() => undefined);
  };

  const advance = (queue: Queue): void => {
    if (queue.underWay.length > 0 || queue.stopDelay !== undefined) return;
    const batch = (queue.batches.shift() ?? []).filter(({ values }) => Object.keys(values).length > 0);
    queue.underWay = batch;
    if (batch.length > 0) void send(queue, batch);
    else if (queue.batches.length > 0) advance(queue);
    else end(queue);
  };

  const end = (queue: Queue): void => {
    queue.stopListening?.();
    queues.delete(queue.orderId);
    notify();
  };

  const send = async (queue: Queue, batch: readonly Write[]): Promise<void> => {
    try {
      // Chromium fails a request that outlives its page too, shortly before it says that the page is left.
      const onRetry = ({ kind }: OrderApiError) => (queue.hasFailed ||= kind !== 'network');
      queue.hasFailed = false;
      await client.patchAttributes(queue.orderId, valuesOf(batch), { onRetry });
      batch.forEach(({ values, resolve }) => resolve(values));
    } catch (error) {
      if (isOrderApiError(error) && error.kind === 'invalid' && batch.length > 1) {
        // One bad value must not take others down that were only sent along with it.
        queue.batches.unshift(...batch.map((write) => [write]));
      } else {
        await settleFailed(queue.orderId, batch, error);
      }
    }
    queue.underWay = [];
    advance(queue);
  };

  /** After a lost answer the order tells which values it holds. */
  const settleFailed = async (orderId: string, batch: readonly Write[], error: unknown): Promise<void> => {
    const isLost = isOrderApiError(error) && error.outcome === 'unknown';
    const order = isLost ? await client.getOrder(orderId).catch(() => undefined) : undefined;
    for (const { values, resolve, reject } of batch) {
      const isHeld = Object.entries(values).every(([key, value]) => isSame(order?.attributes?.[key], value));
      if (order !== undefined && isHeld) resolve(values);
      else reject(error);
    }
  };

  const patch: AttributeWriter['patch'] = (orderId, values, delay = 0) => {
    if (Object.keys(values).length === 0) return Promise.resolve(values);
    const queue = queueOf(orderId);
    const write = createWrite(values);
    for (const older of queue.batches.flat()) {
      older.values = without(older.values, values);
      // Nothing is left of it, so it ends as what replaced it does.
      if (Object.keys(older.values).length === 0) write.end.then(() => older.resolve({}), older.reject);
    }
    // Only the last batch may still grow: those before it were taken apart because together they were refused.
    const last = queue.batches.at(-1);
    if (last !== undefined && queue.batches.length === 1) last.push(write);
    else queue.batches.push([write]);
    queue.stopDelay?.();
    if (delay > 0) delayBy(queue, delay);
    else advance(queue);
    notify();
    return write.end;
  };

  return {
    patch,
    flush: (orderId) => {
      const queue = queues.get(orderId);
      if (queue !== undefined) flush(queue);
    },
    isBusy: (orderId) => queues.has(orderId),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    whenSettled: async (orderId) => {
      const queue = queues.get(orderId);
      if (queue === undefined) return;
      flush(queue);
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(notInTime()), settleTimeout);
      });
      const ends = [...queue.underWay, ...queue.batches.flat()].map(({ end }) => end);
      await Promise.race([Promise.all(ends), late]).finally(() => clearTimeout(timer));
    },
  };
}

function createWrite(values: AttributeValues): Write {
  let resolve!: (written: AttributeValues) => void;
  let reject!: (error: unknown) => void;
  const end = new Promise<AttributeValues>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // Who waits for it hears of a failure; who does not must not be told by the platform.
  end.catch(() => undefined);
  return { values, end, resolve, reject };
}

const notInTime = () =>
  new OrderApiError({
    kind: 'timeout',
    operation: 'patchAttributes',
    outcome: 'unknown',
    reason: 'not everything was written in time',
  });

const valuesOf = (batch: readonly Write[]): AttributeValues =>
  Object.fromEntries(batch.flatMap(({ values }) => Object.entries(values)));

const without = (values: AttributeValues, newer: AttributeValues): AttributeValues =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !Object.hasOwn(newer, key)));

/** Whether two JSON values are the same, whatever order their members stand in. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const inA = Object.entries(a);
  const inB = new Map(Object.entries(b));
  return inA.length === inB.size && inA.every(([key, value]) => inB.has(key) && isSame(value, inB.get(key)));
}
