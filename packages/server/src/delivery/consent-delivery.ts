import type { Order } from '@norce-kit/core';
import type { ConsentLog, LoggedConsentAnswer } from '../consent-log.ts';
import { describeError } from '../events.ts';
import { callListener, limitTime } from '../hooks.ts';
import { checkAmounts, unlessZero } from '../option-amounts.ts';
import { checkFunctions } from '../option-kinds.ts';
import type { OptionNames } from '../option-names.ts';
import { checkNames } from '../option-names.ts';
import { createLanes, runLanes } from './lanes.ts';
import { createLoops } from './loops.ts';
import type { Loops } from './loops.ts';
import type { Deliver, DeliveryAttempt, DeliveryEntry, DeliveryStore } from './types.ts';

/** One event for each attempt at an answer, and for each failure of the delivery itself. */
export interface DeliveryEvent {
  /** Distinguishes it from the events of the handler. */
  readonly type: 'consent-delivery';
  /** `error` when the answer, the order or the queue failed. */
  readonly level: 'info' | 'error';
  /** The step. */
  readonly step: 'deliver' | 'follow' | 'poll' | 'queue';
  /** Id of the order, if there is one. */
  readonly orderId?: string;
  /** Id of the consent, if there is one. */
  readonly consentId?: string;
  /** Id of the answer, if there is one. */
  readonly idempotencyKey?: string;
  /** Number of the attempt, if there is one. */
  readonly attempt?: number;
  /** Name and code of the error, without its message. */
  readonly error?: string;
}

/** Options of `createConsentDelivery`. */
export interface ConsentDeliveryOptions {
  /** The queue: `pgBossStore`, or `memoryDeliveryStore` for development. */
  readonly store: DeliveryStore;
  /** Reads orders with the key: the result of `createOrderAdmin`. */
  readonly admin: { readonly getOrder: (orderId: string) => Promise<Order> };
  /** Passes an answer on to another system. */
  readonly deliver: Deliver;
  /**
   * Returns whether the answers of an order are passed on.
   * @default the status is `completed`
   */
  readonly isCompleted?: ((order: Order) => boolean) | undefined;
  /**
   * Timeout of one attempt in ms: reading the order, and `deliver`. Also of the read of one order in `poll` and
   * `orderChanged`. Below `expire` of `pgBossStore`.
   * @default 30_000
   */
  readonly timeout?: number | undefined;
  /**
   * Maximum number of answers that this process hands over side by side. Each uses one connection of the pool.
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /**
   * Delay between two looks at an empty queue, in ms.
   * @default 2_000
   */
  readonly interval?: number | undefined;
  /**
   * Delay between two polls while `start` runs, in ms. 0 for none.
   * @default 300_000
   */
  readonly pollInterval?: number | undefined;
  /**
   * Maximum number of open orders that one poll reads.
   * @default 100
   */
  readonly pollLimit?: number | undefined;
  /** Receives one redacted event per attempt. Its errors are ignored. */
  readonly onEvent?: ((event: DeliveryEvent) => void) | undefined;
}

/** Hands the answers of completed orders to another system, at least once each and in order per consent. */
export interface ConsentDelivery {
  /**
   * Reads the order, and queues its answers if it is completed. Call it from your order hook, or for a notification:
   * only the id is taken from it. May be called any number of times. Returns whether the order is completed.
   */
  readonly orderChanged: (orderId: string) => Promise<boolean>;
  /**
   * Returns a consent log that also queues the answers of completed orders, such as withdrawals, as soon as they are
   * logged. A failure of the queue does not fail the log: `poll` finds the answer.
   */
  readonly follow: (log: ConsentLog) => ConsentLog;
  /** Finds completed orders and answers of which no hook, notification or log reported. */
  readonly poll: () => Promise<void>;
  /** Hands over everything that is due. Returns the number of attempts. */
  readonly run: () => Promise<number>;
  /** Starts to hand over and to poll until `stop`. Does nothing while that runs. */
  readonly start: () => void;
  /** Ends what `start` started. Resolves when no attempt is under way. */
  readonly stop: () => Promise<void>;
  /** Returns the answers of an order with their states. */
  readonly list: (orderId: string) => Promise<readonly DeliveryEntry[]>;
  /** Returns the answers that were given up, 1,000 at most. */
  readonly deadLetters: () => Promise<readonly DeliveryEntry[]>;
  /**
   * Puts an answer of the dead-letter list back into the queue, with all its attempts. Returns false, and leaves it, if a
   * newer answer to the same consent was handed over meanwhile.
   */
  readonly redeliver: (idempotencyKey: string) => Promise<boolean>;
  /**
   * Stores that the person confirmed a `pending` answer. Returns false if the shopper withdrew it meanwhile: do not
   * subscribe then.
   */
  readonly confirm: (idempotencyKey: string) => Promise<boolean>;
}

const optionNames: OptionNames<ConsentDeliveryOptions> = {
  store: true,
  admin: true,
  deliver: true,
  isCompleted: true,
  timeout: true,
  concurrency: true,
  interval: true,
  pollInterval: true,
  pollLimit: true,
  onEvent: true,
};

/**
 * Creates the delivery of answers to another system.
 *
 * @throws TypeError when `store`, `admin` or `deliver` is missing, a number is not positive, or `isCompleted` or `onEvent`
 * is not a function.
 * @example
 * const delivery = createConsentDelivery({
 *   store: pgBossStore({ boss, pool }),
 *   admin,
 *   deliver: klaviyoDeliver({ apiKey, channels: { ci_newsletter: { channel: 'email', listId: 'Y6nRLr' } } }),
 * });
 * delivery.start();
 */
export function createConsentDelivery(options: ConsentDeliveryOptions): ConsentDelivery {
  const {
    store,
    admin,
    timeout = 30_000,
    concurrency = 4,
    interval = 2_000,
    pollInterval = 300_000,
    pollLimit = 100,
  } = options;
  checkParts(options);
  checkNames(options, optionNames, 'createConsentDelivery');
  const { isCompleted: ownRule, onEvent } = options;
  checkFunctions({ isCompleted: ownRule, onEvent }, 'createConsentDelivery');
  const amounts = {
    timeout,
    concurrency,
    interval,
    pollInterval: unlessZero(pollInterval),
    pollLimit,
  };
  checkAmounts(amounts, 'createConsentDelivery');
  const isCompleted = ownRule ?? ((order) => order.state?.currentStatus === 'completed');
  const report = createReport(options);
  const handOver = createHandOver({ ...options, timeout }, report);
  let stopLast: (() => Promise<void>) | undefined;
  let loops: Loops | undefined;
  const onError = (error: unknown, ids: Partial<DeliveryEvent>) => report('queue', error, ids);
  const parts = { store, handOver, concurrency, onError };
  const orderChanged = async (orderId: string) => {
    const isKnown = await store.isCompleted(orderId);
    if (!isKnown && !isCompleted(await limitTime(admin.getOrder(orderId), timeout))) return false;
    await store.complete(orderId);
    return true;
  };
  const poll = async () => {
    const { open, completed } = await store.backlog(pollLimit);
    for (const orderId of [...completed, ...open]) {
      await orderChanged(orderId).catch((error: unknown) => report('poll', error, { orderId }));
    }
  };
  return {
    orderChanged,
    poll,
    run: () => runLanes(parts),
    follow: (log) => followLog(log, store, report),
    start: () => {
      if (loops?.isStopped() === false) return;
      const { isStopped, add, stop } = (loops = createLoops());
      const lanes = createLanes({ ...parts, isStopped, onFailure: (error) => report('queue', error) });
      stopLast = async () => {
        await stop();
        await lanes.settled();
      };
      add(interval, lanes.look);
      if (pollInterval > 0) add(pollInterval, () => poll().catch((error: unknown) => report('poll', error)));
    },
    stop: async () => await stopLast?.(),
    list: (orderId) => store.list({ orderId }),
    deadLetters: () => store.list({ state: 'dead' }),
    redeliver: store.redeliver,
    confirm: store.confirm,
  };
}

/** JavaScript gets past the types, and each answer would be tried in vain, and then given up. */
function checkParts({ store, admin, deliver }: Partial<ConsentDeliveryOptions>): void {
  const parts = { store: store?.handOver, admin: admin?.getOrder, deliver };
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part !== 'function') throw new TypeError(`createConsentDelivery: ${name} is missing.`);
  }
}

type Report = (step: DeliveryEvent['step'], error?: unknown, ids?: Partial<DeliveryEvent>) => void;

function createReport({ onEvent }: ConsentDeliveryOptions): Report {
  return (step, error, ids) => {
    const level = error === undefined ? 'info' : 'error';
    const described = error !== undefined && { error: describeError(error) };
    // An error of a log must not repeat an answer.
    callListener(onEvent, { type: 'consent-delivery', level, step, ...ids, ...described });
  };
}

/** Returns the function that makes one attempt. */
function createHandOver(
  { admin, deliver, timeout }: ConsentDeliveryOptions & { readonly timeout: number },
  report: Report,
) {
  const attemptOnce = async (
    { answer, attempt, isNewest, wasGiven, noteGiven }: DeliveryAttempt,
    signal: AbortSignal,
  ) => {
    const { id: idempotencyKey, orderId, consentId, checked, time } = answer;
    const order = await admin.getOrder(orderId);
    // The connection of an attempt that is over belongs to another one.
    signal.throwIfAborted();
    const held = order.consents?.find(({ id }) => id === consentId)?.checked;
    const isCurrent = isNewest && held === checked;
    const change = checked ? ('given' as const) : wasGiven ? ('withdrawn' as const) : ('refused' as const);
    // Before the call: if this process ends in the middle, the un-tick that follows is still a withdrawal.
    if (checked && isCurrent) await noteGiven();
    signal.throwIfAborted();
    const delivered = {
      idempotencyKey,
      orderId,
      consentId,
      checked,
      change,
      isCurrent,
      time,
      order,
      attempt,
    };
    const end = await deliver(delivered, { signal });
    return end === 'pending' ? end : 'delivered';
  };
  return async (attempt: DeliveryAttempt): Promise<'delivered' | 'pending'> => {
    const { answer } = attempt;
    const { id: idempotencyKey, orderId, consentId } = answer;
    const ids = { orderId, consentId, idempotencyKey, attempt: attempt.attempt };
    const controller = new AbortController();
    try {
      const end = await limitTime(attemptOnce(attempt, controller.signal), timeout);
      report('deliver', undefined, ids);
      return end;
    } catch (error) {
      controller.abort(error);
      report('deliver', error, ids);
      throw error;
    }
  };
}

/** Returns a log that queues the answers of completed orders after it has stored them. */
function followLog(log: ConsentLog, store: DeliveryStore, report: Report): ConsentLog {
  const queue = async (answers: readonly LoggedConsentAnswer[]) => {
    for (const orderId of new Set(answers.map((answer) => answer.orderId)))
      if (await store.isCompleted(orderId)) await store.complete(orderId);
  };
  /** Within a limit: the page waits for an awaited log. */
  const tryToQueue = (answers: readonly LoggedConsentAnswer[]) =>
    limitTime(queue(answers), 1_000).catch((error: unknown) => report('follow', error));
  const { write, writeAll } = log;
  return {
    ...log,
    write:
      write &&
      (async (answer) => {
        await write.call(log, answer);
        await tryToQueue([answer]);
      }),
    writeAll:
      writeAll &&
      (async (answers) => {
        await writeAll.call(log, answers);
        await tryToQueue(answers);
      }),
  };
}
