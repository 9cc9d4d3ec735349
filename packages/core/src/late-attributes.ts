import { isSame } from './attribute-values.ts';
import type { AttributeValues } from './attribute-values.ts';
import { createClock } from './browser-events.ts';
import type { OrderClient } from './client.ts';
import type { OrderApiError } from './errors.ts';
import { createOrderReader } from './order-reader.ts';
import type { OrderReader } from './order-reader.ts';
import { lateWindow } from './timeouts.ts';
import type { JsonValue, Order } from './types.ts';

/** The order that is watched, and the functions that are called with what a read shows. */
export interface LateAttributesOptions {
  readonly orderId: string;
  readonly client: Pick<OrderClient, 'getOrder'>;
  /** Called with saved values that a late write overwrote. */
  readonly onOverwritten: (values: AttributeValues) => void;
  /** Called with saved values that a late write may have overwritten, when the order cannot be read. */
  readonly onUnknown: (values: AttributeValues, error: OrderApiError) => void;
}

interface Lost {
  readonly key: string;
  readonly value: JsonValue;
  /** The server may carry out the request until this time. */
  readonly until: number;
}

/** Watches the saved attributes of one order for as long as the server may still carry out lost requests with older values. */
export class LateAttributes {
  readonly #options: LateAttributesOptions;
  readonly #now = createClock();
  readonly #reader: OrderReader;
  #lost: readonly Lost[] = [];
  readonly #saved = new Map<string, { readonly value: JsonValue; readonly savedAt: number }>();

  constructor(options: LateAttributesOptions) {
    this.#options = options;
    this.#reader = createOrderReader({
      ...options,
      now: this.#now,
      onRead: (order, readAt) => this.#compare(order, readAt),
      onUnreadable: (error, readAt) => this.#doubt(error as OrderApiError, readAt),
      deadlines: () => this.#threats().map(({ until }) => until),
    });
  }

  /** Notes the values of a request whose response was lost. */
  noteLost(values: AttributeValues): void {
    const until = this.#now() + lateWindow;
    const lost = Object.entries(values).map(([key, value]) => ({ key, value, until }));
    this.#lost = [...this.#lost, ...lost];
  }

  /** Notes values that are about to be written. */
  noteNewer(values: AttributeValues): void {
    const time = this.#now();
    for (const key of Object.keys(values)) this.#saved.delete(key);
    this.#lost = this.#lost.filter(({ key, until }) => until > time || !Object.hasOwn(values, key));
  }

  noteSaved(values: AttributeValues): void {
    const savedAt = this.#now();
    for (const [key, value] of Object.entries(values)) {
      if (this.#lost.some((lost) => lost.key === key)) this.#saved.set(key, { value, savedAt });
    }
    this.#reader.watch(true);
  }

  /** Returns the lost values that could overwrite a saved one. */
  #threats(): readonly Lost[] {
    return this.#lost.filter(({ key, value }) => {
      const saved = this.#saved.get(key);
      return saved !== undefined && !isSame(saved.value, value);
    });
  }

  #compare({ attributes }: Order, readAt: number): void {
    const overwritten = new Map<string, JsonValue>();
    for (const [key, { value, savedAt }] of this.#saved) {
      const held = attributes?.[key];
      if (savedAt > readAt || isSame(held, value)) continue;
      this.#saved.delete(key);
      // Another value is one of another party, which counts.
      if (this.#lost.some((lost) => lost.key === key && isSame(lost.value, held)))
        overwritten.set(key, value);
    }
    this.#lost = this.#lost.filter(({ until }) => until > readAt);
    if (overwritten.size > 0) this.#options.onOverwritten(Object.fromEntries(overwritten));
  }

  #doubt(error: OrderApiError, readAt: number): void {
    const doubtful = new Map<string, JsonValue>();
    for (const { key, until } of this.#threats()) {
      const saved = this.#saved.get(key);
      if (until <= readAt && saved !== undefined) doubtful.set(key, saved.value);
    }
    this.#lost = this.#lost.filter(({ until }) => until > readAt);
    for (const key of doubtful.keys()) this.#saved.delete(key);
    if (doubtful.size > 0) this.#options.onUnknown(Object.fromEntries(doubtful), error);
  }
}
