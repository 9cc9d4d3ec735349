import { readRequest } from './api/request.ts';
import type { PlainRequest } from './api/request.ts';
import type { Orders } from './back-office.ts';
import { createOrder, createOrders } from './back-office.ts';
import type { Faults } from './network/faults.ts';
import { createFaultRegistry } from './network/faults.ts';
import { createFetch } from './network/fetch.ts';
import type { Outcome } from './network/outcome.ts';
import { runPipeline } from './network/pipeline.ts';
import type { SandboxOptions, Settings } from './options.ts';
import { withDefaults } from './options.ts';
import { createListeners } from './state/listeners.ts';
import type { Receipts } from './state/receipts.ts';
import { createReceiptLog } from './state/receipts.ts';
import { createSandboxState } from './state/sandbox-state.ts';
import type { SandboxOrder } from './types.ts';

/** An emulated order API with orders, faults and receipts of its own. */
export interface Sandbox {
  /** The API as a `fetch` function. Host and path before `/api/v0/` are ignored. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  /** Returns how a request ends, for servers that write responses and broken connections to a socket themselves. */
  readonly respond: (request: Request) => Promise<Outcome>;
  /** Restores the seed and removes all faults and receipts. Pending requests do not reach the new orders. */
  readonly reset: () => void;
  /** The options with all defaults. */
  readonly settings: Settings;
  /** Creates, reads and changes orders without the API. */
  readonly orders: Orders;
  /** Switches faults on and off. */
  readonly faults: Faults;
  /** Lists the writes that arrived. */
  readonly receipts: Receipts;
}

/**
 * Creates an emulated Norce Checkout order API in memory. Throws for an option that does not exist or is out of range.
 *
 * @example
 * const sandbox = createSandbox({ authenticate: false });
 * const order = sandbox.orders.create();
 * const client = createOrderClient({ baseUrl: 'http://localhost', fetch: sandbox.fetch });
 * await client.patchConsent(order.id, 'ci_newsletter', true);
 * sandbox.orders.get(order.id)?.consents[0]?.checked; // true
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const settings = withDefaults(options);
  const changed = createListeners<SandboxOrder>();
  const receipts = createReceiptLog(settings.receiptLimit);
  const faults = createFaultRegistry();
  const createState = () => {
    const fresh = createSandboxState(settings, changed.notify);
    for (const input of settings.seed) createOrder(input, fresh);
    return fresh;
  };
  let state = createState();
  const run = (request: PlainRequest) => runPipeline(request, { settings, state, faults, receipts });

  return {
    fetch: createFetch(run),
    respond: async (request) => {
      const plain = await readRequest(request).catch(() => undefined);
      return plain === undefined ? { kind: 'dropped', message: 'The request broke off.' } : run(plain);
    },
    reset: () => {
      state.discard();
      receipts.clear();
      faults.clear();
      state = createState();
    },
    settings,
    orders: createOrders(() => state, changed),
    faults,
    receipts,
  };
}
