import { addListener, notifyListeners } from '@norce-kit/core';
import type { Answers, Consent, Listeners, Order, OrderApiError } from '@norce-kit/core';
import { QueryObserver } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { answersOf } from '../client/answers.ts';
import type { Client } from '../client/types.ts';
import { createAttempts } from './attempts.ts';
import type { Attempts, RefusalItem } from './attempts.ts';
import { createBoxes } from './boxes.ts';
import type { Boxes } from './boxes.ts';
import { createOrderFacts } from './consent-facts.ts';
import type { OrderFacts, OrderView } from './consent-facts.ts';
import { orderQueryKey, orderQueryOptions, refetchOrder } from './order-query.ts';
import type { OrderQueryKey } from './order-query.ts';
import { readStartOf } from './read-start.ts';
import { noteServedBoxes } from './served-boxes.ts';
import { servedOrders } from './served-orders.ts';

/** One order for any number of boxes: they share one query observer, and each is notified of its own consent only. */
export interface OrderStore extends OrderView {
  /** Puts `initialOrder` into an empty cache, once. Ignores an order with another id. */
  readonly fill: (order: Order) => void;
  /** Observes the order, which fetches it when it is missing or stale. Returns the function that unsubscribes. */
  readonly subscribe: (listener: () => void) => () => void;
  /** As `subscribe`, and calls `listener` when the answer to any consent changes. */
  readonly subscribeToAll: (listener: () => void) => () => void;
  /** The order as the server rendered it, for rendering on a server and for hydration. */
  readonly served: OrderView;
  readonly servedOrder: Order | undefined;
  readonly boxes: Boxes;
  readonly attempts: Pick<Attempts, 'getLast' | 'clear' | 'summaries'>;
  /** Records that the shopper tried to go on and was refused. */
  readonly refuse: (items: readonly RefusalItem[]) => void;
  /** Brings the register, the facts and the boxes up to date with the cached order. */
  readonly sync: () => void;
  /** Observes the query that replaces the removed one. */
  readonly followRemoval: (removed: unknown) => void;
}

/** The stores of one provider, one per order. */
export interface OrderStores {
  /** Returns the store of an order; creates it when there is none, with the order that the server rendered. */
  readonly of: (orderId: string, initialOrder?: Order) => OrderStore;
  /** Whether a component below the provider used this order. */
  readonly has: (orderId: string) => boolean;
  /** Keeps the stores in sync with the query cache. Returns the function that stops it. */
  readonly connect: () => () => void;
}

export function createOrderStores(client: Client, queryClient: QueryClient): OrderStores {
  const stores = new Map<string, OrderStore>();
  const served = servedOrders(queryClient);
  // Before anything below the provider hydrates.
  noteServedBoxes();
  return {
    has: (orderId) => stores.has(orderId),
    of: (orderId, initialOrder) => {
      let store = stores.get(orderId);
      if (store === undefined) {
        const isOwn = (initialOrder?.id ?? orderId) === orderId;
        const first = (isOwn ? initialOrder : undefined) ?? served.get(orderId);
        stores.set(orderId, (store = new CachedOrder(client, queryClient, orderId, first)));
      }
      return store;
    },
    connect: () => {
      // The cache may have changed between the render and its effects.
      stores.forEach((store) => store.sync());
      return queryClient.getQueryCache().subscribe(({ type, query }) => {
        const [scope, kind, orderId] = query.queryKey as readonly unknown[];
        if (scope !== 'norce' || kind !== 'order' || typeof orderId !== 'string') return;
        if (type === 'updated') stores.get(orderId)?.sync();
        else if (type === 'removed') stores.get(orderId)?.followRemoval(query);
      });
    },
  };
}

class CachedOrder implements OrderStore {
  readonly boxes: Boxes;
  readonly served: OrderView;
  readonly servedOrder: Order | undefined;
  readonly getFacts: OrderStore['getFacts'];
  readonly getConsentIds: OrderStore['getConsentIds'];
  readonly attempts: Attempts = createAttempts();
  readonly #client: Client;
  readonly #queryClient: QueryClient;
  readonly #orderId: string;
  readonly #answers: Answers;
  readonly #facts: OrderFacts;
  readonly #listeners: Listeners<void> = new Set();
  #subscribers = 0;
  #observer: QueryObserver<Order, OrderApiError, Order, Order, OrderQueryKey> | undefined;
  #stopObserving: (() => void) | undefined;
  #taken: Order | undefined;
  #isFilling = false;
  #synced: { readonly order: Order; readonly startedAt: number | undefined } | undefined;

  constructor(client: Client, queryClient: QueryClient, orderId: string, served: Order | undefined) {
    this.#client = client;
    this.#queryClient = queryClient;
    this.#orderId = orderId;
    this.#answers = answersOf(client);
    this.servedOrder = served;
    this.#facts = createOrderFacts(served);
    this.served = this.#facts.served;
    this.getFacts = this.#facts.getFacts;
    this.getConsentIds = this.#facts.getConsentIds;
    this.boxes = createBoxes((consentId) => this.getAnswer(consentId).checked === true);
    this.#take();
  }

  readonly getAnswer: OrderStore['getAnswer'] = (consentId) => {
    const answer = this.#answers.get(this.#orderId, consentId);
    const held = this.#facts.getAnswer(consentId);
    const { saveState, desired, confirmed = held.confirmed } = answer;
    const isNews = saveState !== 'idle' || desired !== undefined || confirmed !== held.confirmed;
    return isNews ? answer : held;
  };

  readonly fill: OrderStore['fill'] = (order) => {
    if ((order.id ?? this.#orderId) !== this.#orderId || this.#taken !== undefined) return;
    const queryKey = orderQueryKey(this.#orderId);
    if (this.#queryClient.getQueryData(queryKey) === undefined) {
      this.#isFilling = true;
      // As old as can be: the page that brought it may come from a cache.
      this.#queryClient.setQueryData(queryKey, order, { updatedAt: 0 });
      this.#isFilling = false;
    }
    this.#take();
  };

  readonly subscribe: OrderStore['subscribe'] = (listener) => {
    const remove = addListener(this.#listeners, listener);
    this.#subscribers += 1;
    if (this.#observer === undefined) this.#observe();
    return () => {
      remove();
      this.#subscribers -= 1;
      if (this.#subscribers > 0) return;
      this.#stopObserving?.();
      this.#observer = undefined;
    };
  };

  readonly subscribeToAll: OrderStore['subscribeToAll'] = (listener) => {
    const stops = [this.subscribe(listener), this.#answers.subscribe(this.#orderId, listener)];
    return () => stops.forEach((stop) => stop());
  };

  readonly refuse: OrderStore['refuse'] = (items) => {
    this.attempts.refuse(items);
    this.#facts.setIsAttempted();
    notifyListeners(this.#listeners, undefined);
  };

  readonly sync: OrderStore['sync'] = () => {
    // A render fills the cache; the subscription that follows it syncs.
    if (this.#isFilling) return;
    const query = this.#queryClient.getQueryState(orderQueryKey(this.#orderId));
    const isChanged = this.#facts.setIsUnreadable(query?.status === 'error');
    const isTaken = this.#take();
    if (this.#taken !== undefined) this.#reconcile(this.#taken);
    if (isChanged || isTaken) notifyListeners(this.#listeners, undefined);
    this.boxes.show();
  };

  readonly followRemoval: OrderStore['followRemoval'] = (removed) => {
    const observer = this.#observer;
    if (observer?.getCurrentQuery() !== removed) return;
    // After `clear()` the observer keeps a removed query that never refetches.
    observer?.setOptions(orderQueryOptions(this.#client, this.#orderId));
  };

  #observe(): void {
    this.#observer = new QueryObserver(this.#queryClient, orderQueryOptions(this.#client, this.#orderId));
    this.#stopObserving = this.#observer.subscribe(() => undefined);
    this.sync();
  }

  /** Takes over the cached order. Returns whether it is another one. */
  #take(): boolean {
    const order = this.#queryClient.getQueryData<Order>(orderQueryKey(this.#orderId));
    if (order === undefined || order === this.#taken) return false;
    this.#taken = order;
    this.#facts.take(order);
    return true;
  }

  #reconcile(order: Order): void {
    const startedAt = readStartOf(order);
    if (this.#synced?.order === order && this.#synced.startedAt === startedAt) return;
    this.#synced = { order, startedAt };
    this.#answers.reconcile(this.#orderId, order, startedAt);
    const isContradicted = order.consents?.some((consent) => this.#isContradicted(consent));
    if (isContradicted === true) refetchOrder(this.#queryClient, this.#orderId);
  }

  /** Whether the register, at rest, has another value. Only a read that starts now shows which of the two is newer. */
  #isContradicted({ id = '', checked }: Consent): boolean {
    const { confirmed, desired } = this.#answers.get(this.#orderId, id);
    return desired === undefined && confirmed === (checked !== true);
  }
}
