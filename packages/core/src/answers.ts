import type { OrderClient } from './client.ts';
import { isOrderApiError, OrderApiError, UnsavedAnswersError } from './errors.ts';
import { browserConnectivity, onPageHide, reportError } from './page.ts';
import type { Answer, AnswerEnd, AnswerEvent, Answers, AnswersOptions, SaveState } from './answer.ts';

interface Waiter {
  readonly checked: boolean;
  readonly resolve: (end: AnswerEnd) => void;
  readonly reject: (error: OrderApiError) => void;
}

interface Entry {
  readonly order: OrderEntry;
  readonly consentId: string;
  readonly listeners: Set<() => void>;
  answer: Answer;
  /** The shopper's last answer on the server, for as long as nobody else changed it. */
  kept: boolean | undefined;
  /** The moment a read must have begun after to tell anything about this consent. */
  stamp: number;
  waiters: Waiter[];
  slowTimer: ReturnType<typeof setTimeout> | undefined;
}

interface OrderEntry {
  readonly orderId: string;
  readonly consents: Map<string, Entry>;
  readonly listeners: Set<() => void>;
  isReading: boolean;
  mustReadAgain: boolean;
  /** Whether a request whose answer was lost may still be carried out. */
  isWatched: boolean;
  watchTimer: ReturnType<typeof setTimeout> | undefined;
  stopWaiting: (() => void) | undefined;
}

const untouched: Answer = {
  checked: undefined,
  confirmed: undefined,
  desired: undefined,
  inFlight: undefined,
  saveState: 'idle',
  error: undefined,
};

const waitingPoll = 15_000;
const firstWatch = 1_000;
const lookupBudget = { totalTimeout: 10_000 };
// As long as an attempt may take: by then the request before has come through or never will.
const attemptTime = 10_000;

/**
 * Makes the register that stands between the boxes of a page and their order.
 *
 * Per order and consent it keeps what the shopper wants, what the server is known to hold and what is under way. There
 * is no snapshot to roll back to and no queue of intermediate values: when a request ends and the shopper wants
 * something else by then, that goes next. A request whose answer was lost is neither a success nor a failure, so the
 * order is read to find out.
 */
export function createAnswers(
  client: Pick<OrderClient, 'getOrder' | 'patchConsent'>,
  options: AnswersOptions = {},
): Answers {
  const {
    slowAfter = 400,
    lateWindow = 30_000,
    settleTimeout = 30_000,
    connectivity = browserConnectivity,
    onLeave = onPageHide,
  } = options;
  const orders = new Map<string, OrderEntry>();
  const eventListeners = new Set<(event: AnswerEvent) => void>();
  const underWay = new Set<Entry>();
  let stopWatchingLeave: (() => void) | undefined;
  let clock = 0;

  const orderOf = (orderId: string) => getOrAdd(orders, orderId, () => createOrderEntry(orderId));
  const entryOf = (orderId: string, consentId: string) => {
    const order = orderOf(orderId);
    return getOrAdd(order.consents, consentId, () => createEntry(order, consentId));
  };

  const change = (entry: Entry, changes: Partial<Answer>): void => {
    const next = { ...entry.answer, ...changes };
    const { saveState, desired, confirmed } = next;
    const checked = saveState === 'not-saved' ? (confirmed ?? false) : (desired ?? confirmed);
    entry.answer = { ...next, checked };
    for (const listener of [...entry.listeners, ...entry.order.listeners]) listener();
  };

  const emit = ({ order, consentId }: Entry, type: AnswerEvent['type'], checked: boolean): void => {
    for (const listener of [...eventListeners]) {
      try {
        listener({ type, orderId: order.orderId, consentId, checked });
      } catch (error) {
        reportError(error);
      }
    }
  };

  /** Ends the story of an answer, for those who wait for it too. */
  const finish = (entry: Entry, changes: Partial<Answer>): void => {
    const { desired } = entry.answer;
    const { error, saveState } = changes;
    const waiters = entry.waiters.splice(0);
    clearTimeout(entry.slowTimer);
    change(entry, { inFlight: undefined, error: undefined, ...changes });
    for (const { checked, resolve, reject } of waiters) {
      if (checked !== desired) resolve('superseded');
      else if (error === undefined) resolve('saved');
      else reject(error);
    }
    const isEnd = saveState === 'saved' || saveState === 'not-saved' || saveState === 'unknown';
    if (isEnd && desired !== undefined) emit(entry, saveState, desired);
  };

  const saved = (entry: Entry, confirmed: boolean, saveState: SaveState): void => {
    entry.kept = confirmed;
    finish(entry, { confirmed, desired: undefined, saveState });
  };

  const send = (entry: Entry, checked: boolean): void => {
    const { order, consentId } = entry;
    const isOnline = connectivity.isOnline();
    const isSlow = entry.answer.saveState === 'saving';
    entry.stamp = ++clock;
    clearTimeout(entry.slowTimer);
    entry.slowTimer = setTimeout(
      () => change(entry, { saveState: connectivity.isOnline() ? 'saving' : 'waiting' }),
      slowAfter,
    );
    change(entry, {
      desired: checked,
      inFlight: checked,
      error: undefined,
      saveState: isOnline ? (isSlow ? 'saving' : 'idle') : 'waiting',
    });
    const onRetry = (error: OrderApiError) => {
      if (mayComeLate(error)) watch(order);
    };
    underWay.add(entry);
    stopWatchingLeave ??= onLeave(leave);
    client.patchConsent(order.orderId, consentId, checked, { onRetry }).then(
      () => arrived(entry, checked),
      (error: unknown) => failed(entry, checked, toOrderApiError(error), isOnline),
    );
  };

  /** Notes that a request of this consent is over, whatever became of it. */
  const ended = (entry: Entry): void => {
    entry.stamp = ++clock;
    underWay.delete(entry);
    if (underWay.size > 0) return;
    stopWatchingLeave?.();
    stopWatchingLeave = undefined;
  };

  /** Sends what waits behind a request under way, for after this there is nobody left to send it. */
  const leave = (): void => {
    for (const { order, consentId, answer } of underWay) {
      const { desired, inFlight } = answer;
      if (desired === undefined || desired === inFlight) continue;
      client
        .patchConsent(order.orderId, consentId, desired, { retry: 0, followsWithin: attemptTime })
        .catch(() => undefined);
    }
  };

  const arrived = (entry: Entry, checked: boolean): void => {
    const { desired } = entry.answer;
    ended(entry);
    if (desired === checked || desired === undefined) {
      saved(entry, checked, 'saved');
    } else {
      entry.answer = { ...entry.answer, confirmed: checked };
      send(entry, desired);
    }
  };

  const failed = (entry: Entry, checked: boolean, error: OrderApiError, wasOnline: boolean): void => {
    const { order, answer } = entry;
    const isLost = error.outcome === 'unknown';
    const { desired = checked } = answer;
    const confirmed = isLost ? undefined : answer.confirmed;
    ended(entry);
    if (mayComeLate(error)) watch(order);
    entry.answer = { ...answer, inFlight: undefined, confirmed };
    if (desired !== checked) {
      if (desired === confirmed) saved(entry, desired, 'idle');
      else send(entry, desired);
    } else if (error.kind === 'network' && !connectivity.isOnline()) {
      clearTimeout(entry.slowTimer);
      change(entry, { saveState: 'waiting' });
      waitForConnection(order);
    } else if (error.kind === 'network' && !wasOnline) {
      // The connection came back while the attempts that could not succeed were still being made.
      send(entry, desired);
    } else if (isLost) {
      clearTimeout(entry.slowTimer);
      change(entry, { saveState: 'saving', error });
      void lookUp(order);
    } else {
      finish(entry, { saveState: 'not-saved', error });
      if (isAboutOrder(error)) void lookUp(order);
    }
  };

  /** Reads the order to learn what became of its answers. */
  const lookUp = async (order: OrderEntry): Promise<void> => {
    order.mustReadAgain = true;
    if (order.isReading) return;
    order.isReading = true;
    while (order.mustReadAgain) {
      // A read that began before the latest question cannot answer it.
      order.mustReadAgain = false;
      const readAt = ++clock;
      try {
        reconcile(order.orderId, await client.getOrder(order.orderId, lookupBudget), readAt);
      } catch {
        for (const entry of order.consents.values()) {
          const { error } = entry.answer;
          if (entry.stamp < readAt && isLookedUp(entry)) finish(entry, { saveState: 'unknown', error });
        }
      }
    }
    order.isReading = false;
  };

  const reconcile: Answers['reconcile'] = (orderId, { consents }, readAt = 0) => {
    const order = orderOf(orderId);
    const seen = new Map<string, boolean>();
    for (const { id, checked } of consents ?? []) {
      if (id === undefined) continue;
      seen.set(id, checked === true);
      entryOf(orderId, id);
    }
    for (const entry of order.consents.values()) {
      if (entry.stamp > readAt || entry.answer.inFlight !== undefined) continue;
      entry.stamp = readAt;
      found(entry, seen.get(entry.consentId));
    }
  };

  /** Takes over what the server was found to hold; undefined where the order has no such consent any more. */
  const found = (entry: Entry, confirmed: boolean | undefined): void => {
    const { desired, error, saveState, confirmed: before } = entry.answer;
    if (desired !== undefined && desired === confirmed) {
      saved(entry, desired, 'saved');
    } else if (isLookedUp(entry) || saveState === 'unknown') {
      finish(entry, { confirmed, saveState: 'not-saved', error });
    } else if (desired !== undefined) {
      if (confirmed !== before) change(entry, { confirmed });
    } else if (entry.order.isWatched && entry.kept !== undefined && confirmed === !entry.kept) {
      entry.answer = { ...entry.answer, confirmed };
      send(entry, entry.kept);
    } else if (confirmed !== before) {
      entry.kept = undefined;
      change(entry, { confirmed, saveState: 'idle' });
      if (before !== undefined && confirmed !== undefined) emit(entry, 'changed', confirmed);
    }
  };

  /** Reads the order now and then until no lost request can come through any more. */
  const watch = (order: OrderEntry): void => {
    const after = (delay: number, rest: number) => {
      order.watchTimer = setTimeout(() => {
        void lookUp(order).then(() => {
          if (rest > 0) after(Math.min(delay * 2, rest), rest - Math.min(delay * 2, rest));
          else order.isWatched = false;
        });
      }, delay);
    };
    clearTimeout(order.watchTimer);
    order.isWatched = true;
    after(firstWatch, lateWindow - firstWatch);
  };

  const waitForConnection = (order: OrderEntry): void => {
    if (order.stopWaiting !== undefined) return;
    const sendAll = () => {
      order.stopWaiting?.();
      order.stopWaiting = undefined;
      for (const entry of order.consents.values()) {
        const { saveState, inFlight, desired } = entry.answer;
        if (saveState === 'waiting' && inFlight === undefined && desired !== undefined) send(entry, desired);
      }
    };
    // A browser may say offline although the network is back, so the event alone is not enough.
    const timer = setTimeout(sendAll, waitingPoll);
    const stop = connectivity.onOnline(sendAll);
    order.stopWaiting = () => {
      clearTimeout(timer);
      stop();
    };
  };

  const unsaved: Answers['unsaved'] = (orderId) =>
    [...(orders.get(orderId)?.consents.values() ?? [])].flatMap(
      ({ consentId, answer: { desired, saveState } }) => {
        if (desired === undefined) return [];
        return [{ consentId, reason: saveState === 'idle' || saveState === 'saved' ? 'saving' : saveState }];
      },
    );

  return {
    get: (orderId, consentId) => orders.get(orderId)?.consents.get(consentId)?.answer ?? untouched,

    set: (orderId, consentId, checked) => {
      const entry = entryOf(orderId, consentId);
      const end = new Promise<AnswerEnd>((resolve, reject) =>
        entry.waiters.push({ checked, resolve, reject }),
      );
      // Who does not wait for the promise learns of a failure from the answer itself.
      end.catch(() => undefined);
      const { inFlight, confirmed, saveState } = entry.answer;
      if (inFlight !== undefined) change(entry, { desired: checked });
      else if (confirmed !== checked) send(entry, checked);
      else {
        entry.answer = { ...entry.answer, desired: checked };
        saved(entry, checked, saveState === 'saved' ? 'saved' : 'idle');
      }
      return end;
    },

    retry: (orderId, consentId) => {
      const entry = entryOf(orderId, consentId);
      const { desired, inFlight } = entry.answer;
      if (desired !== undefined && inFlight === undefined) send(entry, desired);
    },

    reset: (orderId, consentId) => {
      const entry = entryOf(orderId, consentId);
      if (entry.answer.inFlight === undefined) finish(entry, { desired: undefined, saveState: 'idle' });
    },

    subscribe: (orderId, consentId, listener) => add(entryOf(orderId, consentId).listeners, listener),
    subscribeToEvents: (listener) => add(eventListeners, listener),
    subscribeToOrder: (orderId, listener) => add(orderOf(orderId).listeners, listener),
    beginRead: () => ++clock,
    reconcile,
    unsaved,

    whenSettled: (orderId) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer);
          unsubscribe();
          settle();
        };
        const giveUp = () => end(() => reject(new UnsavedAnswersError(unsaved(orderId))));
        const check = () => {
          const open = unsaved(orderId);
          if (open.length === 0) end(resolve);
          else if (open.every(({ reason }) => reason === 'not-saved' || reason === 'unknown')) giveUp();
        };
        const timer = setTimeout(giveUp, settleTimeout);
        const unsubscribe = add(orderOf(orderId).listeners, check);
        check();
      }),
  };
}

const createEntry = (order: OrderEntry, consentId: string): Entry => ({
  order,
  consentId,
  listeners: new Set(),
  answer: untouched,
  kept: undefined,
  stamp: 0,
  waiters: [],
  slowTimer: undefined,
});

const createOrderEntry = (orderId: string): OrderEntry => ({
  orderId,
  consents: new Map(),
  listeners: new Set(),
  isReading: false,
  mustReadAgain: false,
  isWatched: false,
  watchTimer: undefined,
  stopWaiting: undefined,
});

/** A lost answer is being looked up. */
const isLookedUp = ({ answer: { inFlight, desired, error, saveState } }: Entry) =>
  inFlight === undefined && desired !== undefined && error !== undefined && saveState === 'saving';

// An answered 500 or 503 is over; of a request without an answer, or with a gateway's, nobody knows.
const mayComeLate = ({ outcome, kind, status }: OrderApiError) =>
  outcome === 'unknown' && (kind !== 'server' || status === 502);

/** Whether a refusal says that the order is not as the page believes. */
const isAboutOrder = ({ kind }: OrderApiError) =>
  kind === 'conflict' || kind === 'not-found' || kind === 'invalid';

function toOrderApiError(error: unknown): OrderApiError {
  if (isOrderApiError(error)) return error;
  const reason = 'the client failed in an unforeseen way';
  return new OrderApiError({ kind: 'protocol', operation: 'patchConsent', outcome: 'unknown', reason });
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const added = create();
  map.set(key, added);
  return added;
}

function add<Value>(set: Set<Value>, value: Value): () => void {
  set.add(value);
  return () => void set.delete(value);
}
