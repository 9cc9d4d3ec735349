import { attemptTimeout } from './timeouts.ts';
import { attributeChecksum, isSame, without } from './attribute-values.ts';
import type { AttributeValues } from './attribute-values.ts';
import { browserConnectivity } from './browser-events.ts';
import type { OrderClient } from './client.ts';
import { isOrderApiError, mayArriveLate } from './errors.ts';
import type { OrderApiError } from './errors.ts';
import { promiseOf } from './foreign-code.ts';

/** The part of a client that an attribute writer uses. */
export type AttributeClient = Pick<OrderClient, 'getOrder' | 'patchAttributes'>;

/** The order of a queue, and the functions that the queue calls. */
export interface QueueOptions {
  readonly orderId: string;
  readonly client: AttributeClient;
  readonly onFieldLeave: (listener: () => void) => () => void;
  /** Called with values that no newer write replaces, when their write ended; with the error of one that failed. */
  readonly onResult: (values: AttributeValues, error?: OrderApiError) => void;
  /** Called with the values of a request that the server may carry out after its response was lost. */
  readonly onLost: (values: AttributeValues) => void;
  /** Called when the page is left, with the values of the request under way. */
  readonly onLeave: (underWay: AttributeValues) => void;
  /** Called when no write is left. */
  readonly onEnd: () => void;
}

interface Write {
  values: AttributeValues;
  readonly end: Promise<AttributeValues>;
  readonly resolve: (written: AttributeValues) => void;
  readonly reject: (error: unknown) => void;
}

/** The writes of one order, from the first value until none is left. */
export class AttributeQueue {
  readonly #options: QueueOptions;
  /** Writes to be sent; each inner list goes out as one request. */
  #batches: Write[][] = [];
  #underWay: readonly Write[] = [];
  /** Whether an attempt of the request under way failed, so that its next attempt may not have been sent yet. */
  #hasFailedAttempt = false;
  #stopDelay: (() => void) | undefined;

  constructor(options: QueueOptions) {
    this.#options = options;
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

  /** Returns the newest value of each key that is not on the order yet. */
  values(): AttributeValues {
    return valuesOf([...this.#underWay, ...this.#batches.flat()]);
  }

  /**
   * Sends what no request under way carries, because nothing runs after the page is left: in one request, unless the
   * order API refused these values together. The handler keeps it behind the one under way.
   */
  leave(): void {
    this.flush();
    const { client, orderId, onLost, onLeave } = this.#options;
    const underWay = valuesOf(this.#underWay);
    const isSent = (key: string, value: unknown) =>
      Object.hasOwn(underWay, key) && isSame(underWay[key], value);
    const [first = {}, ...others] = this.#batches.map(valuesOf);
    for (const batch of [{ ...underWay, ...first }, ...others]) {
      const entries = Object.entries(batch).filter(
        ([key, value]) => this.#hasFailedAttempt || !isSent(key, value),
      );
      if (entries.length === 0) continue;
      const follows = entries
        .filter(([key, value]) => Object.hasOwn(underWay, key) && !isSent(key, value))
        .map(([key]) => attributeChecksum(key, underWay[key]));
      const options = { retry: 0, ...(follows.length > 0 && { followsWithin: attemptTimeout, follows }) };
      const values = Object.fromEntries(entries);
      onLost(values);
      promiseOf(() => client.patchAttributes(orderId, values, options)).catch(() => undefined);
    }
    onLeave(underWay);
  }

  /** Resolves when the present writes have ended, failed ones included. */
  async ends(): Promise<void> {
    this.flush();
    const writes = [...this.#underWay, ...this.#batches.flat()];
    await Promise.allSettled(writes.map(({ end }) => end));
  }

  #delayBy(delay: number): void {
    const timer = setTimeout(() => this.flush(), delay);
    const unsubscribe = this.#options.onFieldLeave(() => this.flush());
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
    else this.#options.onEnd();
  }

  async #send(batch: readonly Write[]): Promise<void> {
    const { client, orderId } = this.#options;
    const values = valuesOf(batch);
    const noteFailure = (error: OrderApiError) => {
      // Chromium rejects keepalive requests just before `pagehide`, although they still reach the server.
      this.#hasFailedAttempt ||= error.kind !== 'network' || !browserConnectivity.isOnline();
      if (mayArriveLate(error)) this.#options.onLost(values);
    };
    this.#hasFailedAttempt = false;
    try {
      await client.patchAttributes(orderId, values, { onRetry: noteFailure });
      batch.forEach((write) => this.#succeed(write));
    } catch (error) {
      if (isOrderApiError(error)) noteFailure(error);
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
    const { client, orderId } = this.#options;
    const isLost = isOrderApiError(error) && error.outcome === 'unknown';
    const order = isLost ? await promiseOf(() => client.getOrder(orderId)).catch(() => undefined) : undefined;
    for (const write of batch) {
      // Not without an order: a value that was refused may be a cycle, which cannot be compared.
      const isHeld =
        order !== undefined &&
        Object.entries(write.values).every(([key, value]) => isSame(order.attributes?.[key], value));
      if (isHeld) this.#succeed(write);
      else {
        this.#options.onResult(this.#unreplaced(write), error as OrderApiError);
        write.reject(error);
      }
    }
  }

  #succeed(write: Write): void {
    this.#options.onResult(this.#unreplaced(write));
    write.resolve(write.values);
  }

  #unreplaced({ values }: Write): AttributeValues {
    return without(values, valuesOf(this.#batches.flat()));
  }
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

const valuesOf = (batch: readonly Write[]): AttributeValues =>
  Object.fromEntries(batch.flatMap(({ values }) => Object.entries(values)));
