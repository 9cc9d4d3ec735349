import type { Milliseconds, Random } from '../random.ts';
import { createListeners } from '../state/listeners.ts';
import type { RequestSummary } from '../state/receipts.ts';
import { addressesConsent } from '../state/receipts.ts';
import type { Operation } from '../types.ts';
import { checkFault } from './check-fault.ts';

/** Selects the requests a fault applies to; members left out match all. */
export interface FaultTarget {
  /** Only requests of this operation, or of one of these. */
  readonly operation?: Operation | readonly Operation[] | undefined;
  /** Only requests for this order. */
  readonly orderId?: string | undefined;
  /** Only requests for this consent, including lists that contain it. */
  readonly consentId?: string | undefined;
  /** Share of the matching requests, from 0 to 1. @default 1 */
  readonly probability?: number | undefined;
  /** Number of requests after which the fault is removed. @default Infinity */
  readonly times?: number | undefined;
}

/** The kinds of faults, distinguished by `kind`. */
export type FaultKind =
  | {
      /** Delays the request. The write takes effect and its response is the real one. */
      readonly kind: 'delay';
      /** Delay before the write takes effect. @default 0 */
      readonly before?: Milliseconds | undefined;
      /** Delay between the write and its response. @default 0 */
      readonly after?: Milliseconds | undefined;
    }
  | {
      /** Adds headers to the real response, or replaces them. */
      readonly kind: 'headers';
      /** Names and values of the headers. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      /** Replaces the response. */
      readonly kind: 'status';
      /** Status of the response, from 200 to 599. */
      readonly status: number;
      /** Headers of the response. @default {} */
      readonly headers?: Readonly<Record<string, string>> | undefined;
      /** A string is sent as text, null as an empty body, any other value as JSON. @default an error of the API */
      readonly body?: unknown;
      /** Whether the write takes effect: `before` it does not, `after` it does. @default 'before' */
      readonly when?: 'before' | 'after' | undefined;
    }
  | {
      /** Sends no response; the connection stays open. */
      readonly kind: 'hang';
      /** Whether the write takes effect: `before` it does not, `after` it does. @default 'before' */
      readonly when?: 'before' | 'after' | undefined;
    }
  | {
      /** Breaks the connection before the write takes effect. */
      readonly kind: 'drop';
      /** Message of the `TypeError` that `sandbox.fetch` rejects with; it differs by browser. @default 'fetch failed' */
      readonly message?: string | undefined;
    }
  | {
      /** Breaks the connection after the write has taken effect. */
      readonly kind: 'apply-then-drop';
    }
  | {
      /** Breaks the connection; the write takes effect later. */
      readonly kind: 'drop-then-apply';
      /** Time from the break to the write. @default 1000 */
      readonly after?: Milliseconds | undefined;
    }
  | {
      /** Breaks the connection in the middle of the response body. The write takes effect. */
      readonly kind: 'truncate';
    }
  | {
      /** Sends status and headers, but never ends the body. The write takes effect. */
      readonly kind: 'silence';
    }
  | {
      /** Redirects the request like a captive portal or an expired session. The write does not take effect. */
      readonly kind: 'redirect';
      /** Status of the redirect. @default 302 */
      readonly status?: 301 | 302 | 303 | 307 | 308 | undefined;
      /** Target of the redirect. @default '/__sandbox/login', an HTML page */
      readonly location?: string | undefined;
    }
  | {
      /** Responds with 200 and the HTML of a login page. The write does not take effect. */
      readonly kind: 'login-page';
    }
  | {
      /** Delivers the request twice: two receipts, one response, that of the first delivery. */
      readonly kind: 'duplicate';
      /** Time from the first delivery to the second. @default the second delivery precedes the response */
      readonly after?: Milliseconds | undefined;
    };

/** A failure of the network or the order API, the requests it applies to, and how often. */
export type Fault = FaultKind & FaultTarget;

/** A fault that is switched on. */
export interface ActiveFault {
  /** Id for `remove`. */
  readonly id: string;
  /** The fault as it was added. */
  readonly fault: Fault;
  /** Number of requests the fault was applied to. */
  readonly applied: number;
}

/** The faults that are switched on. `delay` and `headers` add up; of all other kinds the first match applies. */
export interface Faults {
  /**
   * Adds a fault and returns the function that removes it. Throws a `RangeError` for a kind, an operation or a member that
   * does not exist, a number out of range, and a header that cannot be sent.
   */
  readonly add: (fault: Fault) => () => void;
  /** Returns the faults in the order they were added. */
  readonly list: () => readonly ActiveFault[];
  /** Removes a fault; ignores unknown ids. */
  readonly remove: (id: string) => void;
  /** Removes all faults. */
  readonly clear: () => void;
  /** Calls `listener` with the new list after a fault was added, applied or removed. */
  readonly subscribe: (listener: (faults: readonly ActiveFault[]) => void) => () => void;
}

/** The faults including the method that is internal to the sandbox. */
export interface FaultRegistry extends Faults {
  /** Returns the faults that apply to one request, and counts them. */
  readonly select: (request: RequestSummary, random: Random) => readonly Fault[];
}

/** Creates a registry without faults. */
export function createFaultRegistry(): FaultRegistry {
  let active: readonly ActiveFault[] = [];
  let added = 0;
  const changed = createListeners<readonly ActiveFault[]>();
  const replace = (next: readonly ActiveFault[]) => {
    active = next;
    changed.notify(next);
  };
  const remove = (id: string) => replace(active.filter((entry) => entry.id !== id));

  return {
    add: (fault) => {
      checkFault(fault);
      const id = `f${++added}`;
      replace([...active, { id, fault, applied: 0 }]);
      return () => remove(id);
    },
    list: () => active,
    remove,
    clear: () => replace([]),
    subscribe: changed.subscribe,
    select: (request, random) => {
      const selected = selectFaults(active, request, random);
      if (selected.size > 0) replace(countUp(active, selected));
      return [...selected].map(({ fault }) => fault);
    },
  };
}

/** Returns whether a fault leaves status and body of the response unchanged. */
export function isModifier(fault: Fault): boolean {
  return fault.kind === 'delay' || fault.kind === 'headers';
}

function selectFaults(
  active: readonly ActiveFault[],
  request: RequestSummary,
  random: Random,
): ReadonlySet<ActiveFault> {
  const selected = new Set<ActiveFault>();
  let isReplaced = false;
  for (const entry of active) {
    const modifies = isModifier(entry.fault);
    if ((isReplaced && !modifies) || !matches(entry.fault, request)) continue;
    if (random() >= (entry.fault.probability ?? 1)) continue;
    selected.add(entry);
    isReplaced ||= !modifies;
  }
  return selected;
}

function countUp(active: readonly ActiveFault[], selected: ReadonlySet<ActiveFault>): readonly ActiveFault[] {
  return active
    .map((entry) => (selected.has(entry) ? { ...entry, applied: entry.applied + 1 } : entry))
    .filter(({ fault, applied }) => applied < (fault.times ?? Infinity));
}

function matches({ operation, orderId, consentId }: Fault, request: RequestSummary): boolean {
  const operations = typeof operation === 'string' ? [operation] : operation;
  return (
    (operations === undefined || operations.includes(request.operation)) &&
    (orderId === undefined || orderId === request.orderId) &&
    (consentId === undefined || addressesConsent(request, consentId))
  );
}
