import type { LoggedConsentAnswer } from '../consent-log.ts';
import { describeError } from '../events.ts';
import { isInstance } from '../is-instance.ts';
import { checkAmounts, unlessZero } from '../option-amounts.ts';
import { checkNames } from '../option-names.ts';
import { findNext, isOver } from './sequence.ts';
import type { DeliveryState, DeliveryStore, HandOver } from './types.ts';
import { RejectedAnswerError } from './types.ts';

/** Options of `memoryDeliveryStore`. */
export interface MemoryDeliveryOptions {
  /**
   * Number of attempts at an answer before it goes to the dead-letter list.
   * @default 5
   */
  readonly attempts?: number | undefined;
  /**
   * Delay in ms before the second attempt. It doubles with each further one.
   * @default 1_000
   */
  readonly retryDelay?: number | undefined;
}

/** Log and queue in the memory of this process. */
export interface MemoryDeliveryStore extends DeliveryStore {
  /** Adds answers to the log. For `consentLog`. */
  readonly writeAll: (answers: readonly LoggedConsentAnswer[]) => void;
}

interface Entry {
  answer: LoggedConsentAnswer;
  arrival: number;
  isQueued: boolean;
  state: DeliveryState;
  given: boolean;
  attempts: number;
  error: string | undefined;
  /** Time in ms since 1970 before which no attempt is made. */
  due: number;
}

/**
 * Returns a store for development and tests, which contains a consent log. It loses everything when the process ends.
 *
 * @example
 * const store = memoryDeliveryStore();
 * const delivery = createConsentDelivery({ store, admin, deliver });
 * const consentLog = delivery.follow({ secret, writeAll: store.writeAll });
 */
export function memoryDeliveryStore(options: MemoryDeliveryOptions = {}): MemoryDeliveryStore {
  checkNames(options, { attempts: true, retryDelay: true }, 'memoryDeliveryStore');
  const { attempts: most, retryDelay } = options;
  checkAmounts({ attempts: most, retryDelay: unlessZero(retryDelay) }, 'memoryDeliveryStore');
  const entries = new Map<string, Entry>();
  const completed = new Set<string>();
  const active = new Set<string>();
  const all = () => [...entries.values()];
  const keyOf = ({ orderId, consentId }: LoggedConsentAnswer) => JSON.stringify([orderId, consentId]);
  const queueOf = (key: string) => all().filter(({ answer, isQueued }) => isQueued && keyOf(answer) === key);
  const addToQueue = (orderId: string) => {
    for (const entry of all()) if (entry.answer.orderId === orderId) entry.isQueued = true;
  };
  const change = (id: string, from: DeliveryState, changed: Partial<Entry>) => {
    const entry = entries.get(id);
    // The log may have a withdrawal of which nothing was reported yet.
    if (entry?.state === 'pending') addToQueue(entry.answer.orderId);
    const isPossible = entry?.state === from && !isOver(queueOf(keyOf(entry.answer)), id, from);
    if (isPossible) Object.assign(entry, changed);
    return Promise.resolve(isPossible);
  };
  return {
    writeAll: (answers) => {
      for (const answer of answers) {
        const known = entries.get(answer.id);
        const fresh = { arrival: entries.size, isQueued: false, state: 'waiting', given: false } as const;
        if (!known) entries.set(answer.id, { ...fresh, answer, attempts: 0, error: undefined, due: 0 });
        else if (known.answer.time < answer.time) known.answer = answer;
      }
    },
    isCompleted: (orderId) => Promise.resolve(completed.has(orderId)),
    complete: (orderId) => {
      completed.add(orderId);
      addToQueue(orderId);
      return Promise.resolve();
    },
    backlog: () => {
      const ids = all().flatMap(({ answer, isQueued }) => (isQueued ? [] : [answer.orderId]));
      const orders = [...new Set(ids)];
      const isCompleted = (id: string) => completed.has(id);
      return Promise.resolve({
        open: orders.filter((id) => !isCompleted(id)),
        completed: orders.filter(isCompleted),
      });
    },
    handOver: async (run, { concurrency }) => {
      const waiting = all().filter(
        ({ isQueued, state, due }) => isQueued && state === 'waiting' && due <= Date.now(),
      );
      const keys = [...new Set(waiting.map(({ answer }) => keyOf(answer)))].filter((key) => !active.has(key));
      const taken = keys.slice(0, concurrency);
      const results = taken.map(async (key) => {
        active.add(key);
        try {
          return await attemptNext(queueOf(key), run, options);
        } finally {
          active.delete(key);
        }
      });
      const attempts = await Promise.all(results);
      return attempts.filter((isAttempt) => isAttempt).length;
    },
    list: (which) =>
      Promise.resolve(
        all()
          .filter(({ isQueued }) => isQueued)
          .filter(({ answer, state }) =>
            'orderId' in which ? answer.orderId === which.orderId : state === which.state,
          )
          .map(({ answer, state, attempts, error }) => {
            const { id: idempotencyKey, orderId, consentId } = answer;
            return { idempotencyKey, orderId, consentId, state, attempts, error };
          }),
      ),
    redeliver: (id) => change(id, 'dead', { state: 'waiting', attempts: 0, due: 0 }),
    confirm: (id) => change(id, 'pending', { state: 'delivered' }),
  };
}

/** Makes one attempt at the first answer of a consent. Returns whether there was one. */
async function attemptNext(
  queue: readonly Entry[],
  run: HandOver,
  { attempts: limit = 5, retryDelay = 1_000 }: MemoryDeliveryOptions,
): Promise<boolean> {
  const { overtaken, next, isNewest, wasGiven } = findNext(queue);
  for (const late of queue) if (overtaken.includes(late.answer.id)) late.state = 'overtaken';
  const entry = queue.find(({ answer }) => answer.id === next?.answer.id);
  if (!entry || entry.due > Date.now()) return overtaken.length > 0;
  entry.attempts++;
  const noteGiven = () => {
    entry.given = true;
    return Promise.resolve();
  };
  try {
    entry.state = await run({
      answer: entry.answer,
      attempt: entry.attempts,
      isNewest,
      wasGiven,
      noteGiven,
    });
    entry.error = undefined;
  } catch (error) {
    entry.error = describeError(error);
    entry.due = Date.now() + retryDelay * 2 ** (entry.attempts - 1);
    if (isInstance(error, RejectedAnswerError) || entry.attempts >= limit) entry.state = 'dead';
  }
  return true;
}
