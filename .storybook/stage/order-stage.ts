import type { EvidenceRecord, Order } from '@norce-kit/core';
import { createOrderClient, evidenceKey } from '@norce-kit/core';
import type { OrderInput, Sandbox, SandboxOptions } from '@norce-kit/sandbox';
import { createSandbox } from '@norce-kit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import type { Translate } from './words.ts';

/** The order of a story: `parameters: { order: { … } }`. */
export interface OrderParameters {
  readonly sandbox?: Omit<SandboxOptions, 'authenticate'>;
  /** Returns the content of the order. @default an order in the language of the toolbar */
  readonly content?: (t: Translate) => OrderInput;
  /** Changes the sandbox before the story renders. */
  readonly prepare?: (sandbox: Sandbox, orderId: string, t: Translate) => unknown;
  /** Changes the sandbox after the page has read the order, as another client would. */
  readonly afterMount?: (sandbox: Sandbox, orderId: string, t: Translate) => unknown;
  /** Answers that the shopper gave on an earlier page, by consent id. The order has them with their evidence. */
  readonly given?: Readonly<Record<string, boolean>>;
  /** Answers that the shopper gives on mount, by consent id. */
  readonly answers?: Readonly<Record<string, boolean>>;
  /** Runs the consent gate on mount, as a refused submit does. @default false */
  readonly isAttempted?: boolean;
  /** Adds a gate to the page, so that boxes offer to go on without an optional answer. @default false */
  readonly hasGate?: boolean;
  /** Consent whose failed answer the shopper goes on without, with `hasGate`. */
  readonly goesOnWithout?: string;
  /** Writes evidence of the answers, and compares the words. @default false */
  readonly hasEvidence?: boolean;
  /** Renders without an initial order, so the page reads it first. @default false */
  readonly isUnread?: boolean;
  /** Keeps a passing state on screen: no timeouts of the client, and no fading of “Saved”. @default false */
  readonly isEndless?: boolean;
}

/** An order on a sandbox of its own, with the client and the cache of the page that shows it. */
export interface OrderStage {
  readonly sandbox: Sandbox;
  readonly orderId: string;
  readonly client: ReturnType<typeof createOrderClient>;
  readonly queryClient: QueryClient;
  readonly initialOrder: Order;
}

const dayInMs = 86_400_000;

/**
 * Creates an order on a new sandbox.
 *
 * @param orderId unlike those of other stages on the page, because the kit shares gates and changes per order id
 * @param defaultContent content of an order whose parameters have none
 */
export function createOrderStage(
  orderId: string,
  parameters: OrderParameters,
  { t, order: defaultContent }: { readonly t: Translate; readonly order: OrderInput },
): OrderStage {
  const { sandbox: options, content, given = {}, prepare, isEndless = false } = parameters;
  const sandbox = createSandbox({ ...options, authenticate: false });
  sandbox.orders.create({ ...(content?.(t) ?? defaultContent), id: orderId });
  for (const [consentId, checked] of Object.entries(given)) give(sandbox, orderId, consentId, checked);
  prepare?.(sandbox, orderId, t);
  const initialOrder = sandbox.orders.get(orderId);
  if (initialOrder === undefined) throw new Error('`prepare` removed the order of the story.');
  const client = createClient(sandbox, isEndless);
  return { sandbox, orderId, client, queryClient: new QueryClient(), initialOrder };
}

/** Stores an answer as the checkout does. A tick without evidence is a pre-ticked box, of which development warns. */
function give(sandbox: Sandbox, orderId: string, consentId: string, checked: boolean): void {
  sandbox.orders.setChecked(orderId, consentId, checked);
  const record: EvidenceRecord = {
    consentId,
    checked,
    textHash: '',
    at: '2026-01-15T09:30:00.000Z',
    source: 'checkout',
    kit: '@norce-kit/react',
  };
  sandbox.orders.update(orderId, ({ attributes }) => ({
    attributes: { ...attributes, [evidenceKey(consentId)]: [record] },
  }));
}

/** Opens the same order in a second page, with a client and a cache of its own. */
export function openTab({ sandbox, orderId, initialOrder }: OrderStage): OrderStage {
  const client = createClient(sandbox, false);
  return { sandbox, orderId, client, queryClient: new QueryClient(), initialOrder };
}

function createClient(sandbox: Sandbox, isEndless: boolean): OrderStage['client'] {
  return createOrderClient({
    baseUrl: 'https://sandbox.invalid',
    fetch: sandbox.fetch,
    retry: 0,
    ...(isEndless && { timeout: dayInMs, totalTimeout: dayInMs }),
  });
}
