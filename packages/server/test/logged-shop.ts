import type { Answers, OrderClient } from '@norce-kit/core';
import { createAnswers, createOrderClient } from '@norce-kit/core';
import { createSandbox } from '@norce-kit/sandbox';
import { onTestFinished, vi } from 'vitest';
import type { ConsentLog, LoggedConsentAnswer } from '../src/consent-log.ts';
import type { HandlerEvent } from '../src/events.ts';
import { createOrderHandler } from '../src/handler.ts';
import type { OrderHandler, OrderHandlerOptions } from '../src/options.ts';

const realSetTimeout = setTimeout;

export const secret = 'a-secret-for-hashes-of-thirty-two-bytes';

/** A table with a unique key: a row with the id of an older one replaces it. */
export interface Table {
  readonly rows: () => readonly LoggedConsentAnswer[];
  /** Answers in the order of their times, as `consent checked`. */
  readonly answers: () => readonly string[];
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
    insert: (row) => {
      inserts++;
      // A replaced row moves to the end, as its time does.
      stored.delete(row.id);
      stored.set(row.id, row);
    },
    inserts: () => inserts,
  };
}

/** A sandbox, handlers that log to one table, and pages of one shopper. Time is simulated. */
export function openLoggedShop(
  write: (table: Table) => Partial<ConsentLog>,
  options: Partial<OrderHandlerOptions> = {},
) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const sandbox = createSandbox();
  const { id: orderId } = sandbox.orders.create({
    consents: ['ci_newsletter', 'ci_terms'].map((id) => ({ id, checked: false, required: false })),
  });
  const table = createTable();
  const events: HandlerEvent[] = [];
  const log: ConsentLog = { secret, awaited: true, ...write(table) };
  const startHandler = (): OrderHandler =>
    createOrderHandler({
      upstream: {
        baseUrl: 'https://api.test/checkout/order',
        apiKey: 'sandbox-key',
        merchant: 'acme',
        channel: 'acme-se',
        fetch: sandbox.fetch,
      },
      authorize: () => true,
      consentLog: log,
      onEvent: (event) => void events.push(event),
      ...options,
    });
  const openPage = (
    handler: (request: Request) => Promise<Response>,
  ): { client: OrderClient; answers: Answers } => {
    const client = createOrderClient({
      baseUrl: 'https://shop.test/api/norce',
      fetch: (request) => {
        const headers = { ...Object.fromEntries(request.headers), origin: 'https://shop.test' };
        return handler(new Request(request, { headers }));
      },
    });
    return { client, answers: createAnswers(client) };
  };
  return { sandbox, orderId, table, events, startHandler, openPage };
}

/** Runs work to its end in simulated time. Returns `saved` and the like, or the error. */
export async function runToEnd(work: Promise<unknown>): Promise<unknown> {
  let end: { readonly value: unknown } | undefined;
  work.then(
    (value) => (end = { value }),
    (error: unknown) => (end = { value: error }),
  );
  while (end === undefined) {
    await vi.advanceTimersByTimeAsync(20);
    // Hashes are computed in real time.
    await new Promise((resolve) => realSetTimeout(resolve, 1));
  }
  return end.value;
}
