import type { Answer, Answers, Order, OrderClient } from '@norce-kit/core';
import { QueryObserver } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { answersOf } from './answers.ts';
import { orderQueryKey, orderQueryOptions } from './options.ts';

/** What an order says of a consent besides its answer. */
export interface ConsentFacts {
  /** Undefined before the order has been read. */
  readonly isOnOrder: boolean | undefined;
  readonly text: string | undefined;
  readonly required: boolean;
}

/** One order for any number of boxes: one query observer, and each box hears only of its own consent. */
export interface OrderStore {
  readonly answers: Answers;
  /** Puts a first order into an empty cache. */
  fill: (order: Order) => void;
  /** Observes the order, which fetches it where it is missing or stale. */
  subscribe: (listener: () => void) => () => void;
  getFacts: (consentId: string) => ConsentFacts;
  /** The answer as the cached order has it, for rendering on a server and for hydrating that. */
  getInitialAnswer: (consentId: string) => Answer;
}

export interface OrderStores {
  readonly answers: Answers;
  of: (orderId: string) => OrderStore;
}

const unread: ConsentFacts = { isOnOrder: undefined, text: undefined, required: false };
const missing: ConsentFacts = { isOnOrder: false, text: undefined, required: false };

/** Makes the stores of a provider, one per order that is asked for. */
export function createOrderStores(client: OrderClient, queryClient: QueryClient): OrderStores {
  const answers = answersOf(client);
  const stores = new Map<string, OrderStore>();
  return {
    answers,
    of: (orderId) => {
      const store = stores.get(orderId) ?? createOrderStore(client, queryClient, answers, orderId);
      stores.set(orderId, store);
      return store;
    },
  };
}

function createOrderStore(
  client: OrderClient,
  queryClient: QueryClient,
  answers: Answers,
  orderId: string,
): OrderStore {
  const options = orderQueryOptions(client, orderId);
  const listeners = new Set<() => void>();
  const facts = new Map<string, ConsentFacts>();
  const initialAnswers = new Map<string, Answer>();
  let taken: Order | undefined;
  let unsubscribe: (() => void) | undefined;

  /** Takes over what is new in the cached order, keeping what did not change so that no box renders for nothing. */
  const take = (): void => {
    const order = queryClient.getQueryData<Order>(orderQueryKey(orderId));
    if (order === undefined || order === taken) return;
    taken = order;
    const seen = new Set<string>();
    for (const { id, text, required, checked } of order.consents ?? []) {
      if (id === undefined) continue;
      seen.add(id);
      const next = {
        isOnOrder: true,
        text: typeof text === 'string' ? text : undefined,
        required: required === true,
      };
      const known = facts.get(id);
      if (known?.text !== next.text || known?.required !== next.required) facts.set(id, next);
      if (!initialAnswers.has(id)) initialAnswers.set(id, { ...untouched, checked: checked === true });
    }
    for (const id of facts.keys()) if (!seen.has(id)) facts.delete(id);
    // Orders that came by another way than our query: initial, hydrated, set by the host. Never on a server, whose
    // register would be one for all shoppers.
    if (typeof window !== 'undefined') answers.reconcile(orderId, order);
  };
  take();

  return {
    answers,
    fill: (order) => {
      if (queryClient.getQueryData(orderQueryKey(orderId)) === undefined) {
        queryClient.setQueryData(orderQueryKey(orderId), order);
      }
      take();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      unsubscribe ??= new QueryObserver(queryClient, options).subscribe(() => {
        take();
        listeners.forEach((notify) => notify());
      });
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        unsubscribe?.();
        unsubscribe = undefined;
      };
    },
    getFacts: (consentId) => facts.get(consentId) ?? (taken === undefined ? unread : missing),
    getInitialAnswer: (consentId) => initialAnswers.get(consentId) ?? untouched,
  };
}

const untouched: Answer = {
  checked: undefined,
  confirmed: undefined,
  desired: undefined,
  inFlight: undefined,
  saveState: 'idle',
  error: undefined,
};
