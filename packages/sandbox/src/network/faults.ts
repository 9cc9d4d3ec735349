import type { Fault } from './fault.ts';
import type { Random } from '../random.ts';
import { touches } from '../state/receipts.ts';
import type { Operation } from '../types.ts';

/** A fault that is switched on. */
export interface ActiveFault {
  readonly id: string;
  readonly fault: Fault;
  /** How often it has struck. */
  readonly struck: number;
}

/** The switches. Delays and headers add up; of the other faults the first one that matches strikes. */
export interface Faults {
  /** Switches a fault on; the function it returns switches it off. Throws a `RangeError` on impossible numbers. */
  readonly add: (fault: Fault) => () => void;
  readonly list: () => readonly ActiveFault[];
  readonly remove: (id: string) => void;
  readonly clear: () => void;
  /** Hears of every change: switched on, struck, switched off. */
  readonly subscribe: (listener: (faults: readonly ActiveFault[]) => void) => () => void;
}

/** What a fault is chosen by. */
export interface Subject {
  readonly operation: Operation;
  readonly orderId: string;
  readonly consentId?: string;
  readonly value: unknown;
}

/** The side of the faults that only the sandbox holds. */
export interface FaultDeck extends Faults {
  /** The faults that meet one request; their counts go up. */
  readonly draw: (subject: Subject, random: Random) => readonly Fault[];
}

/** A deck with no fault in it. */
export function createFaults(): FaultDeck {
  let active: ActiveFault[] = [];
  let added = 0;
  const listeners = new Set<(faults: readonly ActiveFault[]) => void>();
  const become = (next: ActiveFault[]) => {
    active = next;
    listeners.forEach((listener) => listener(next));
  };
  const remove = (id: string) => become(active.filter((entry) => entry.id !== id));

  return {
    add: (fault) => {
      check(fault);
      const id = `f${++added}`;
      become([...active, { id, fault, struck: 0 }]);
      return () => remove(id);
    },
    list: () => active,
    remove,
    clear: () => become([]),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    draw: (subject, random) => {
      const hits = new Set<ActiveFault>();
      let taken = false;
      for (const entry of active) {
        const adds = isModifier(entry.fault);
        if ((taken && !adds) || !matches(entry.fault, subject)) continue;
        if (random() >= (entry.fault.probability ?? 1)) continue;
        hits.add(entry);
        taken ||= !adds;
      }
      if (hits.size > 0) {
        const counted = active.map((entry) =>
          hits.has(entry) ? { ...entry, struck: entry.struck + 1 } : entry,
        );
        become(counted.filter(({ fault, struck }) => struck < (fault.times ?? Infinity)));
      }
      return [...hits].map(({ fault }) => fault);
    },
  };
}

/** Whether a fault leaves the answer itself alone. */
export function isModifier(fault: Fault): boolean {
  return fault.kind === 'delay' || fault.kind === 'headers';
}

function matches(fault: Fault, subject: Subject): boolean {
  const operations = typeof fault.operation === 'string' ? [fault.operation] : fault.operation;
  return (
    (operations === undefined || operations.includes(subject.operation)) &&
    (fault.orderId === undefined || fault.orderId === subject.orderId) &&
    (fault.consentId === undefined || touches(subject, fault.consentId))
  );
}

function check(fault: Fault): void {
  const { probability = 1, times = 1 } = fault;
  if (!(probability >= 0 && probability <= 1)) throw new RangeError('probability has to be from 0 to 1.');
  if (!(times >= 1)) throw new RangeError('times has to be 1 or more.');
  if (fault.kind === 'status' && !(fault.status >= 200 && fault.status <= 599)) {
    throw new RangeError('status has to be from 200 to 599.');
  }
}
