import type { Answer, AnswerEnd } from './types.ts';
import type { OrderApiError } from '../errors.ts';

/** Somebody who waits to hear what became of an answer. */
interface Waiter {
  readonly checked: boolean;
  readonly resolve: (end: AnswerEnd) => void;
  readonly reject: (error: OrderApiError) => void;
}

type Timer = ReturnType<typeof setTimeout> | undefined;

/** What the register keeps of one consent. */
export interface Entry {
  readonly order: OrderEntry;
  readonly consentId: string;
  readonly listeners: Set<() => void>;
  answer: Answer;
  /** The shopper's last answer on the server, for as long as nobody else changed it. */
  kept: boolean | undefined;
  /** How the last request was lost, until a read of the order tells what became of it. */
  lost: OrderApiError | undefined;
  /** Values of lost requests, each with the moment until which it may still be carried out. */
  readonly late: Map<boolean, number>;
  /** The moment a read must have begun after to tell anything about this consent. */
  stamp: number;
  isSlow: boolean;
  /** Whether an attempt of the write under way failed, so that the next one may still lie ahead. */
  hasFailed: boolean;
  slowTimer: Timer;
  waiters: Waiter[];
}

/** What the register keeps of one order. */
export interface OrderEntry {
  readonly orderId: string;
  readonly consents: Map<string, Entry>;
  readonly listeners: Set<() => void>;
  /** Those with lost requests that may still be carried out. */
  readonly doubtful: Set<Entry>;
  reading: Promise<void> | undefined;
  mustReadAgain: boolean;
  watchTimer: Timer;
  stopWaiting: (() => void) | undefined;
}

/** A consent of which nothing is known. */
export const untouched: Answer = {
  checked: undefined,
  confirmed: undefined,
  desired: undefined,
  inFlight: undefined,
  saveState: 'idle',
  error: undefined,
};

export function createEntry(order: OrderEntry, consentId: string): Entry {
  return {
    order,
    consentId,
    listeners: new Set(),
    answer: untouched,
    kept: undefined,
    lost: undefined,
    late: new Map(),
    stamp: 0,
    isSlow: false,
    hasFailed: false,
    slowTimer: undefined,
    waiters: [],
  };
}

export function createOrderEntry(orderId: string): OrderEntry {
  return {
    orderId,
    consents: new Map(),
    listeners: new Set(),
    doubtful: new Set(),
    reading: undefined,
    mustReadAgain: false,
    watchTimer: undefined,
    stopWaiting: undefined,
  };
}

/** Notes a request that may be carried out although its answer was lost. */
export function noteLate(entry: Entry, checked: boolean, until: number): void {
  entry.late.set(checked, until);
  entry.order.doubtful.add(entry);
}

/** Until when a lost request may still undo what the order is believed to hold, as far as that is settled. */
export function doubtsOf({ late, lost, answer }: Entry): readonly number[] {
  const { confirmed, inFlight, saveState } = answer;
  if (inFlight !== undefined || lost !== undefined || saveState === 'waiting') return [];
  return [...late].filter(([value]) => value !== confirmed).map(([, until]) => until);
}

/** Forgets the lost requests that can no longer be carried out. */
export function forgetLate(entry: Entry, moment: number): void {
  const { late, order } = entry;
  for (const [value, until] of late) if (until <= moment) late.delete(value);
  if (late.size === 0) order.doubtful.delete(entry);
}
