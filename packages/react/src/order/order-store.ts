import type { Answer, Consent, Order } from '@norce-kit/core';
import { QueryObserver } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { answersOf } from '../client/answers.ts';
import { orderQueryKey, orderQueryOptions, readAgain } from './order-query.ts';
import type { PageClient } from '../client/types.ts';

/** What an order says of a consent besides its answer. */
export interface ConsentFacts {
  /** Undefined before the order has been read. */
  readonly isOnOrder: boolean | undefined;
  /** Whether reading the order failed, so that nobody here knows what it holds. */
  readonly isUnreadable: boolean;
  /** The order's wording, plain text. */
  readonly text: string | undefined;
  /** Whether the consent must be ticked before the order can go on. */
  readonly required: boolean;
  /** Whether the shopper tried to go on, since when a missing answer is an error. */
  readonly isAttempted: boolean;
  /** Whether the order has left the checkout, so that it may refuse answers. */
  readonly isPlaced: boolean;
}

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
  /**
   * Makes a ref for a box of a consent, through which the gate can lead the shopper to it. `onEarlyAnswer` hears of a
   * tick that was made in a server's HTML before React took over: React leaves it in place but tells nobody.
   */
  createBoxRef: (
    consentId: string,
    onEarlyAnswer: (checked: boolean) => void,
  ) => (box: HTMLInputElement | null) => void;
  /** The boxes of a consent on the page. */
  getBoxes: (consentId: string) => readonly HTMLInputElement[];
  /** Notes that the shopper tried to go on and was held back. */
  setIsAttempted: () => void;
  /** How often the shopper was held back. */
  getRefusals: () => number;
  /** What says on the page why the shopper was held back, and takes the focus then. */
  readonly summaries: Set<HTMLElement>;
}

export interface OrderStores {
  of: (orderId: string) => OrderStore;
  /** Whether anything below the provider asked for this order. */
  has: (orderId: string) => boolean;
}

const seenBoxes = new WeakSet<HTMLElement>();
const unread: ConsentFacts = {
  isOnOrder: undefined,
  isUnreadable: false,
  text: undefined,
  required: false,
  isAttempted: false,
  isPlaced: false,
};
const unreadable: ConsentFacts = { ...unread, isUnreadable: true };
const missing: ConsentFacts = { ...unread, isOnOrder: false };
const createInitialAnswer = (checked: boolean | undefined): Answer => ({
  checked,
  confirmed: checked,
  desired: undefined,
  inFlight: undefined,
  saveState: 'idle',
  error: undefined,
});
const unanswered = createInitialAnswer(undefined);

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
  const listeners = new Set<() => void>();
  const facts = new Map<string, ConsentFacts>();
  const initialAnswers = new Map<string, Answer>();
  const boxes = new Map<string, Set<HTMLInputElement>>();
  let consentIds: readonly string[] | undefined;
  let taken: Order | undefined;
  let synced: Order | undefined;
  const summaries = new Set<HTMLElement>();
  let refusals = 0;
  let stopObserving: (() => void) | undefined;
  let isUnreadable = false;

  const getInitialAnswer = (consentId: string) => initialAnswers.get(consentId) ?? unanswered;

  /** Takes over what is new in the cached order, keeping what did not change so that no box renders for nothing. */
  const take = (): void => {
    const order = queryClient.getQueryData<Order>(orderQueryKey(orderId));
    if (order === undefined || order === taken) return;
    taken = order;
    const status = order.state?.currentStatus ?? 'checkout';
    const isPlaced = status !== 'checkout';
    const ids = new Set<string>();
    for (const { id, text, required, checked } of order.consents ?? []) {
      if (id === undefined || ids.has(id)) continue;
      ids.add(id);
      const known = facts.get(id);
      const words = typeof text === 'string' ? text : undefined;
      const isRequired = required === true;
      const isKnown = known?.isOnOrder === true && known.text === words && known.required === isRequired;
      if (!isKnown || known.isPlaced !== isPlaced) {
        const isAttempted = refusals > 0;
        facts.set(id, {
          isOnOrder: true,
          isUnreadable: false,
          text: words,
          required: isRequired,
          isAttempted,
          isPlaced,
        });
      }
      if (!initialAnswers.has(id)) initialAnswers.set(id, createInitialAnswer(checked === true));
    }
    if (consentIds?.length !== ids.size || [...ids].some((id, index) => id !== consentIds?.[index])) {
      consentIds = [...ids];
      for (const [id, known] of facts) {
        // The words stay, for there may be something left to say about it.
        if (!ids.has(id)) facts.set(id, { ...known, isOnOrder: false, required: false });
      }
    }
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
        isUnreadable = isError;
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
    getFacts: (consentId) => {
      if (taken === undefined) return isUnreadable ? unreadable : unread;
      return facts.get(consentId) ?? missing;
    },
    getConsentIds: () => consentIds,
    getInitialAnswer,
    getAnswer: (consentId) => {
      const answer = answers.get(orderId, consentId);
      const initial = getInitialAnswer(consentId);
      const { saveState, desired, confirmed = initial.confirmed } = answer;
      const isNews = saveState !== 'idle' || desired !== undefined || confirmed !== initial.confirmed;
      return isNews ? answer : initial;
    },
    createBoxRef: (consentId, onEarlyAnswer) => {
      let current: HTMLInputElement | null = null;
      return (box) => {
        if (box !== null && !seenBoxes.has(box)) {
          seenBoxes.add(box);
          // React has just set the default to what it rendered.
          if (box.checked !== box.defaultChecked) onEarlyAnswer(box.checked);
        }
        const known = boxes.get(consentId) ?? new Set();
        boxes.set(consentId, known);
        if (current !== null) known.delete(current);
        if (box !== null) known.add(box);
        current = box;
      };
    },
    summaries,
    getRefusals: () => refusals,
    getBoxes: (consentId) => [...(boxes.get(consentId) ?? [])],
    setIsAttempted: () => {
      refusals += 1;
      for (const [id, known] of facts) facts.set(id, { ...known, isAttempted: true });
      listeners.forEach((listener) => listener());
    },
  };
}
