import { nextTime } from '../browser-events.ts';
import { isOrderApiError, OrderApiError } from '../errors.ts';
import type { UnsavedAnswer } from '../errors.ts';
import type { Listeners } from '../listeners.ts';
import type { OrderReader } from '../order-reader.ts';
import { lateWindow } from '../timeouts.ts';
import { initialState, isAtRest, isRefused, toAnswer } from './state.ts';
import type { State } from './state.ts';
import type { Answer, AnswerEnd, LeftAnswer } from './types.ts';

interface Waiter {
  readonly checked: boolean;
  readonly resolve: (end: AnswerEnd) => void;
  readonly reject: (error: OrderApiError) => void;
}

/** The register's record of one consent. */
export interface Entry {
  readonly order: OrderEntry;
  readonly consentId: string;
  readonly listeners: Listeners<void>;
  state: State;
  answer: Answer;
  /** Reads that started before this time are ignored. */
  readableFrom: number;
  /** Requests whose response was lost: each value with the time until which the server may still carry it out. */
  lateWrites: Map<boolean, number>;
  /** Whether an attempt of the request under way failed, so that its next attempt may not have been sent yet. */
  hasFailedAttempt: boolean;
  slowTimer: ReturnType<typeof setTimeout> | undefined;
  /** Set while the answer is not at rest. */
  stopWatchingLeave: (() => void) | undefined;
  waiters: Waiter[];
}

/** The register's record of one order. */
export interface OrderEntry {
  readonly orderId: string;
  readonly consents: Map<string, Entry>;
  readonly listeners: Listeners<void>;
  readonly reader: OrderReader;
  /** Sends the answers that wait for a connection when there is one. */
  readonly waitForConnection: () => void;
}

/** Stays empty; shared, because most consents of a page are never answered. */
const noLateWrites = new Map<boolean, number>();

/** The answer to a consent that was neither read nor answered. */
export const untouched: Answer = toAnswer(initialState, true);

export function createEntry(order: OrderEntry, consentId: string): Entry {
  return {
    order,
    consentId,
    listeners: new Set(),
    state: initialState,
    answer: untouched,
    readableFrom: 0,
    lateWrites: noLateWrites,
    hasFailedAttempt: false,
    slowTimer: undefined,
    stopWatchingLeave: undefined,
    waiters: [],
  };
}

/** Ends one call of `set`; `desired` is the shopper's value before the answer came to rest. */
export function settleWaiter(
  { checked, resolve, reject }: Waiter,
  after: State,
  desired: boolean | undefined,
): void {
  if (after.error !== undefined && checked === desired) reject(after.error);
  else resolve(checked === after.confirmed ? 'saved' : 'superseded');
}

/** Times until which lost requests could overwrite the confirmed value; none while the value is about to be settled. */
export function openDeadlines({ state, lateWrites }: Entry): readonly number[] {
  if (!isAtRest(state)) return [];
  return [...lateWrites].flatMap(([checked, until]) => (checked === state.confirmed ? [] : [until]));
}

export function toUnsaved({ consentId, state, answer }: Entry): readonly UnsavedAnswer[] {
  const { desired, saveState, isDropped } = answer;
  if (desired === undefined) return [];
  const isReading = state.phase === 'looking-up' && saveState !== 'waiting';
  const isSaving = saveState === 'idle' || saveState === 'saved' || isReading;
  return [{ consentId, reason: isSaving ? 'saving' : saveState, ...(isDropped && { isDropped }) }];
}

export function toLeftAnswer({ consentId, state, lateWrites }: Entry): readonly LeftAnswer[] {
  const { desired, inFlight, kept, accepted } = state;
  // The shopper let a dropped answer go.
  const checked = accepted === undefined ? (desired ?? kept) : undefined;
  const time = nextTime();
  const late = new Map(lateWrites);
  if (desired !== undefined && checked !== undefined) {
    // The next page must not write an answer that failed.
    if (isAtRest(state) || isRefused(state)) late.delete(!checked);
    else [inFlight ?? checked, checked].forEach((value) => late.set(value, time + lateWindow));
  }
  const sent = [...late].flatMap(([value, until]) => (until > time ? [[value, until - time] as const] : []));
  return desired !== undefined || sent.length > 0 ? [{ consentId, checked, sent }] : [];
}

/** Returns `error`, or the error of a client that failed in another way. */
export function toOrderApiError(error: unknown): OrderApiError {
  if (isOrderApiError(error)) return error;
  const reason = 'the client failed in an unforeseen way';
  return new OrderApiError({ kind: 'protocol', operation: 'patchConsent', outcome: 'unknown', reason });
}

/** Drops the requests whose time has passed. */
export function dropLateWrites({ lateWrites }: Entry, time: number): void {
  for (const [checked, until] of lateWrites) if (until <= time) lateWrites.delete(checked);
}
