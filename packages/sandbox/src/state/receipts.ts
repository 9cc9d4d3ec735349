import type { Operation } from '../types.ts';
import { createListeners } from './listeners.ts';

/** One write that arrived at the sandbox, and its result. */
export interface Receipt {
  /** Position among the writes of this sandbox in order of arrival, from 1. */
  readonly sequence: number;
  /** Time of arrival in milliseconds since 1970. */
  readonly time: number;
  /** The operation of the request. */
  readonly operation: Operation;
  /** Id in the path; empty until `createOrder` has assigned one. */
  readonly orderId: string;
  /** Id in the path of an operation on one consent. */
  readonly consentId?: string;
  /** `checked` for `patchConsent`, `currentStatus` for `updateOrderState`, otherwise the parsed body. */
  readonly value: unknown;
  /** Counts consecutive writes of the same value to the same target, from 1. */
  readonly attempt: number;
  /** Whether the write changed the order. */
  readonly applied: boolean;
  /** Position among the applied writes, from 1; differs from `sequence` when a write takes effect late. */
  readonly appliedAs?: number;
  /** Status of the response; absent while the request is pending and after a fault without a response. */
  readonly status?: number;
  /** Kinds of the faults applied to the request, separated by `, `. */
  readonly fault?: string;
}

/** Selects receipts; members left out match all. */
export interface ReceiptFilter {
  /** Only writes of this operation. */
  readonly operation?: Operation | undefined;
  /** Only writes of this order. */
  readonly orderId?: string | undefined;
  /** Only writes of this consent, including lists that contain it. */
  readonly consentId?: string | undefined;
  /** Only writes that changed the order, or only writes that did not. */
  readonly applied?: boolean | undefined;
}

/** The receipts of a sandbox, oldest first. */
export interface Receipts {
  /** Returns the receipts that match. */
  readonly list: (filter?: ReceiptFilter) => readonly Receipt[];
  /**
   * Calls `listener` with each new receipt and again, with the same `sequence`, after each change; calls `cleared`
   * after `clear()`. Returns the function that unsubscribes.
   */
  readonly subscribe: (listener: (receipt: Receipt) => void, cleared?: () => void) => () => void;
  /** Removes all receipts and restarts `sequence` and `appliedAs`. */
  readonly clear: () => void;
}

/** The part of a request that receipts and faults look at. */
export type RequestSummary = Pick<Receipt, 'operation' | 'orderId' | 'consentId' | 'value'>;

/** A write at the time it arrives. */
export type Arrival = RequestSummary & Pick<Receipt, 'time' | 'fault'>;

/** The receipts including the methods that are internal to the sandbox. */
export interface ReceiptLog extends Receipts {
  /** Adds a receipt for an arriving write; the function it returns updates that receipt. */
  readonly add: (arrival: Arrival) => (change: Partial<Receipt>) => void;
}

/** Returns whether a request addresses the consent, in its path or in its list. */
export function addressesConsent(
  { consentId, value }: Pick<RequestSummary, 'consentId' | 'value'>,
  id: string,
): boolean {
  if (consentId !== undefined) return consentId === id;
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  return entries.some(
    (entry) => typeof entry === 'object' && entry !== null && 'id' in entry && entry.id === id,
  );
}

/** Creates a log that keeps the newest `limit` receipts. */
export function createReceiptLog(limit: number): ReceiptLog {
  let kept = new Map<number, Receipt>();
  let latest = new Map<string, Receipt>();
  let sequence = 0;
  let applications = 0;
  const changed = createListeners<Receipt>();
  const cleared = createListeners();

  const keep = (receipt: Receipt) => {
    kept.set(receipt.sequence, receipt);
    for (const [oldest, first] of kept) {
      if (kept.size <= limit) break;
      kept.delete(oldest);
      const target = targetOf(first);
      if (latest.get(target)?.sequence === oldest) latest.delete(target);
    }
    changed.notify(receipt);
  };

  const attemptOf = (arrival: Arrival) => {
    const before = latest.get(targetOf(arrival));
    return before !== undefined && isSameValue(before.value, arrival.value) ? before.attempt + 1 : 1;
  };

  return {
    list: (filter = {}) => [...kept.values()].filter((receipt) => matches(receipt, filter)),
    subscribe: (onChange, onClear = () => undefined) => {
      const removers = [changed.subscribe(onChange), cleared.subscribe(onClear)];
      return () => removers.forEach((remove) => remove());
    },
    clear: () => {
      kept = new Map();
      latest = new Map();
      sequence = applications = 0;
      cleared.notify();
    },
    add: (arrival) => {
      const log = kept;
      const first = { sequence: ++sequence, ...arrival, attempt: attemptOf(arrival), applied: false };
      latest.set(targetOf(first), first);
      keep(first);
      return (change) => {
        const receipt = kept === log ? kept.get(first.sequence) : undefined;
        if (receipt === undefined) return;
        keep({ ...receipt, ...change, ...(change.applied === true ? { appliedAs: ++applications } : {}) });
      };
    },
  };
}

function targetOf({ operation, orderId, consentId }: RequestSummary): string {
  return JSON.stringify([operation, orderId, consentId]);
}

function isSameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function matches(receipt: Receipt, filter: ReceiptFilter): boolean {
  return (
    (filter.operation === undefined || receipt.operation === filter.operation) &&
    (filter.orderId === undefined || receipt.orderId === filter.orderId) &&
    (filter.applied === undefined || receipt.applied === filter.applied) &&
    (filter.consentId === undefined || addressesConsent(receipt, filter.consentId))
  );
}
