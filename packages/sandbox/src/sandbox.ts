import { exchange } from './network/pipeline.ts';
import type { Faults } from './network/faults.ts';
import { createFaults } from './network/faults.ts';
import { createFetch } from './network/fetch.ts';
import { toMessage } from './api/request.ts';
import type { SandboxOptions, Settings } from './options.ts';
import { withDefaults } from './options.ts';
import type { Orders } from './back-office.ts';
import { createOrder, createOrders } from './back-office.ts';
import type { Outcome } from './network/outcome.ts';
import type { Receipts } from './state/receipts.ts';
import { createReceipts } from './state/receipts.ts';
import type { SandboxOrder } from './types.ts';
import { createWorld } from './state/sandbox-state.ts';

/** An order API of one's own. */
export interface Sandbox {
  /** The API as a `fetch`: hand it to anything that takes one. Host and path before `/api/v0/` do not matter. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  /** What `fetch` makes its answer of, for hosts that own a socket to cut. */
  readonly respond: (request: Request) => Promise<Outcome>;
  /** Back to the seed, with no fault and no receipt. What is under way reaches nothing any more. */
  readonly reset: () => void;
  /** The options, with every default in place. */
  readonly settings: Settings;
  readonly orders: Orders;
  readonly faults: Faults;
  readonly receipts: Receipts;
}

/**
 * The Norce Checkout order API, emulated in memory.
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
  const listeners = new Set<(order: SandboxOrder) => void>();
  const receipts = createReceipts(settings.receiptLimit);
  const faults = createFaults();
  const newWorld = () => {
    const fresh = createWorld(settings, (order) => listeners.forEach((listener) => listener(order)));
    for (const input of settings.seed) createOrder(input, fresh);
    return fresh;
  };
  let world = newWorld();
  const surroundings = () => ({ settings, world, faults, receipts });

  return {
    fetch: createFetch((message) => exchange(message, surroundings())),
    respond: async (request) => {
      const message = await toMessage(request).catch(() => undefined);
      if (message === undefined) return { kind: 'dropped', message: 'The request broke off.' };
      return exchange(message, surroundings());
    },
    reset: () => {
      world.end();
      receipts.clear();
      faults.clear();
      world = newWorld();
    },
    settings,
    orders: createOrders(() => world, listeners),
    faults,
    receipts,
  };
}
