import { createEntry, createOrderEntry, doubtsOf, forgetLate, noteLate, untouched } from './state.ts';
import type { Entry, OrderEntry } from './state.ts';
import type { Answer, AnswerEnd, AnswerEvent, Answers, AnswersOptions, SaveState } from './types.ts';
import type { OrderClient } from '../client.ts';
import { isOrderApiError, OrderApiError } from '../errors.ts';
import { UnsavedAnswersError } from '../unsaved.ts';
import { browserConnectivity, onPageHide, reportError } from '../browser-events.ts';

const waitingPoll = 15_000;
const firstWatch = 1_000;
const lookupBudget = { totalTimeout: 10_000 };
// As long as an attempt may take: by then the request that is overtaken has come through or never will.
const attemptTime = 10_000;

/**
 * Makes the register that stands between the boxes of a page and their order.
 *
 * Per order and consent it keeps what the shopper wants, what the server is known to hold and what is under way. There
 * is no snapshot to roll back to and no queue of intermediate values: when a request ends and the shopper wants
 * something else by then, that goes next. A request whose answer was lost is neither a success nor a failure, so the
 * order is read to find out; and as it may still be carried out after that, the order is read again until it cannot.
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
  /** Those with an answer that has not come to its end. */
  const open = new Set<Entry>();
  let stopWatchingLeave: (() => void) | undefined;
  let lastMoment = 0;

  /** Milliseconds, and no two the same, so that of two moments one is always the earlier. */
  const moment = () => (lastMoment = Math.max(performance.now(), lastMoment + 0.001));

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

  const set: Answers['set'] = (orderId, consentId, checked) => {
    const entry = entryOf(orderId, consentId);
    const end = new Promise<AnswerEnd>((resolve, reject) => entry.waiters.push({ checked, resolve, reject }));
    // Who does not wait for the promise learns of a failure from the answer itself.
    end.catch(() => undefined);
    const { inFlight, confirmed, saveState } = entry.answer;
    if (inFlight !== undefined) change(entry, { desired: checked });
    else if (confirmed !== checked) send(entry, checked);
    else saved(entry, checked, saveState === 'saved' ? 'saved' : 'idle');
    return end;
  };

  const send = (entry: Entry, checked: boolean): void => {
    const { order, consentId } = entry;
    const wasOnline = connectivity.isOnline();
    const noteFailure = (error: OrderApiError) => {
      // Chromium fails a request that outlives its page too, shortly before it says that the page is left.
      entry.hasFailed ||= error.kind !== 'network';
      if (mayComeLate(error)) noteLate(entry, checked, moment() + lateWindow);
    };
    const sentAt = begin(entry);
    change(entry, { desired: checked, inFlight: checked, error: undefined, saveState: pace(entry) });
    client.patchConsent(order.orderId, consentId, checked, { onRetry: noteFailure }).then(
      () => arrived(entry, checked, sentAt),
      (reason: unknown) => {
        const error = toOrderApiError(reason);
        noteFailure(error);
        failed(entry, checked, error, wasOnline);
      },
    );
  };

  const begin = (entry: Entry): number => {
    entry.lost = undefined;
    entry.hasFailed = false;
    entry.slowTimer ??= setTimeout(() => {
      entry.isSlow = true;
      change(entry, { saveState: pace(entry) });
    }, slowAfter);
    open.add(entry);
    stopWatchingLeave ??= onLeave(leave);
    return (entry.stamp = moment());
  };

  const pace = ({ isSlow }: Entry): SaveState =>
    connectivity.isOnline() ? (isSlow ? 'saving' : 'idle') : 'waiting';

  /** Notes that a request of this consent is over, whatever became of it. */
  const ended = (entry: Entry, confirmed: boolean | undefined): void => {
    entry.stamp = moment();
    entry.answer = { ...entry.answer, inFlight: undefined, confirmed };
  };

  const arrived = (entry: Entry, checked: boolean, sentAt: number): void => {
    const { desired = checked } = entry.answer;
    ended(entry, checked);
    // What had to come before this was sent has been overwritten by it.
    forgetLate(entry, sentAt);
    if (desired === checked) saved(entry, checked, 'saved');
    else send(entry, desired);
  };

  const failed = (entry: Entry, checked: boolean, error: OrderApiError, wasOnline: boolean): void => {
    const { desired = checked, confirmed: before } = entry.answer;
    const isLost = error.outcome === 'unknown';
    const confirmed = isLost ? undefined : before;
    const isOnline = connectivity.isOnline();
    ended(entry, confirmed);
    if (desired !== checked && desired === confirmed) {
      saved(entry, desired, 'idle');
    } else if (desired !== checked) {
      send(entry, desired);
    } else if (error.kind === 'network' && !isOnline) {
      clearTimeout(entry.slowTimer);
      entry.isSlow = true;
      change(entry, { saveState: 'waiting' });
      waitForConnection(entry.order);
    } else if (error.kind === 'network' && !wasOnline) {
      // The connection came back while the attempts that could not succeed were still being made.
      send(entry, desired);
    } else if (isLost) {
      entry.lost = error;
      change(entry, { saveState: pace(entry) });
      void lookUp(entry.order);
    } else {
      finish(entry, { saveState: 'not-saved', error });
      if (isAboutOrder(error)) void lookUp(entry.order);
    }
  };

  const saved = (entry: Entry, confirmed: boolean, saveState: SaveState): void => {
    entry.kept = confirmed;
    finish(entry, { confirmed, desired: undefined, saveState });
  };

  /** Ends the story of an answer, for those who wait for it too. */
  const finish = (entry: Entry, changes: Partial<Answer>): void => {
    const { desired } = entry.answer;
    const { error, saveState } = changes;
    const { confirmed } = { ...entry.answer, ...changes };
    const waiters = entry.waiters.splice(0);
    open.delete(entry);
    if (open.size === 0) {
      stopWatchingLeave?.();
      stopWatchingLeave = undefined;
    }
    clearTimeout(entry.slowTimer);
    Object.assign(entry, { lost: undefined, isSlow: false, slowTimer: undefined });
    change(entry, { error: undefined, ...changes });
    for (const { checked, resolve, reject } of waiters) {
      if (error !== undefined && checked === desired) reject(error);
      else resolve(checked === confirmed ? 'saved' : 'superseded');
    }
    const isEnd = saveState === 'saved' || saveState === 'not-saved' || saveState === 'unknown';
    if (isEnd && desired !== undefined) emit(entry, saveState, desired);
    watch(entry.order);
  };

  /** Reads the order to learn what became of its answers. */
  const lookUp = (order: OrderEntry): Promise<void> => {
    order.mustReadAgain = true;
    return (order.reading ??= readWhileAsked(order));
  };

  const readWhileAsked = async (order: OrderEntry): Promise<void> => {
    while (order.mustReadAgain) {
      // A read that began before the latest question cannot answer it.
      order.mustReadAgain = false;
      const readAt = moment();
      try {
        reconcile(order.orderId, await client.getOrder(order.orderId, lookupBudget), readAt);
      } catch (error) {
        foundNothing(order, readAt, toOrderApiError(error));
      }
    }
    order.reading = undefined;
  };

  const reconcile: Answers['reconcile'] = (orderId, { consents }, readAt = 0) => {
    const seen = new Map<string, boolean>();
    for (const { id, checked } of consents ?? []) {
      if (id === undefined) continue;
      seen.set(id, checked === true);
      entryOf(orderId, id);
    }
    for (const entry of orderOf(orderId).consents.values()) {
      if (!isToldBy(entry, readAt)) continue;
      entry.stamp = readAt;
      found(entry, seen.get(entry.consentId), readAt);
    }
  };

  /** Takes over what the server was found to hold; undefined where the order has no such consent any more. */
  const found = (entry: Entry, confirmed: boolean | undefined, readAt: number): void => {
    const { kept, lost } = entry;
    const { desired, error, saveState, confirmed: before } = entry.answer;
    const mayBeLate = confirmed !== undefined && entry.late.has(confirmed);
    forgetLate(entry, readAt);
    if (desired !== undefined) {
      // Of a consent that is gone from the order there is nothing left to save.
      const ending = {
        saveState: 'not-saved',
        confirmed,
        ...(confirmed === undefined && { desired: confirmed }),
      } as const;
      if (desired === confirmed) saved(entry, desired, 'saved');
      else if (lost !== undefined) finish(entry, { ...ending, error: lost });
      else if (saveState === 'unknown') finish(entry, { ...ending, error });
      else if (saveState === 'not-saved') change(entry, ending);
      else if (confirmed !== before) change(entry, { confirmed });
    } else if (kept !== undefined && kept !== confirmed && mayBeLate) {
      // A lost request was carried out after the answer that was to replace it.
      entry.answer = { ...entry.answer, confirmed };
      send(entry, kept);
    } else if (confirmed !== before) {
      entry.kept = undefined;
      change(entry, { confirmed, saveState: 'idle' });
      if (before !== undefined && confirmed !== undefined) emit(entry, 'changed', confirmed);
    }
  };

  /** Says of what should have been looked up that nobody knows. */
  const foundNothing = (order: OrderEntry, readAt: number, error: OrderApiError): void => {
    for (const entry of order.consents.values()) {
      if (!isToldBy(entry, readAt)) continue;
      const { lost, kept, answer } = entry;
      const mayBeUndone = doubtsOf(entry).some((until) => until <= readAt);
      forgetLate(entry, readAt);
      if (lost !== undefined) {
        finish(entry, { saveState: 'unknown', error: lost });
      } else if (mayBeUndone && kept !== undefined && answer.desired === undefined) {
        entry.answer = { ...answer, desired: kept };
        finish(entry, { confirmed: undefined, saveState: 'unknown', error });
      }
    }
  };

  /** Reads the order now and then for as long as a lost request may undo what it holds. */
  const watch = (order: OrderEntry, delay = firstWatch): void => {
    clearTimeout(order.watchTimer);
    const doubts = [...order.doubtful].flatMap(doubtsOf);
    if (doubts.length === 0) return;
    // One more, for a timer may be a little early, and the last read must not be.
    const rest = Math.max(0, Math.max(...doubts) - moment()) + 1;
    order.watchTimer = setTimeout(
      () => void lookUp(order).then(() => watch(order, delay * 2)),
      Math.min(delay, rest),
    );
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

  /** Sends what no request on its way carries, for after this there is nobody left to send it. */
  const leave = (): void => {
    for (const entry of open) {
      const { order, consentId, answer, hasFailed } = entry;
      const { desired, inFlight } = answer;
      if (desired === undefined || (desired === inFlight && !hasFailed)) continue;
      noteLate(entry, desired, moment() + lateWindow);
      const follows = inFlight === !desired && { followsWithin: attemptTime };
      client.patchConsent(order.orderId, consentId, desired, { retry: 0, ...follows }).catch(() => undefined);
    }
  };

  const unsaved: Answers['unsaved'] = (orderId) =>
    [...(orders.get(orderId)?.consents.values() ?? [])].flatMap(
      ({ consentId, answer: { desired, saveState } }) => {
        if (desired === undefined) return [];
        return [{ consentId, reason: saveState === 'idle' || saveState === 'saved' ? 'saving' : saveState }];
      },
    );

  const whenSettled: Answers['whenSettled'] = (orderId) =>
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
    });

  return {
    get: (orderId, consentId) => orders.get(orderId)?.consents.get(consentId)?.answer ?? untouched,
    set,
    retry: (orderId, consentId) => {
      const entry = entryOf(orderId, consentId);
      const { desired, inFlight } = entry.answer;
      if (desired !== undefined && inFlight === undefined) send(entry, desired);
    },
    reset: (orderId, consentId) => {
      const entry = entryOf(orderId, consentId);
      const { desired, inFlight, confirmed, saveState } = entry.answer;
      if (inFlight !== undefined) return;
      const isOpen = desired !== undefined && confirmed === undefined && saveState !== 'not-saved';
      // What the order holds is not known, so there is nothing to go back to yet.
      if (isOpen) return void lookUp(entry.order);
      // From here the order decides: whatever may still come through is not to be corrected.
      if (desired !== undefined) entry.kept = undefined;
      finish(entry, { desired: undefined, saveState: 'idle' });
    },
    subscribe: (orderId, consentId, listener) => add(entryOf(orderId, consentId).listeners, listener),
    subscribeToEvents: (listener) => add(eventListeners, listener),
    subscribeToOrder: (orderId, listener) => add(orderOf(orderId).listeners, listener),
    beginRead: moment,
    reconcile,
    unsaved,
    whenSettled,
  };
}

/** Whether a read that began at this moment tells anything about the consent. */
const isToldBy = ({ stamp, answer }: Entry, readAt: number) =>
  stamp <= readAt && answer.inFlight === undefined;

// An answered 500 is over; of a request without an answer, or with a gateway's, nobody knows.
const mayComeLate = ({ outcome, status }: OrderApiError) => outcome === 'unknown' && status !== 500;

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
