import { attributeChecksum, isSame } from './attribute-values.ts';
import type { AttributeValues } from './attribute-values.ts';
import { nextTime } from './browser-events.ts';
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
  /** Its methods may throw. */
  readonly storage: NoteStorage;
  /** Called with saved values that a late write overwrote. */
  readonly onOverwritten: (values: AttributeValues) => void;
  /** Called with saved values that a late write may have overwritten, when the order cannot be read. */
  readonly onUnknown: (values: AttributeValues, error: OrderApiError) => void;
}

/** Keeps a note for the next page of the tab. */
export type NoteStorage = Pick<Storage, 'getItem' | 'setItem'>;

interface Lost {
  readonly key: string;
  /** The server may carry out the request until this time. */
  readonly until: number;
}

/** A lost value in the note, by its checksum, because values are personal data. The time is in ms since 1970. */
type NotedValue = readonly [checksum: string, key: string, until: number];

/**
 * Watches the saved attributes of one order for as long as the server may still carry out lost requests with older values.
 * A note names them to the next page of the tab.
 */
export class LateAttributes {
  readonly #options: LateAttributesOptions;
  readonly #reader: OrderReader;
  /** By checksum. */
  readonly #lost = new Map<string, Lost>();
  /** Values of other pages, which count as lost once a newer one is given here. By checksum. */
  readonly #others = new Map<string, Lost>();
  readonly #saved = new Map<string, { readonly value: JsonValue; readonly savedAt: number }>();

  constructor(options: LateAttributesOptions) {
    this.#options = options;
    this.#reader = createOrderReader({
      ...options,
      onRead: (order, readAt) => this.#compare(order, readAt),
      onUnreadable: (error, readAt) => this.#doubt(error as OrderApiError, readAt),
      deadlines: () => this.#threats().map(({ until }) => until),
    });
  }

  /** Notes the values of a request whose response was lost. */
  noteLost(values: AttributeValues): void {
    this.#add(this.#lost, values);
    this.leaveNote({});
  }

  /** Leaves a note with the lost values, and with those under way, because the page may be left. */
  leaveNote(underWay: AttributeValues): void {
    this.#readNote();
    const lost = new Map(this.#lost);
    this.#add(lost, underWay);
    const sinceEpoch = Date.now() - nextTime();
    const note = [...lost].map(([checksum, { key, until }]): NotedValue => [
      checksum,
      key,
      sinceEpoch + until,
    ]);
    this.#withNote((storage, name) => storage.setItem(name, JSON.stringify(note)));
  }

  /** Notes values that are about to be written. */
  noteNewer(values: AttributeValues): void {
    this.#readNote();
    const time = nextTime();
    for (const key of Object.keys(values)) this.#saved.delete(key);
    for (const [checksum, other] of this.#others) {
      if (!Object.hasOwn(values, other.key)) continue;
      this.#others.delete(checksum);
      this.#lost.set(checksum, other);
    }
    for (const [checksum, { key, until }] of this.#lost)
      if (until <= time && Object.hasOwn(values, key)) this.#lost.delete(checksum);
  }

  /** Notes values that were given on another page. */
  noteOthers(values: AttributeValues): void {
    this.#add(this.#others, values);
  }

  /** Whether a lost value of this key may still arrive. */
  mayArrive(key: string): boolean {
    this.#readNote();
    return [...this.#lost.values()].some((lost) => lost.key === key && lost.until > nextTime());
  }

  noteSaved(values: AttributeValues): void {
    const savedAt = nextTime();
    for (const [key, value] of Object.entries(values)) {
      if ([...this.#lost.values()].some((lost) => lost.key === key)) this.#saved.set(key, { value, savedAt });
    }
    this.#reader.watch(true);
  }

  #add(lost: Map<string, Lost>, values: AttributeValues): void {
    const until = nextTime() + lateWindow;
    for (const [key, value] of Object.entries(values)) {
      try {
        lost.set(attributeChecksum(key, value), { key, until });
      } catch {
        // A cycle has no checksum. The client refuses it, so it cannot arrive.
      }
    }
  }

  /** Adds the lost values of other pages of the tab. Read each time: the browser may have kept this page during another one. */
  #readNote(): void {
    this.#withNote((storage, name) => {
      const note = JSON.parse(storage.getItem(name) ?? '[]') as readonly NotedValue[];
      for (const [checksum, key, time] of note) {
        const rest = time - Date.now();
        const until = Math.max(nextTime() + rest, this.#lost.get(checksum)?.until ?? 0);
        // The clock may have been set back meanwhile.
        if (rest > 0 && rest <= lateWindow) this.#lost.set(checksum, { key, until });
      }
    });
  }

  #withNote(use: (storage: NoteStorage, name: string) => void): void {
    const { storage, orderId } = this.#options;
    try {
      use(storage, 'norce-kit-late' + orderId);
    } catch {
      // There is no page, the browser denies storage, or another script of the shop has written to it.
    }
  }

  /** Returns the lost values that could overwrite a saved one. */
  #threats(): readonly Lost[] {
    return [...this.#lost].flatMap(([checksum, lost]) => {
      const saved = this.#saved.get(lost.key);
      return saved === undefined || attributeChecksum(lost.key, saved.value) === checksum ? [] : [lost];
    });
  }

  #compare({ attributes }: Order, readAt: number): void {
    const overwritten = new Map<string, JsonValue>();
    for (const [key, { value, savedAt }] of this.#saved) {
      const held = attributes?.[key];
      if (savedAt > readAt || isSame(held, value)) continue;
      this.#saved.delete(key);
      // Another value is one of another party, which counts.
      if (this.#lost.has(attributeChecksum(key, held))) overwritten.set(key, value);
    }
    this.#dropUntil(readAt);
    if (overwritten.size > 0) this.#options.onOverwritten(Object.fromEntries(overwritten));
  }

  #doubt(error: OrderApiError, readAt: number): void {
    const doubtful = new Map<string, JsonValue>();
    for (const { key, until } of this.#threats()) {
      const saved = this.#saved.get(key);
      if (until <= readAt && saved !== undefined) doubtful.set(key, saved.value);
    }
    this.#dropUntil(readAt);
    for (const key of doubtful.keys()) this.#saved.delete(key);
    if (doubtful.size > 0) this.#options.onUnknown(Object.fromEntries(doubtful), error);
  }

  #dropUntil(time: number): void {
    for (const [checksum, { until }] of this.#lost) if (until <= time) this.#lost.delete(checksum);
  }
}
