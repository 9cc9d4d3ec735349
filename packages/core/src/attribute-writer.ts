import { AttributeQueue } from './attribute-queue.ts';
import type { AttributeClient } from './attribute-queue.ts';
import type { AttributeValues } from './attribute-values.ts';
import { onFocusOut, onPageHide } from './browser-events.ts';
import { OrderApiError } from './errors.ts';
import type { UnsavedAttribute } from './errors.ts';
import { getOrAdd } from './get-or-add.ts';
import { LateAttributes } from './late-attributes.ts';
import type { NoteStorage } from './late-attributes.ts';
import { addListener, notifyListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';
import type { Writer } from './writer.ts';

export type { AttributeValues } from './attribute-values.ts';

/** The end of the newest write of one attribute. Contains no personal data. */
export interface AttributeEvent {
  /** `not-saved`: the order is not known to hold the value. */
  readonly type: 'saved' | 'not-saved';
  /** Id of the order. */
  readonly orderId: string;
  /** Key among the order's attributes. */
  readonly key: string;
}

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
  /**
   * Takes values that the shopper gave on another page. Writes those of keys of which this page has an older value that is
   * not saved or may arrive late, after it.
   */
  readonly takeNewer: (orderId: string, values: AttributeValues) => void;
  /** Sends values that wait for further values at once. */
  readonly flush: (orderId: string) => void;
  /** Returns the newest value of each key that the order is not known to hold, those of keys that failed first. */
  readonly unsaved: (orderId: string) => readonly UnsavedAttribute[];
  /**
   * Forgets the failed values of an order.
   *
   * @param keys the attributes; default all
   */
  readonly forget: (orderId: string, keys?: readonly string[]) => void;
  /** Calls `listener` with each saved and each failed value that no newer one replaced. Returns the function that unsubscribes. */
  readonly subscribeToEvents: (listener: (event: AttributeEvent) => void) => () => void;
  /**
   * Flushes, and resolves when nothing of this order is under way and no value failed, writes that start in the meantime
   * included. Rejects with the `OrderApiError` of a failed value, or with kind `timeout`.
   *
   * @param timeout in ms; default 30_000
   */
  readonly whenSettled: (orderId: string, timeout?: number) => Promise<void>;
}

/** Seams of the writer for tests. */
export interface AttributeWriterOptions {
  /** @default the `focusout` event */
  readonly onFieldLeave?: (listener: () => void) => () => void;
  /** @default the `pagehide` event, and a page that gets hidden */
  readonly onLeave?: (listener: () => void) => () => void;
  /** @default the session storage of the page */
  readonly storage?: NoteStorage;
}

/**
 * Creates the writer of order attributes, for one client. It merges, orders and coalesces the writes of a page.
 *
 * @example
 * const attributes = createAttributeWriter(createOrderClient({ baseUrl: '/api/norce' }));
 * await attributes.patch('o_1', { note: 'Leave it at the door' });
 */
export const createAttributeWriter: (client: AttributeClient) => AttributeWriter = createWriter;

// Not the `sessionStorage` of a server runtime, which all shoppers would share.
const pageStorage: NoteStorage = {
  getItem: (name) => window.sessionStorage.getItem(name),
  setItem: (name, note) => window.sessionStorage.setItem(name, note),
};

/** Creates an attribute writer with the seams that tests need. */
export function createWriter(
  client: AttributeClient,
  {
    onFieldLeave = onFocusOut,
    onLeave = (listener) => onPageHide('attributes', listener),
    storage = pageStorage,
  }: AttributeWriterOptions = {},
): AttributeWriter {
  return new OrderAttributes(client, { onFieldLeave, onLeave, storage });
}

class OrderAttributes implements AttributeWriter {
  readonly #client: AttributeClient;
  readonly #options: Required<AttributeWriterOptions>;
  readonly #queues = new Map<string, AttributeQueue>();
  /** By order, from its first write. */
  readonly #late = new Map<string, LateAttributes>();
  readonly #failed = new Map<string, Map<string, UnsavedAttribute>>();
  readonly #listeners = new Map<string, Listeners<void>>();
  readonly #eventListeners: Listeners<AttributeEvent> = new Set();

  constructor(client: AttributeClient, options: Required<AttributeWriterOptions>) {
    this.#client = client;
    this.#options = options;
  }

  readonly patch: AttributeWriter['patch'] = (orderId, values, delay = 0) => {
    if (Object.keys(values).length === 0) return Promise.resolve(values);
    this.#lateOf(orderId).noteNewer(values);
    const end = (this.#queues.get(orderId) ?? this.#openQueue(orderId)).patch(values, delay);
    this.#notify(orderId);
    return end;
  };

  readonly takeNewer: AttributeWriter['takeNewer'] = (orderId, values) => {
    const late = this.#lateOf(orderId);
    const unsaved = new Set(this.unsaved(orderId).map(({ key }) => key));
    const older = Object.entries(values).filter(([key]) => unsaved.has(key) || late.mayArrive(key));
    void this.patch(orderId, Object.fromEntries(older));
    late.noteOthers(values);
  };

  readonly flush: AttributeWriter['flush'] = (orderId) => this.#queues.get(orderId)?.flush();

  readonly isBusy: AttributeWriter['isBusy'] = (orderId) => this.#queues.has(orderId);

  readonly unsaved: AttributeWriter['unsaved'] = (orderId) => {
    const unsaved = new Map(this.#failed.get(orderId));
    // A newer value may be under way after one that failed.
    for (const [key, value] of Object.entries(this.#queues.get(orderId)?.values() ?? {}))
      unsaved.set(key, { reason: 'saving', ...unsaved.get(key), key, value });
    return [...unsaved.values()];
  };

  readonly forget: AttributeWriter['forget'] = (orderId, keys) => {
    const failed = this.#failed.get(orderId);
    if (failed === undefined) return;
    for (const key of keys ?? failed.keys()) failed.delete(key);
    this.#notify(orderId);
  };

  readonly subscribe: AttributeWriter['subscribe'] = (orderId, listener) =>
    addListener(
      getOrAdd(this.#listeners, orderId, () => new Set()),
      listener,
    );

  readonly subscribeToEvents: AttributeWriter['subscribeToEvents'] = (listener) =>
    addListener(this.#eventListeners, listener);

  readonly whenSettled: AttributeWriter['whenSettled'] = async (orderId, timeout = 30_000) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timedOut = new Promise<true>((resolve) => {
      timer = setTimeout(() => resolve(true), timeout);
    });
    const isLate = await Promise.race([this.#untilIdle(orderId), timedOut]);
    clearTimeout(timer);
    if (isLate) throw timeoutError();
    const [failure] = this.#failed.get(orderId)?.values() ?? [];
    if (failure !== undefined) throw failure.error as Error;
  };

  async #untilIdle(orderId: string): Promise<false> {
    for (let queue = this.#queues.get(orderId); queue !== undefined; queue = this.#queues.get(orderId)) {
      await queue.ends();
      // Callers that waited for their write may start another one, some microtasks later.
      await new Promise((resolve) => setTimeout(resolve));
    }
    return false;
  }

  #openQueue(orderId: string): AttributeQueue {
    const queue = new AttributeQueue({
      orderId,
      client: this.#client,
      onFieldLeave: this.#options.onFieldLeave,
      onResult: (values, error) => this.#note(orderId, values, error),
      onLost: (values) => this.#lateOf(orderId).noteLost(values),
      onLeave: (underWay) => this.#lateOf(orderId).leaveNote(underWay),
      onEnd: () => {
        stopWatchingLeave();
        this.#queues.delete(orderId);
        this.#notify(orderId);
      },
    });
    const stopWatchingLeave = this.#options.onLeave(() => queue.leave());
    this.#queues.set(orderId, queue);
    return queue;
  }

  #lateOf(orderId: string): LateAttributes {
    return getOrAdd(this.#late, orderId, () => {
      const onOverwritten = (values: AttributeValues) => void this.patch(orderId, values);
      const onUnknown = (values: AttributeValues, error: OrderApiError) => this.#note(orderId, values, error);
      const { storage } = this.#options;
      return new LateAttributes({ orderId, client: this.#client, storage, onOverwritten, onUnknown });
    });
  }

  #note(orderId: string, values: AttributeValues, error: OrderApiError | undefined): void {
    const failed = getOrAdd(this.#failed, orderId, () => new Map());
    for (const [key, value] of Object.entries(values)) {
      if (error === undefined) failed.delete(key);
      else failed.set(key, { key, value, reason: 'not-saved', error });
    }
    if (error === undefined) this.#late.get(orderId)?.noteSaved(values);
    this.#notify(orderId);
    const type = error === undefined ? 'saved' : 'not-saved';
    for (const key of Object.keys(values)) {
      notifyListeners(this.#eventListeners, { type, orderId, key });
    }
  }

  #notify(orderId: string): void {
    const known = this.#listeners.get(orderId);
    if (known !== undefined) notifyListeners(known, undefined);
  }
}

const timeoutError = () =>
  new OrderApiError({
    kind: 'timeout',
    operation: 'patchAttributes',
    outcome: 'unknown',
    reason: 'not everything was written in time',
  });
