import { addListener, hashWording, notifyListeners, readEvidence } from '@norce-kit/core';
import type { Answer, EvidenceRecord, Listeners, Order } from '@norce-kit/core';
import { perClient } from '../client/per-client.ts';
import { consentKey } from './consent-key.ts';
import type { EvidenceWriter } from './evidence-of.ts';
import type { WordingTable } from './known-wordings.ts';
import type { AnswerSource, ShownAnswer } from './answer-view.ts';
import { orderQueryKey, readOrderQueryKey } from './order-query.ts';
import type { OrderStore } from './order-store.ts';
import { shownWording } from './shown-wording.ts';

/** An answer of this page, from its save until the order is read with its record. */
interface SavedAnswer extends Pick<EvidenceRecord, 'checked' | 'at'> {
  readonly text: string | undefined;
  /** Undefined until it is computed. */
  readonly textHash: string | undefined;
}

/** An order in a cache. */
export type CachedOrder = Pick<OrderStore, 'queryClient' | 'orderId'>;

/** Returns an answer, marked as given to other words. */
const outdated = perClient((answer: Answer): ShownAnswer => ({ ...answer, isOutdated: true, of: answer }));

/** Compares the words on screen with those that the order's answers were given to. */
export class AnsweredWords {
  readonly #table: WordingTable;
  /** Called with the id of an order when a result may have changed. */
  readonly #listeners: Listeners<string>;
  readonly #hashes = new Map<string, string>();
  readonly #hashing = new Map<string, Promise<string>>();
  readonly #saved = new Map<string, SavedAnswer>();
  /** The words last seen beside a box: the step with the box may be left before the gate is passed. */
  readonly #seen = new Map<string, string | undefined>();
  /** The words with which the shopper goes on, by consent. */
  readonly #accepted = new Map<string, string>();
  /** Subscribes to what the answers of a store are compared with, once for all of its boxes. */
  readonly #subscriberOf = perClient((store: OrderStore) =>
    shareSubscription((listener) => this.#subscribe(store, listener)),
  );

  constructor(table: WordingTable, listeners: Listeners<string>) {
    this.#table = table;
    this.#listeners = listeners;
  }

  /** Returns the answers of a store, marked while they were given to other words than `text`. */
  readonly compare: EvidenceWriter['compare'] = (store, text, kind): AnswerSource => ({
    getAnswer: (consentId) => {
      const answer = store.getAnswer(consentId);
      const isOutdated = this.#isOutdated(store, consentId, answer, text, kind === 'objection');
      return isOutdated ? outdated(answer) : answer;
    },
    subscribeToConsent: (consentId, listener) => {
      const shown = this.#see(store, consentId);
      // A gate may have compared the words before. Those that are yet to be hashed notify it then.
      if (shown !== undefined && this.#hashes.has(shown)) notifyListeners(this.#listeners, store.orderId);
      const stops = [store.subscribeToConsent(consentId, listener), this.#subscriberOf(store)(listener)];
      return () => stops.forEach((stop) => stop());
    },
  });

  /** Whether the page shows, or showed last, other words than those that the order's answer was given to. */
  readonly isOutdated = (store: OrderStore, consentId: string): boolean => {
    const answer = store.getAnswer(consentId);
    // The words are looked up last, because that may lay out the page.
    if (this.#recordsOf(store, consentId, answer.confirmed).length === 0) return false;
    const text = this.#see(store, consentId);
    if (this.#accepted.get(consentKey(store.orderId, consentId)) === text) return false;
    return this.#isOutdated(store, consentId, answer, text, false);
  };

  readonly accept = (store: OrderStore, consentId: string): void => {
    const text = this.#see(store, consentId);
    if (text !== undefined) this.#accepted.set(consentKey(store.orderId, consentId), text);
    notifyListeners(this.#listeners, store.orderId);
  };

  /** Returns the hash of a text, computed once. */
  hash(text: string): Promise<string> {
    let hashing = this.#hashing.get(text);
    if (hashing === undefined) {
      hashing = hashWording(text);
      this.#hashing.set(text, hashing);
      hashing.then(
        (hash) => this.#hashes.set(text, hash),
        () => this.#hashing.delete(text),
      );
    }
    return hashing;
  }

  /** Whether the records of `held`, the value of the order, are all of other words than `text`. */
  isOther(order: CachedOrder, consentId: string, held: boolean, text: string, isObjection = false): boolean {
    const records = this.#recordsOf(order, consentId, held);
    if (records.length === 0) return false;
    const hash = this.#hashOf(text, order.orderId);
    if (hash === undefined) return false;
    const { isSame, isKnown } = this.#table;
    if (records.some((record) => record.text === text || isSame(record.textHash, hash))) return false;
    return !isObjection || [hash, ...records.map(({ textHash }) => textHash)].every(isKnown);
  }

  /** Notes an answer that the order has, and whose record is still to be written. */
  noteSaved(orderId: string, consentId: string, answer: SavedAnswer): void {
    const key = consentKey(orderId, consentId);
    this.#saved.set(key, answer);
    // The shopper went on with the answer before this one.
    this.#accepted.delete(key);
  }

  /** Calls `listener` when a text is hashed or accepted, and when the cached order changes. Returns the function that unsubscribes. */
  #subscribe({ queryClient, orderId }: OrderStore, listener: () => void): () => void {
    const stops = [
      addListener(this.#listeners, (changed) => {
        if (changed === orderId) listener();
      }),
      queryClient.getQueryCache().subscribe(({ type, query }) => {
        if (readOrderQueryKey(query.queryKey as readonly unknown[]) !== orderId) return;
        // A provider that renders fills the cache; the components below it must not render then.
        if (type === 'updated' && query.state.dataUpdatedAt > 0) listener();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  #isOutdated(
    store: OrderStore,
    consentId: string,
    { desired, confirmed }: Answer,
    text: string | undefined,
    isObjection: boolean,
  ): boolean {
    if (text === undefined || confirmed === undefined || desired !== undefined) return false;
    const { isOnOrder, isUnreadable } = store.getFacts(consentId);
    if (isOnOrder !== true || isUnreadable) return false;
    return this.isOther(store, consentId, confirmed, text, isObjection);
  }

  #see(store: OrderStore, consentId: string): string | undefined {
    const key = consentKey(store.orderId, consentId);
    const wording = shownWording(store.boxes, consentId);
    if (wording !== undefined) this.#seen.set(key, wording.text);
    return this.#seen.get(key);
  }

  /**
   * Returns the records of the value that the order holds, without a change in between: an answer that is given again to
   * new words does not take back the old one. Newer records of the other value are of answers that have no record.
   */
  #recordsOf({ queryClient, orderId }: CachedOrder, consentId: string, held: boolean | undefined) {
    const order = queryClient.getQueryData<Order>(orderQueryKey(orderId)) ?? {};
    const written = readEvidence(order, consentId);
    const records: { checked: boolean; textHash: string; text?: string | undefined }[] = [...written];
    const own = this.#saved.get(consentKey(orderId, consentId));
    const isOwn = ({ at, checked }: EvidenceRecord) => at === own?.at && checked === own.checked;
    // Words that are unknown need not be other ones.
    if (own?.text !== undefined && !written.some(isOwn)) {
      records.push({ ...own, textHash: own.textHash ?? '' });
    }
    const end = records.findLastIndex(({ checked }) => checked === held) + 1;
    const start = records.slice(0, end).findLastIndex(({ checked }) => checked !== held) + 1;
    return records.slice(start, end);
  }

  /** Returns the hash of a text when it is known, and notifies listeners when it becomes known. */
  #hashOf(text: string, orderId: string): string | undefined {
    if (!this.#hashes.has(text) && !this.#hashing.has(text)) {
      this.hash(text).then(
        () => notifyListeners(this.#listeners, orderId),
        // Without Web Crypto there is no evidence either.
        () => undefined,
      );
    }
    return this.#hashes.get(text);
  }
}

type Subscribe = (listener: () => void) => () => void;

/** Returns a function that subscribes any number of listeners to `subscribe` once. */
function shareSubscription(subscribe: Subscribe): Subscribe {
  const listeners: Listeners<void> = new Set();
  let stop: (() => void) | undefined;
  return (listener) => {
    const remove = addListener(listeners, listener);
    stop ??= subscribe(() => notifyListeners(listeners, undefined));
    return () => {
      remove();
      if (listeners.size > 0) return;
      stop?.();
      stop = undefined;
    };
  };
}
