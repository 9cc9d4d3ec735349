import type { Order } from '@norce-kit/core';
import { createOrderClient } from '@norce-kit/core';
import type { OrderInput, Sandbox, SandboxOptions } from '@norce-kit/sandbox';
import { createSandbox } from '@norce-kit/sandbox';
import { QueryClient } from '@tanstack/react-query';

/** The order of a story: `parameters: { order: { … } }`. */
export interface OrderParameters {
  readonly sandbox?: Omit<SandboxOptions, 'authenticate'>;
  /** Content of the order. @default an order in the language of the toolbar */
  readonly content?: OrderInput;
  /** Changes the sandbox before the story renders. */
  readonly prepare?: (sandbox: Sandbox, orderId: string) => unknown;
  /** Changes the sandbox after the page has read the order, as another client would. */
  readonly afterMount?: (sandbox: Sandbox, orderId: string) => unknown;
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
  /** Disables the client's timeouts, so a passing state stays on screen. @default false */
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

/** Creates an order on a new sandbox. */
export function createOrderStage(parameters: OrderParameters): OrderStage {
  const { sandbox: options, content, prepare, isEndless = false } = parameters;
  const sandbox = createSandbox({ ...options, authenticate: false });
  const { id: orderId } = sandbox.orders.create(content);
  prepare?.(sandbox, orderId);
  const initialOrder = sandbox.orders.get(orderId);
  if (initialOrder === undefined) throw new Error('`prepare` removed the order of the story.');
  const client = createClient(sandbox, isEndless);
  return { sandbox, orderId, client, queryClient: new QueryClient(), initialOrder };
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
