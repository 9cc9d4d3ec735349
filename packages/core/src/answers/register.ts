import { attemptTimeout, lateWindow } from '../timeouts.ts';
import { browserConnectivity, nextTime, onPageHide } from '../browser-events.ts';
import type { OrderClient } from '../client.ts';
import { mayArriveLate } from '../errors.ts';
import type { OrderApiError } from '../errors.ts';
import { promiseOf } from '../foreign-code.ts';
import type { WriteOptions } from '../http.ts';
import { getOrAdd } from '../get-or-add.ts';
import { addListener, notifyListeners } from '../listeners.ts';
import type { Listeners } from '../listeners.ts';
import { createOrderReader } from '../order-reader.ts';
import {
  createEntry,
  dropLateWrites,
  openDeadlines,
  settleWaiter,
  toLeftAnswer,
  toOrderApiError,
  toUnsaved,
  untouched,
} from './entry.ts';
import type { Entry, OrderEntry } from './entry.ts';
import { untilSettled } from './until-settled.ts';
import type { AnswerClient, RegisterOptions } from './register-options.ts';
import { isAtRest, isOutcomeOpen, isRefused, toAnswer, toEvent, transition } from './state.ts';
import type { Event } from './state.ts';
import type { AnswerEnd, AnswerEvent, Answers, Connectivity } from './types.ts';
import { createWaitForConnection } from './wait-for-connection.ts';

/** Milliseconds until a save counts as slow. */
const slowAfter = 400;

/**
 * Register of a shopper's answers. `state.ts` decides what an event changes; this class carries out the requests, reads,
 * timers and notifications that follow.
 */
class Register implements Answers {
  readonly #client: AnswerClient;
  readonly #connectivity: Connectivity;
  readonly #onLeave: (listener: () => void) => () => void;
  readonly #transition: typeof transition;
  readonly #orders = new Map<string, OrderEntry>();
  readonly #eventListeners: Listeners<AnswerEvent> = new Set();

  constructor(client: AnswerClient, options: RegisterOptions) {
    this.#client = client;
    this.#connectivity = options.connectivity ?? browserConnectivity;
    this.#onLeave = options.onLeave ?? ((listener) => onPageHide('answers', listener));
    this.#transition = options.transition ?? transition;
  }

  readonly get: Answers['get'] = (orderId, consentId) =>
    this.#orders.get(orderId)?.consents.get(consentId)?.answer ?? untouched;

  readonly set: Answers['set'] = (orderId, consentId, checked, earlier) => {
    const entry = this.#entryOf(orderId, consentId);
    const end = new Promise<AnswerEnd>((resolve, reject) => entry.waiters.push({ checked, resolve, reject }));
    // The answer itself reports a failure to callers that do not wait.
    end.catch(() => undefined);
    // Reads from before it are older.
    entry.readableFrom = nextTime();
    this.#dispatch(entry, { ...earlier, type: 'set', checked });
    // Before anything shows the answer: "saving" is announced once.
    if (earlier && earlier.age >= slowAfter) this.#dispatch(entry, { type: 'slow' });
    return end;
  };

  readonly noteSent: Answers['noteSent'] = (orderId, consentId, values, kept, rest) => {
    const entry = this.#entryOf(orderId, consentId);
    values.forEach((value) => this.#noteLateWrite(entry, value, rest));
    if (kept !== undefined) entry.state = { ...entry.state, kept };
    entry.order.reader.watch(true);
  };

  readonly leftAnswers: Answers['leftAnswers'] = (orderId) => this.#entriesOf(orderId).flatMap(toLeftAnswer);

  readonly retry: Answers['retry'] = (orderId, consentId) =>
    this.#dispatch(this.#entryOf(orderId, consentId), { type: 'retry' });

  readonly reset: Answers['reset'] = (orderId, consentId) => {
    const entry = this.#entryOf(orderId, consentId);
    if (isOutcomeOpen(entry.state)) entry.order.reader.lookUp();
    else this.#dispatch(entry, { type: 'reset' });
  };

  readonly drop: Answers['drop'] = (orderId, consentId) => {
    const entry = this.#entryOf(orderId, consentId);
    return new Promise((resolve) => {
      const end = () => resolve();
      entry.waiters.push({ checked: false, resolve: end, reject: end });
      this.#dispatch(entry, { type: 'drop' });
    });
  };

  readonly subscribe: Answers['subscribe'] = (orderId, listener) =>
    addListener(this.#orderOf(orderId).listeners, listener);

  readonly subscribeToConsent: Answers['subscribeToConsent'] = (orderId, consentId, listener) =>
    addListener(this.#entryOf(orderId, consentId).listeners, listener);

  readonly subscribeToEvents: Answers['subscribeToEvents'] = (listener) =>
    addListener(this.#eventListeners, listener);

  readonly beginRead: Answers['beginRead'] = nextTime;

  readonly reconcile: Answers['reconcile'] = (orderId, { consents }, readAt = 0) => {
    const held = new Map<string, boolean>();
    for (const { id, checked } of consents ?? []) {
      if (id === undefined) continue;
      held.set(id, checked === true);
      this.#entryOf(orderId, id);
    }
    for (const entry of this.#readableEntries(orderId, readAt)) {
      const { consentId, lateWrites } = entry;
      const value = held.get(consentId);
      const mayBeLate = value !== undefined && lateWrites.has(value);
      entry.readableFrom = readAt;
      dropLateWrites(entry, readAt);
      this.#dispatch(entry, { type: 'read', held: value, mayBeLate });
    }
  };

  readonly isBusy: Answers['isBusy'] = (orderId) =>
    this.#entriesOf(orderId).some(({ state }) => !isAtRest(state));

  readonly unsaved: Answers['unsaved'] = (orderId) => this.#entriesOf(orderId).flatMap(toUnsaved);

  readonly whenSettled: Answers['whenSettled'] = (orderId, timeout = 30_000) =>
    untilSettled(this, orderId, timeout);

  #entriesOf(orderId: string): readonly Entry[] {
    return [...(this.#orders.get(orderId)?.consents.values() ?? [])];
  }

  #orderOf(orderId: string): OrderEntry {
    return getOrAdd(this.#orders, orderId, () => this.#createOrder(orderId));
  }

  #entryOf(orderId: string, consentId: string): Entry {
    const order = this.#orderOf(orderId);
    return getOrAdd(order.consents, consentId, () => createEntry(order, consentId));
  }

  #createOrder(orderId: string): OrderEntry {
    const consents = new Map<string, Entry>();
    const reader = createOrderReader({
      orderId,
      client: this.#client,
      onRead: (order, readAt) => this.reconcile(orderId, order, readAt),
      onUnreadable: (reason, readAt) => this.#markUnreadable(orderId, toOrderApiError(reason), readAt),
      deadlines: () => [...consents.values()].flatMap(openDeadlines),
    });
    const waitForConnection = createWaitForConnection(this.#connectivity, () => {
      for (const entry of consents.values()) {
        if (entry.state.phase === 'waiting') this.#dispatch(entry, { type: 'retry' });
      }
    });
    return { orderId, consents, listeners: new Set(), reader, waitForConnection };
  }

  /** Applies an event and carries out its effects. */
  #dispatch(entry: Entry, event: Event): void {
    const { reader, waitForConnection } = entry.order;
    const before = entry.state;
    const after = this.#transition(before, event);
    const isEnd = event.type === 'succeeded' || event.type === 'failed';
    const waiters = isAtRest(after) ? entry.waiters.splice(0) : [];
    entry.state = after;
    // Before the listeners: one that answers again must find the request under way.
    if (isAtRest(after)) this.#close(entry);
    else entry.stopWatchingLeave ??= this.#onLeave(() => this.#leave(entry));
    if (after.phase === 'sending' && (before.phase !== 'sending' || isEnd)) this.#write(entry);
    else if (after.phase === 'looking-up' && after !== before && event.type !== 'slow') this.#lookUp(entry);
    else if (after.phase === 'waiting') waitForConnection();
    if (after !== before) this.#show(entry);
    waiters.forEach((waiter) => settleWaiter(waiter, after, before.desired));
    const fact = toEvent(before, after);
    const { consentId, order } = entry;
    if (fact !== undefined)
      notifyListeners(this.#eventListeners, { ...fact, orderId: order.orderId, consentId });
    if (isAtRest(after) && after.phase !== before.phase) reader.watch(entry.lateWrites.size > 0);
  }

  #show(entry: Entry): void {
    entry.answer = toAnswer(entry.state, this.#connectivity.isOnline());
    notifyListeners(entry.listeners, undefined);
    notifyListeners(entry.order.listeners, undefined);
  }

  #write(entry: Entry): void {
    const { inFlight: checked } = entry.state;
    if (checked === undefined) return;
    const wasOnline = this.#connectivity.isOnline();
    const sentAt = nextTime();
    const noteFailure = (error: OrderApiError) => {
      // Chromium rejects keepalive requests just before `pagehide`, although they still reach the server.
      entry.hasFailedAttempt ||= error.kind !== 'network' || !this.#connectivity.isOnline();
      if (mayArriveLate(error)) this.#noteLateWrite(entry, checked);
    };
    entry.hasFailedAttempt = false;
    entry.slowTimer ??= setTimeout(() => this.#dispatch(entry, { type: 'slow' }), slowAfter);
    this.#send(entry, checked, { onRetry: noteFailure }).then(
      () => {
        entry.readableFrom = nextTime();
        // Lost requests that had to arrive before this one was sent are overwritten by it.
        dropLateWrites(entry, sentAt);
        this.#dispatch(entry, { type: 'succeeded' });
      },
      (reason: unknown) => {
        const error = toOrderApiError(reason);
        noteFailure(error);
        this.#dispatch(entry, { type: 'failed', error, wasOnline, isOnline: this.#connectivity.isOnline() });
      },
    );
  }

  #send({ order, consentId }: Entry, checked: boolean, options: WriteOptions): Promise<void> {
    return promiseOf(() => this.#client.patchConsent(order.orderId, consentId, checked, options));
  }

  #lookUp(entry: Entry): void {
    entry.readableFrom = nextTime();
    entry.order.reader.lookUp();
  }

  #close(entry: Entry): void {
    clearTimeout(entry.slowTimer);
    entry.stopWatchingLeave?.();
    entry.slowTimer = entry.stopWatchingLeave = undefined;
  }

  #noteLateWrite(entry: Entry, checked: boolean, rest = lateWindow): void {
    entry.lateWrites = new Map(entry.lateWrites).set(checked, nextTime() + rest);
  }

  #readableEntries(orderId: string, readAt: number): readonly Entry[] {
    return this.#entriesOf(orderId).filter(
      ({ readableFrom, state }) => readableFrom <= readAt && state.phase !== 'sending',
    );
  }

  #markUnreadable(orderId: string, error: OrderApiError, readAt: number): void {
    for (const entry of this.#readableEntries(orderId, readAt)) {
      const mayBeUndone = openDeadlines(entry).some((until) => until <= readAt);
      // An older read, such as that of a cached order, cannot have seen it.
      if (mayBeUndone) entry.readableFrom = readAt;
      dropLateWrites(entry, readAt);
      this.#dispatch(entry, { type: 'unreadable', error, mayBeUndone });
    }
  }

  /** Sends an answer that no request under way carries, because nothing runs after the page is left. */
  #leave(entry: Entry): void {
    const { hasFailedAttempt, state } = entry;
    const { desired, inFlight, accepted } = state;
    if (desired === undefined || accepted !== undefined || isRefused(state)) return;
    if (desired === inFlight && !hasFailedAttempt) return;
    this.#noteLateWrite(entry, desired);
    const options = { retry: 0, ...(inFlight === !desired && { followsWithin: attemptTimeout }) };
    this.#send(entry, desired, options).catch(() => undefined);
  }
}

/** Creates a register with the seams that tests need. */
export function createRegister(client: AnswerClient, options: RegisterOptions = {}): Answers {
  return new Register(client, options);
}

/**
 * Creates the register of a shopper's answers, for one client. Per order and consent it keeps what the shopper wants,
 * what the server is known to hold and what is under way. A lost response leads to a read of the order, because the
 * request may or may not have been carried out.
 *
 * @alias
 * @example
 * const client = createOrderClient({ baseUrl: '/api/norce' });
 * const answers = createAnswers(client);
 * await answers.set('o_1', 'ci_newsletter', true); // 'saved'
 */
export const createAnswers: (client: Pick<OrderClient, 'getOrder' | 'patchConsent'>) => Answers =
  createRegister;
