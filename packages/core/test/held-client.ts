import { OrderApiError } from '../src/errors.ts';
import type { OrderApiErrorKind, Outcome } from '../src/errors.ts';
import type { OrderClient } from '../src/client.ts';
import type { WriteOptions } from '../src/http.ts';
import type { Order } from '../src/types.ts';

export interface HeldWrite {
  readonly orderId: string;
  readonly consentId: string;
  readonly checked: boolean;
  readonly options: WriteOptions | undefined;
  /** Applies the value on the server without a response. */
  readonly apply: () => void;
  /** Resolves the call without applying the value; for a write that was applied before. */
  readonly answer: () => Promise<void>;
  /** Applies the value and resolves the call. */
  readonly save: () => Promise<void>;
  readonly fail: (kind: OrderApiErrorKind, outcome?: Outcome, status?: number) => Promise<void>;
}

export interface HeldRead {
  readonly orderId: string;
  /** Copies the order as it is now, for a later `answer`. */
  readonly take: () => void;
  readonly answer: () => Promise<void>;
  readonly fail: () => Promise<void>;
}

export function apiError(kind: OrderApiErrorKind, outcome: Outcome, status?: number): OrderApiError {
  return new OrderApiError({ kind, operation: 'patchConsent', outcome, reason: 'told by the test', status });
}

/** A client whose requests stay under way until the test ends them. */
export class HeldClient implements Pick<OrderClient, 'getOrder' | 'patchConsent'> {
  readonly server: Map<string, Map<string, boolean>> = new Map();
  readonly writes: HeldWrite[] = [];
  readonly reads: HeldRead[] = [];
  /** Whether reads wait for the test; otherwise they resolve at once. */
  holdsReads = false;

  constructor(orders: Record<string, Record<string, boolean>>) {
    for (const [id, consents] of Object.entries(orders))
      this.server.set(id, new Map(Object.entries(consents)));
  }

  order(orderId: string): Order {
    const consents = [...(this.server.get(orderId) ?? [])].map(([id, checked]) => ({ id, checked }));
    return { id: orderId, merchant: 'acme', channel: 'acme-se', consents };
  }

  get lastWrite(): HeldWrite {
    const write = this.writes.at(-1);
    if (write === undefined) throw new Error('nothing was written');
    return write;
  }

  get lastRead(): HeldRead {
    const read = this.reads.at(-1);
    if (read === undefined) throw new Error('nothing was read');
    return read;
  }

  readonly patchConsent = (
    orderId: string,
    consentId: string,
    checked: boolean,
    options?: WriteOptions,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const apply = () => void this.server.get(orderId)?.set(consentId, checked);
      this.writes.push({
        orderId,
        consentId,
        checked,
        options,
        apply,
        answer: () => (resolve(), settled()),
        save: () => {
          apply();
          resolve();
          return settled();
        },
        fail: (kind, outcome = 'unknown', status) => (reject(apiError(kind, outcome, status)), settled()),
      });
    });

  readonly getOrder = (orderId: string): Promise<Order> => {
    if (!this.holdsReads) {
      this.reads.push({ orderId, take: nothing, answer: settled, fail: settled });
      return Promise.resolve(this.order(orderId));
    }
    return new Promise((resolve, reject) => {
      let taken: Order | undefined;
      this.reads.push({
        orderId,
        take: () => void (taken = this.order(orderId)),
        answer: () => (resolve(taken ?? this.order(orderId)), settled()),
        fail: () => (reject(apiError('network', 'not-applied')), settled()),
      });
    });
  };
}

const nothing = () => undefined;

/** Waits until pending promise callbacks have run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
