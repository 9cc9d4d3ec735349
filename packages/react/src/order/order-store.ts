import type { Answer, Consent, Order } from '@norce-kit/core';
import { QueryObserver } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { answersOf } from '../client/answers.ts';
import type { PageClient } from '../client/types.ts';
import { createAttempts } from './attempts.ts';
import type { Attempts, ConsentBlocker } from './attempts.ts';
import { createBoxes } from './boxes.ts';
import type { Boxes } from './boxes.ts';
import { createOrderFacts } from './consent-facts.ts';
import type { ConsentFacts } from './consent-facts.ts';
import { orderQueryKey, orderQueryOptions, readAgain } from './order-query.ts';

/** One order for any number of boxes: one query observer, and each box hears only of its own consent. */
export interface OrderStore {
  /** Puts a first order into an empty cache; one that is of another order is left aside. */
  fill: (order: Order) => void;
  /** Observes the order, which fetches it where it is missing or stale. */
  subscribe: (listener: () => void) => () => void;
  /** The same, and hears of the answers to all its consents. */
  subscribeToAll: (listener: () => void) => () => void;
  getFacts: (consentId: string) => ConsentFacts;
  /** The ids of the consents in the order's own order; undefined before it has been read. */
  getConsentIds: () => readonly string[] | undefined;
  /** The answer as the first order has it, for rendering on a server and for hydrating that. */
  getInitialAnswer: (consentId: string) => Answer;
  /** The answer as the register has it; the initial one, the same object, for as long as that says nothing else. */
  getAnswer: (consentId: string) => Answer;
  readonly boxes: Boxes;
  readonly attempts: Pick<Attempts, 'getLast' | 'clear' | 'summaries'>;
  /** Records that the shopper tried to go on and was refused. */
  refuse: (blockers: readonly ConsentBlocker[]) => void;
}

export interface OrderStores {
  of: (orderId: string) => OrderStore;
  /** Whether anything below the provider asked for this order. */
  has: (orderId: string) => boolean;
}

/** Makes the stores of a provider, one per order that is asked for. */
export function createOrderStores(client: PageClient, queryClient: QueryClient): OrderStores {
  const stores = new Map<string, OrderStore>();
  return {
    has: (orderId) => stores.has(orderId),
    of: (orderId) => {
      let store = stores.get(orderId);
      if (store === undefined) stores.set(orderId, (store = createOrderStore(client, queryClient, orderId)));
      return store;
    },
  };
}

function createOrderStore(client: PageClient, queryClient: QueryClient, orderId: string): OrderStore {
  const answers = answersOf(client);
  const facts = createOrderFacts();
  const boxes = createBoxes();
  const attempts = createAttempts(boxes);
  const listeners = new Set<() => void>();
  let taken: Order | undefined;
  let synced: Order | undefined;
  let stopObserving: (() => void) | undefined;

  const take = (): void => {
    const order = queryClient.getQueryData<Order>(orderQueryKey(orderId));
    if (order === undefined || order === taken) return;
    taken = order;
    facts.take(order);
  };
  take();

  /** Tells the register of an order that may have come by another way than our query: initial, hydrated, set by the host. */
  const sync = (): void => {
    take();
    if (taken === undefined || taken === synced) return;
    synced = taken;
    answers.reconcile(orderId, taken);
    if (taken.consents?.some(isContradicted)) readAgain(queryClient, orderId);
  };

  /** Whether the register, which is at rest, knows otherwise; which of the two is newer only a read can tell. */
  const isContradicted = ({ id = '', checked }: Consent): boolean => {
    const { confirmed, desired } = answers.get(orderId, id);
    return desired === undefined && confirmed === (checked !== true);
  };

  const observe = (): (() => void) => {
    const options = orderQueryOptions(client, orderId);
    const observer = new QueryObserver(queryClient, options);
    const stops = [
      observer.subscribe(({ isError }) => {
        facts.setIsUnreadable(isError);
        sync();
        listeners.forEach((listener) => listener());
      }),
      queryClient.getQueryCache().subscribe(({ type, query }) => {
        // Of a cache that was cleared an observer would keep the query that was in it, which nothing fetches again.
        if (type === 'removed' && query === observer.getCurrentQuery()) observer.setOptions(options);
      }),
    ];
    return () => stops.forEach((stop) => stop());
  };

  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    stopObserving ??= observe();
    sync();
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      stopObserving?.();
      stopObserving = undefined;
    };
  };

  return {
    fill: (order) => {
      if ((order.id ?? orderId) !== orderId) return;
      const key = orderQueryKey(orderId);
      // As old as can be, for the page that brought it may come from a cache.
      if (queryClient.getQueryData(key) === undefined) queryClient.setQueryData(key, order, { updatedAt: 0 });
      take();
    },
    subscribe,
    subscribeToAll: (listener) => {
      const stops = [subscribe(listener), answers.subscribe(orderId, listener)];
      return () => stops.forEach((stop) => stop());
    },
    getFacts: facts.get,
    getConsentIds: facts.getIds,
    getInitialAnswer: facts.getInitialAnswer,
    getAnswer: (consentId) => {
      const answer = answers.get(orderId, consentId);
      const initial = facts.getInitialAnswer(consentId);
      const { saveState, desired, confirmed = initial.confirmed } = answer;
      const isNews = saveState !== 'idle' || desired !== undefined || confirmed !== initial.confirmed;
      return isNews ? answer : initial;
    },
    boxes,
    attempts,
    refuse: (blockers) => {
      attempts.refuse(blockers);
      facts.setIsAttempted();
      listeners.forEach((listener) => listener());
    },
  };
}
