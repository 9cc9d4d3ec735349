import type { Operation } from '../types.ts';

/** What became of one arriving write. */
export interface Receipt {
  /** Counts the writes of this sandbox in the order of their arrival, from 1. */
  readonly sequence: number;
  /** When it arrived, in milliseconds since 1970. */
  readonly time: number;
  readonly operation: Operation;
  /** Empty until a new order has its id. */
  readonly orderId: string;
  readonly consentId?: string;
  /** What was asked for: `checked` of one consent, the wanted state, else the body. */
  readonly value: unknown;
  /** From 1; counts up while the same write arrives again with the same value. */
  readonly attempt: number;
  /** Whether the order was changed by it. */
  readonly applied: boolean;
  /** Position among the applied writes, from 1: tells in which order they took effect. */
  readonly appliedAs?: number;
  /** Status of the answer; missing while there is none, or if there never will be. */
  readonly status?: number;
  /** Kinds of the faults that met it. */
  readonly fault?: string;
}

/** Which receipts are meant; members left out match all. */
export interface ReceiptFilter {
  readonly operation?: Operation;
  readonly orderId?: string;
  /** A list that names the consent among others matches too. */
  readonly consentId?: string;
  readonly applied?: boolean;
}

/** The receipts of a sandbox, oldest first. */
export interface Receipts {
  readonly list: (filter?: ReceiptFilter) => readonly Receipt[];
  /** Hears of each receipt at its arrival and again, with the same `sequence`, at each change; and of `clear`. */
  readonly subscribe: (listener: (receipt: Receipt) => void, cleared?: () => void) => () => void;
  readonly clear: () => void;
}

/** What is known of a write when it arrives. */
export type Arrival = Pick<Receipt, 'time' | 'operation' | 'orderId' | 'consentId' | 'value' | 'fault'>;

/** The side of the receipts that only the sandbox holds. */
export interface ReceiptBook extends Receipts {
  /** Notes an arriving write; what it returns adds what became of it. */
  readonly arrive: (arrival: Arrival) => (change: Partial<Receipt>) => void;
}

/** Whether a write concerns the consent, alone or in a list. */
export function touches(write: Pick<Arrival, 'consentId' | 'value'>, consentId: string): boolean {
  if (write.consentId !== undefined) return write.consentId === consentId;
  const entries: readonly unknown[] = Array.isArray(write.value) ? write.value : [write.value];
  return entries.some(
    (entry) => typeof entry === 'object' && entry !== null && 'id' in entry && entry.id === consentId,
  );
}

/** Keeps the newest `limit` receipts. */
export function createReceipts(limit: number): ReceiptBook {
  let kept = new Map<number, Receipt>();
  let latest = new Map<string, Receipt>();
  let sequence = 0;
  let applications = 0;
  const listeners = new Set<{ hear: (receipt: Receipt) => void; cleared?: (() => void) | undefined }>();

  const keep = (receipt: Receipt) => {
    kept.set(receipt.sequence, receipt);
    for (const [oldest, first] of kept) {
      if (kept.size <= limit) break;
      kept.delete(oldest);
      const target = targetOf(first);
      if (latest.get(target)?.sequence === oldest) latest.delete(target);
    }
    listeners.forEach(({ hear }) => hear(receipt));
  };

  const attemptOf = (arrival: Arrival) => {
    const before = latest.get(targetOf(arrival));
    return before !== undefined && isSameValue(before.value, arrival.value) ? before.attempt + 1 : 1;
  };

  return {
    list: (filter = {}) => [...kept.values()].filter((receipt) => matches(receipt, filter)),
    subscribe: (hear, cleared) => {
      const listener = { hear, cleared };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear: () => {
      kept = new Map();
      latest = new Map();
      sequence = applications = 0;
      listeners.forEach(({ cleared }) => cleared?.());
    },
    arrive: (arrival) => {
      const book = kept;
      const first = { sequence: ++sequence, ...arrival, attempt: attemptOf(arrival), applied: false };
      latest.set(targetOf(first), first);
      keep(first);
      return (change) => {
        const receipt = kept === book ? kept.get(first.sequence) : undefined;
        if (receipt === undefined) return;
        keep({ ...receipt, ...change, ...(change.applied === true ? { appliedAs: ++applications } : {}) });
      };
    },
  };
}

function targetOf({
  operation,
  orderId,
  consentId,
}: Pick<Receipt, 'operation' | 'orderId' | 'consentId'>): string {
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
    (filter.consentId === undefined || touches(receipt, filter.consentId))
  );
}
