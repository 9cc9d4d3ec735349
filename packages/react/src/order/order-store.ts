import { addListener, notifyListeners } from '@norce-kit/core';
import type { Answers, Listeners, Order, OrderApiError } from '@norce-kit/core';
import { QueryObserver } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { answersOf, lookUpsOf } from '../client/answers.ts';
import { subscribeToEvents } from '../client/events.ts';
import type { OrderEvent } from '../client/events.ts';
import type { Client } from '../client/types.ts';
import { createBoxes } from './boxes.ts';
import type { Boxes } from './boxes.ts';
import { OrderFacts } from './consent-facts.ts';
import type { OrderView } from './consent-facts.ts';
import { leftAnswer, takeChange, takeNewer } from './left-answers.ts';
import {
  checkLater,
  observedOrderOptions,
  orderQueryKey,
  orderQueryOptions,
  readOrderLater,
  readOrderQueryKey,
  refetchOrder,
} from './order-query.ts';
import type { OrderQueryKey, OrderTarget } from './order-query.ts';
import { readsOf } from './order-reads.ts';
import type { OrderReads } from './order-reads.ts';
import { readAbandoned, readNote, takeNotes, watchPreviousPage } from './previous-page.ts';
import type { NotedAnswer } from './previous-page.ts';
import { watchResets } from './resets.ts';
import { noteAct, noteServedBoxes } from './served-boxes.ts';
import { servedOrders } from './served-orders.ts';
import { announceToTabs, dropOldStored, readStored, subscribeToTabs } from './tab-sync.ts';

/** One order for any number of boxes: they share one query observer, and each is notified of its own consent only. */
export interface OrderStore extends OrderView, OrderTarget {
  /** Puts `initialOrder` into an empty cache, once. */
  readonly fill: (order: Order) => void;
  /**
   * Subscribes to the order, which is observed as long as there is a listener. The first two, a provider and the first
   * component below it, read it, once a second at most. Returns the function that unsubscribes.
   */
  readonly subscribe: (listener: () => void) => () => void;
  /** Calls `listener` when the answer to one consent changes. Returns the function that unsubscribes. */
  readonly subscribeToConsent: (consentId: string, listener: () => void) => () => void;
  /** The order as the server rendered it, for rendering on a server and for hydration. */
  readonly served: OrderView;
  readonly servedOrder: Order | undefined;
  readonly boxes: Boxes;
  /** Marks missing ticks as errors from now on, because the shopper tried to go on. */
  readonly setIsAttempted: () => void;
  /** Whether the known order is still to be read: it may be older than the page. */
  readonly isReadDue: () => boolean;
  /** Reads the order again when `initialOrder` has changed and is another one than the order that was read. */
  readonly compare: (order: Order) => void;
  /** Brings the register, the facts and the boxes up to date with the cached order. */
  readonly sync: () => void;
  /** Observes the query that replaces a removed one. */
  readonly followRemoval: () => void;
}

/** The stores of one provider, one per order. */
export interface OrderStores {
  /** Returns the store of an order; creates it when there is none, with the order that the server rendered. */
  readonly of: (orderId: string, initialOrder?: Order) => OrderStore;
  /**
   * Keeps the stores in sync with the query cache and with other tabs, and reports the events of their orders. Returns the
   * function that stops it.
   */
  readonly connect: (onEvent: (event: OrderEvent) => void) => () => void;
}

export function createOrderStores(client: Client, queryClient: QueryClient): OrderStores {
  const stores = new Map<string, OrderStore>();
  const servedOf = servedOrders(queryClient);
  // Before anything below the provider hydrates.
  noteServedBoxes();
  return {
    of: (orderId, initialOrder) => {
      let store = stores.get(orderId);
      if (store === undefined) {
        store = new CachedOrder(client, queryClient, orderId, initialOrder ?? servedOf(orderId));
        stores.set(orderId, store);
      }
      return store;
    },
    connect: (onEvent) => {
      // `mount()` subscribes to focus and online events, as `QueryClientProvider` does.
      queryClient.mount();
      // The cache may have changed between the render and its effects.
      stores.forEach((store) => store.sync());
      dropOldStored();
      const stops = [
        watchResets(),
        () => queryClient.unmount(),
        queryClient.getQueryCache().subscribe(({ type, query }) => {
          const store = stores.get(readOrderQueryKey(query.queryKey as readonly unknown[]) ?? '');
          if (type === 'updated') store?.sync();
          else if (type === 'removed') store?.followRemoval();
        }),
        subscribeToTabs(queryClient, (orderId, news, at) => {
          const [consentId, value, notes] = Array.isArray(news) ? (news as unknown[]) : [];
          if (typeof consentId !== 'string') {
            const store = stores.get(orderId);
            if (store && notes) takeNotes(store, notes as readonly NotedAnswer[], true);
            (news ? readOrderLater : refetchOrder)(queryClient, orderId);
            return;
          }
          // Browsers may deliver a message before what the other tab has stored.
          const last = readStored(queryClient, orderId, consentId);
          if (last.isOwn && last.at >= Number(at)) return;
          takeNewer(client, orderId, consentId, value === true);
          checkLater({ client, queryClient, orderId }, consentId, value === true);
          noteAct(orderId, consentId, at as number);
        }),
        subscribeToEvents(client, (event) => {
          if (!stores.has(event.orderId)) return;
          const isOwn = event.type === 'consent-changed' && takeChange(client, event);
          onEvent(isOwn ? { ...event, type: 'consent-saved' } : event);
        }),
      ];
      return () => stops.forEach((stop) => stop());
    },
  };
}

class CachedOrder implements OrderStore {
  readonly boxes: Boxes;
  readonly served: OrderView;
  readonly servedOrder: Order | undefined;
  readonly getFacts: OrderStore['getFacts'];
  readonly getConsentIds: OrderStore['getConsentIds'];
  readonly client: Client;
  readonly queryClient: QueryClient;
  readonly orderId: string;
  readonly #answers: Answers;
  readonly #facts: OrderFacts;
  readonly #listeners: Listeners<void> = new Set();
  readonly #reads: OrderReads;
  #observer: QueryObserver<Order, OrderApiError, Order, Order, OrderQueryKey> | undefined;
  /** The last `initialOrder`. */
  #given: Order | undefined;
  #close: (() => void) | undefined;
  #cached: Order | undefined;
  /** The order whose facts the boxes show. */
  #shown: Order | undefined;
  #reconciled: Order | undefined;
  #isFilling = false;
  #hasNote = false;

  constructor(client: Client, queryClient: QueryClient, orderId: string, served: Order | undefined) {
    this.client = client;
    this.queryClient = queryClient;
    this.orderId = orderId;
    this.#answers = answersOf(client);
    this.servedOrder = this.#given = served;
    const servedFacts = new OrderFacts();
    if (served !== undefined) servedFacts.take(served);
    this.served = servedFacts;
    this.#facts = new OrderFacts(servedFacts);
    this.getFacts = this.#facts.getFacts;
    this.getConsentIds = this.#facts.getConsentIds;
    this.boxes = createBoxes(this.orderId, (consentId) => this.getAnswer(consentId).checked === true);
    this.#reads = readsOf(queryClient, orderId);
    this.#take();
  }

  readonly getAnswer: OrderStore['getAnswer'] = (consentId) => {
    const answer = this.#answers.get(this.orderId, consentId);
    const held = this.#facts.getAnswer(consentId);
    const { saveState, desired, confirmed = held.confirmed, isDropped } = answer;
    const isAnswered = saveState !== 'idle' || desired !== undefined || isDropped;
    const earlier = isAnswered ? undefined : leftAnswer(this.client, this.orderId, consentId, confirmed);
    return earlier ?? (isAnswered || confirmed !== held.confirmed ? answer : held);
  };

  readonly fill: OrderStore['fill'] = (order) => {
    if (this.#cached !== undefined) return;
    const { client, queryClient, orderId } = this;
    if (queryClient.getQueryData(orderQueryKey(orderId)) === undefined) {
      this.#isFilling = true;
      const options = queryClient.defaultQueryOptions(orderQueryOptions(client, orderId));
      // As old as can be: the page that brought it may come from a cache.
      queryClient.getQueryCache().build(queryClient, options).setData(order, { updatedAt: 0, manual: true });
      this.#isFilling = false;
    }
    this.#take();
  };

  readonly subscribe: OrderStore['subscribe'] = (listener) => {
    const remove = addListener(this.#listeners, listener);
    if (this.#observer === undefined) this.#observe();
    // The provider, and the first component below it.
    else if (this.#listeners.size <= 2) this.#reads.require();
    return () => {
      remove();
      if (this.#listeners.size > 0) return;
      this.#close?.();
      this.#observer = undefined;
    };
  };

  readonly subscribeToConsent: OrderStore['subscribeToConsent'] = (consentId, listener) =>
    this.#answers.subscribeToConsent(this.orderId, consentId, listener);

  readonly isReadDue: OrderStore['isReadDue'] = () => this.#reads.isDue();

  readonly compare: OrderStore['compare'] = (order) => {
    // A page that opens with the same one, or is shown again, reads the order in any case.
    if (order === this.#given) return;
    this.#given = order;
    // A read of another cache may have changed the answers since the last one of this cache.
    const isShown = order.consents?.every(({ id = '', checked }) => this.getAnswer(id).confirmed === checked);
    this.#reads.compare(order, !isShown);
  };

  readonly setIsAttempted: OrderStore['setIsAttempted'] = () => {
    this.#facts.setIsAttempted();
    notifyListeners(this.#listeners, undefined);
  };

  readonly sync: OrderStore['sync'] = () => {
    // A render fills the cache; the subscription that follows it syncs.
    if (this.#isFilling) return;
    if (!this.#hasNote) readNote(this);
    this.#hasNote = true;
    const isChanged = this.#facts.setIsUnreadable(this.#reads.isUnreadable);
    const isTaken = this.#take();
    const shown = this.#shown;
    if (shown !== undefined && shown !== this.#reconciled) {
      this.#reconciled = shown;
      this.#answers.reconcile(this.orderId, shown, this.#reads.last?.startedAt);
      readAbandoned(this);
      // A saved answer is sent again, because a late request has replaced it: caches may have what that one wrote.
      const unsaved = this.#answers.unsaved(this.orderId);
      if (unsaved.some(({ consentId }) => this.getAnswer(consentId).saveState === 'saved')) {
        announceToTabs(this.queryClient, this.orderId, []);
        readOrderLater(this.queryClient, this.orderId);
      }
    }
    if (isChanged || isTaken) {
      notifyListeners(this.#listeners, undefined);
      this.boxes.show();
    }
    this.#reads.check();
  };

  // After `clear()` the observer keeps a removed query that never refetches.
  readonly followRemoval: OrderStore['followRemoval'] = () =>
    this.#observer?.setOptions(observedOrderOptions(this.client, this.orderId));

  #observe(): void {
    const observer = new QueryObserver(this.queryClient, observedOrderOptions(this.client, this.orderId));
    this.#observer = observer;
    const stopWatching = watchPreviousPage(this);
    const stopReading = this.#reads.open({
      onRead: (order) => {
        this.#cached ??= order;
        this.sync();
      },
      getState: () => observer.getCurrentQuery().state,
      refetch: () => void observer.refetch(),
    });
    const stopObserving = observer.subscribe(() => undefined);
    // A read of the register counts as well: boxes show a refusal together with its reason.
    const stopFollowing = addListener(lookUpsOf(this.client), ({ orderId, read }) => {
      if (orderId === this.orderId)
        this.#reads.run(this.#answers.beginRead(), () => read).catch(() => undefined);
    });
    this.#close = () => {
      stopFollowing();
      stopWatching();
      stopReading();
      stopObserving();
    };
    this.sync();
  }

  /** Takes over the order that was read last, or else the cached one. Returns whether it is another one than before. */
  #take(): boolean {
    const cached = this.queryClient.getQueryData<Order | null>(orderQueryKey(this.orderId));
    if (cached != null && cached !== this.#cached) {
      this.#cached = cached;
      this.#reads.compare(cached);
    }
    // Data in the cache that was not read here is of unknown age.
    const order = this.#cached && (this.#reads.last?.order ?? this.#cached);
    if (order === undefined || order === this.#shown) return false;
    this.#shown = order;
    this.#facts.take(order);
    return true;
  }
}
