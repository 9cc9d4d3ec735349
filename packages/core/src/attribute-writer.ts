import { onFocusOut, onPageHide } from './browser-events.ts';
import type { OrderClient } from './client.ts';
import { isOrderApiError, OrderApiError } from './errors.ts';
import { addListener, notifyListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';
import type { JsonValue } from './types.ts';
import type { Writer } from './writer.ts';

/** Keys of an order's attributes with their new values. */
export type AttributeValues = Readonly<Record<string, JsonValue>>;

/** Writes attributes of orders, one request per order at a time. */
export interface AttributeWriter extends Writer {
  /**
   * Writes values. Values that arrive during a request go out together with the next one, only the newest value of each
   * key. Resolves with those of these values that are on the order, when the rest was replaced by newer ones; rejects
   * with the `OrderApiError` of the request that carried them.
   *
   * @param delay milliseconds to wait for further values, for a field that is being typed into; default 0
   */
  readonly patch: (orderId: string, values: AttributeValues, delay?: number) => Promise<AttributeValues>;
  /** Sends values that wait for further values at once. */
  readonly flush: (orderId: string) => void;
  /**
   * Flushes, and resolves when nothing of this order is under way, writes that start in the meantime included. Rejects
   * with the first `OrderApiError` of these writes, or with kind `timeout` after 30 seconds.
   */
  readonly whenSettled: (orderId: string) => Promise<void>;
}

/** Seams of the writer for tests. */
export interface AttributeWriterOptions {
  /** @default the `focusout` event */
  readonly onFieldLeave?: (listener: () => void) => () => void;
  /** @default the `pagehide` event */
  readonly onLeave?: (listener: () => void) => () => void;
  /**
   * Milliseconds until `whenSettled` gives up.
   * @default 30_000
   */
  readonly settleTimeout?: number;
}

/** The part of a client that an attribute writer uses. */
type AttributeClient = Pick<OrderClient, 'getOrder' | 'patchAttributes'>;

interface Write {
  values: AttributeValues;
  readonly end: Promise<AttributeValues>;
  readonly resolve: (written: AttributeValues) => void;
  readonly reject: (error: unknown) => void;
}

/** The writes of one order, from the first value until none is left. */
class OrderQueue {
  readonly #orderId: string;
  readonly #client: AttributeClient;
  readonly #onFieldLeave: (listener: () => void) => () => void;
  readonly #onEnd: () => void;
  /** Writes to be sent; each inner list goes out as one request. */
  #batches: Write[][] = [];
  #underWay: readonly Write[] = [];
  /** Whether an attempt of the request under way failed, so that its next attempt may not have been sent yet. */
  #hasFailedAttempt = false;
  #stopDelay: (() => void) | undefined;

  constructor(
    orderId: string,
    client: AttributeClient,
    onFieldLeave: (listener: () => void) => () => void,
    onEnd: () => void,
  ) {
    this.#orderId = orderId;
    this.#client = client;
    this.#onFieldLeave = onFieldLeave;
    this.#onEnd = onEnd;
  }

  patch(values: AttributeValues, delay: number): Promise<AttributeValues> {
    const write = createWrite(values);
    for (const older of this.#batches.flat()) {
      older.values = without(older.values, values);
      // Fully replaced, so it ends like the write that replaced it.
      if (Object.keys(older.values).length === 0) write.end.then(() => older.resolve({}), older.reject);
    }
    // Only a single batch may grow: several were split because the order API refused them together.
    const [last] = this.#batches;
    if (last !== undefined && this.#batches.length === 1) last.push(write);
    else this.#batches.push([write]);
    this.#stopDelay?.();
    if (delay > 0) this.#delayBy(delay);
    else this.#advance();
    return write.end;
  }

  flush(): void {
    this.#stopDelay?.();
    this.#advance();
  }

  /** Sends everything, because nothing runs after the page is left. A value may arrive twice; that changes nothing. */
  leave(): void {
    this.flush();
    const failed = this.#hasFailedAttempt ? [this.#underWay] : [];
    for (const batch of [...failed, ...this.#batches]) {
      this.#client.patchAttributes(this.#orderId, valuesOf(batch)).catch(() => undefined);
    }
  }

  /** Resolves when the present writes have ended, failed ones included; with the error of the first that failed. */
  async ends(): Promise<unknown> {
    this.flush();
    const writes = [...this.#underWay, ...this.#batches.flat()];
    const ends = await Promise.allSettled(writes.map(({ end }) => end));
    return ends.find((end) => end.status === 'rejected')?.reason;
  }

  #delayBy(delay: number): void {
    const timer = setTimeout(() => this.flush(), delay);
    const unsubscribe = this.#onFieldLeave(() => this.flush());
    this.#stopDelay = () => {
      clearTimeout(timer);
      unsubscribe();
      this.#stopDelay = undefined;
    };
  }

  #advance(): void {
    if (this.#underWay.length > 0 || this.#stopDelay !== undefined) return;
    const batch = (this.#batches.shift() ?? []).filter(({ values }) => Object.keys(values).length > 0);
    this.#underWay = batch;
    if (batch.length > 0) void this.#send(batch);
    else if (this.#batches.length > 0) this.#advance();
    else this.#onEnd();
  }

  async #send(batch: readonly Write[]): Promise<void> {
    // Chromium rejects keepalive requests just before `pagehide`, although they still reach the server.
    const onRetry = ({ kind }: OrderApiError) => (this.#hasFailedAttempt ||= kind !== 'network');
    this.#hasFailedAttempt = false;
    try {
      await this.#client.patchAttributes(this.#orderId, valuesOf(batch), { onRetry });
      batch.forEach(({ values, resolve }) => resolve(values));
    } catch (error) {
      if (isOrderApiError(error) && error.kind === 'invalid' && batch.length > 1) {
        // One refused value must not fail the others of the same request.
        this.#batches.unshift(...batch.map((write) => [write]));
      } else {
        await this.#settleFailed(batch, error);
      }
    }
    this.#underWay = [];
    this.#advance();
  }

  /** After a lost response, reads the order to find out which values it holds. */
  async #settleFailed(batch: readonly Write[], error: unknown): Promise<void> {
    const isLost = isOrderApiError(error) && error.outcome === 'unknown';
    const order = isLost ? await this.#client.getOrder(this.#orderId).catch(() => undefined) : undefined;
    for (const { values, resolve, reject } of batch) {
      const isHeld = Object.entries(values).every(([key, value]) => isSame(order?.attributes?.[key], value));
      if (order !== undefined && isHeld) resolve(values);
      else reject(error);
    }
  }
}

/**
 * Creates the writer of order attributes, for one client. It merges, orders and coalesces the writes of a page.
 *
 * @example
 * const attributes = createAttributeWriter(createOrderClient({ baseUrl: '/api/norce' }));
 * await attributes.patch('o_1', { note: 'Leave it at the door' });
 */
export const createAttributeWriter: (client: AttributeClient) => AttributeWriter = createWriter;

/** Creates an attribute writer with the seams that tests need. */
export function createWriter(
  client: AttributeClient,
  {
    onFieldLeave = onFocusOut,
    onLeave = (listener) => onPageHide('attributes', listener),
    settleTimeout = 30_000,
  }: AttributeWriterOptions = {},
): AttributeWriter {
  const queues = new Map<string, OrderQueue>();
  const listeners = new Map<string, Listeners<void>>();
  const notify = (orderId: string) => {
    const known = listeners.get(orderId);
    if (known !== undefined) notifyListeners(known, undefined);
  };

  const openQueue = (orderId: string): OrderQueue => {
    const queue = new OrderQueue(orderId, client, onFieldLeave, () => {
      stopWatchingLeave();
      queues.delete(orderId);
      notify(orderId);
    });
    const stopWatchingLeave = onLeave(() => queue.leave());
    queues.set(orderId, queue);
    return queue;
  };

  const untilIdle = async (orderId: string): Promise<unknown> => {
    let failure: unknown;
    for (let queue = queues.get(orderId); queue !== undefined; queue = queues.get(orderId)) {
      const error = await queue.ends();
      failure ??= error;
    }
    return failure;
  };

  return {
    patch: (orderId, values, delay = 0) => {
      if (Object.keys(values).length === 0) return Promise.resolve(values);
      const end = (queues.get(orderId) ?? openQueue(orderId)).patch(values, delay);
      notify(orderId);
      return end;
    },
    flush: (orderId) => queues.get(orderId)?.flush(),
    isBusy: (orderId) => queues.has(orderId),
    subscribe: (orderId, listener) => {
      const known: Listeners<void> = listeners.get(orderId) ?? new Set();
      listeners.set(orderId, known);
      return addListener(known, listener);
    },
    whenSettled: async (orderId) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const timeout = new Promise((resolve) => {
        timer = setTimeout(() => resolve(timeoutError()), settleTimeout);
      });
      const failure = await Promise.race([untilIdle(orderId), timeout]);
      clearTimeout(timer);
      if (failure !== undefined) throw failure as Error;
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
  // The caller gets the same promise; without this, one that is not awaited is an unhandled rejection.
  end.catch(() => undefined);
  return { values, end, resolve, reject };
}

const timeoutError = () =>
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

/** Whether two JSON values are equal; the order of members does not matter. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const inA = Object.entries(a);
  const inB = new Map(Object.entries(b));
  return inA.length === inB.size && inA.every(([key, value]) => inB.has(key) && isSame(value, inB.get(key)));
}
