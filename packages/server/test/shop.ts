import { createHmac } from 'node:crypto';
import type { Answers, OrderClient } from '@norce-kit/core';
import { createAnswers, createOrderClient } from '@norce-kit/core';
import { createSandbox } from '@norce-kit/sandbox';
import { onTestFinished, vi } from 'vitest';
import type { ConsentLog, LoggedConsentAnswer } from '../src/consent-log.ts';
import type { HandlerEvent } from '../src/events.ts';
import { createOrderHandler } from '../src/handler.ts';
import type { OrderHandler, OrderHandlerOptions, Upstream } from '../src/options.ts';

const realSetImmediate = setImmediate;

export const secret = 'a-secret-for-hashes-of-thirty-two-bytes';

/** A table with a unique key. Of two rows with the same id it keeps the one with the later time. */
export interface Table {
  /** The rows in the order in which they were last written. */
  readonly rows: () => readonly LoggedConsentAnswer[];
  /** The same, as `consent checked`. */
  readonly answers: () => readonly string[];
  /** Returns the last answer to a consent, by the rule of docs/guides/servers.md. */
  readonly last: (orderId: string, consentId: string) => boolean | undefined;
  readonly insert: (row: LoggedConsentAnswer) => void;
  /** Number of inserts, those of the same id included. */
  readonly inserts: () => number;
}

export function createTable(): Table {
  const stored = new Map<string, LoggedConsentAnswer>();
  let inserts = 0;
  const rows = () => [...stored.values()];
  return {
    rows,
    answers: () => rows().map(({ consentId, checked }) => `${consentId} ${checked}`),
    last: (orderId, consentId) => {
      const answers = rows().filter((row) => row.orderId === orderId && row.consentId === consentId);
      const [latest] = answers.toSorted((a, b) => b.time.localeCompare(a.time));
      const ofPage = answers.filter(({ pageId }) => pageId === latest?.pageId);
      return ofPage.toSorted((a, b) => b.sequence - a.sequence)[0]?.checked;
    },
    insert: (row) => {
      inserts++;
      const { time = '' } = stored.get(row.id) ?? {};
      if (time >= row.time) return;
      stored.delete(row.id);
      stored.set(row.id, row);
    },
    inserts: () => inserts,
  };
}

/** A shop with a sandbox and an order, and pages that reach it through the given handler. */
export function openShop() {
  const sandbox = createSandbox();
  const { id: orderId } = sandbox.orders.create({
    consents: ['ci_newsletter', 'ci_terms'].map((id) => ({ id, checked: false, required: false })),
  });
  const startHandler = (
    options: Partial<OrderHandlerOptions> = {},
    fetch: Upstream['fetch'] = sandbox.fetch,
  ): OrderHandler =>
    createOrderHandler({
      upstream: {
        baseUrl: 'https://api.test/checkout/order',
        apiKey: 'sandbox-key',
        merchant: 'acme',
        channel: 'acme-se',
        fetch,
      },
      authorize: () => true,
      ...options,
    });
  return { sandbox, orderId, startHandler };
}

/** Opens a page whose client sends to the handler. */
export function openPage(handler: (request: Request) => Promise<Response>): {
  client: OrderClient;
  answers: Answers;
} {
  const client = createOrderClient({
    baseUrl: 'https://shop.test/api/norce',
    fetch: (request) => {
      const headers = { ...Object.fromEntries(request.headers), origin: 'https://shop.test' };
      return handler(new Request(request, { headers }));
    },
  });
  return { client, answers: createAnswers(client) };
}

/** A shop whose handlers log to one table. Time is simulated. */
export function openLoggedShop(
  write: (table: Table) => Partial<ConsentLog>,
  options: Partial<OrderHandlerOptions> = {},
) {
  simulateTime();
  const { startHandler, ...shop } = openShop();
  const table = createTable();
  const events: HandlerEvent[] = [];
  const consentLog: ConsentLog = { secret, awaited: true, ...write(table) };
  const onEvent = (event: HandlerEvent) => void events.push(event);
  return {
    ...shop,
    table,
    events,
    startHandler: (fetch?: Upstream['fetch']) => startHandler({ consentLog, onEvent, ...options }, fetch),
    openPage,
  };
}

/** Uses fake timers, and computes hashes without a thread: they would end in real time, at any moment of the fake one. */
export function simulateTime(): void {
  vi.useFakeTimers();
  const sign = vi
    .spyOn(crypto.subtle, 'sign')
    .mockImplementation((_algorithm, _key, data) => Promise.resolve(hmac(data as Uint8Array)));
  onTestFinished(() => {
    sign.mockRestore();
    vi.useRealTimers();
  });
}

/** Returns the HMAC of the log's secret. */
export function hmac(data: Uint8Array): ArrayBuffer {
  return new Uint8Array(createHmac('sha256', secret).update(data).digest()).buffer;
}

/** Runs work to its end in simulated time. Returns `saved` and the like, or the error. */
export async function runToEnd(work: Promise<unknown>): Promise<unknown> {
  let end: { readonly value: unknown } | undefined;
  work.then(
    (value) => (end = { value }),
    (error: unknown) => (end = { value: error }),
  );
  while (end === undefined) {
    await vi.advanceTimersByTimeAsync(200);
    await new Promise((resolve) => realSetImmediate(resolve));
  }
  return end.value;
}
