import type { QueryClient } from '@tanstack/react-query';
import type { Client } from '../client/types.ts';
import { warnOnce } from '../dev.ts';

/** A provider on the page. */
interface Mounted {
  readonly copy: object;
  readonly client: Client;
  readonly queryClient: QueryClient;
}

/** The providers of all copies of this package on the page. */
interface Registry {
  readonly copies: Set<object>;
  readonly orders: Map<string, Set<Mounted>>;
}

/** Identifies this copy of the package. */
const copy = {};
const key = Symbol.for('norce-kit.providers');

function registry(): Registry {
  const page = globalThis as unknown as Record<symbol, Registry | undefined>;
  return (page[key] ??= { copies: new Set(), orders: new Map() });
}

/** Notes that this copy of the package renders a provider on the page. */
export function noteCopy(): void {
  if (typeof document !== 'undefined') registry().copies.add(copy);
}

/** Whether another copy of the package has rendered a provider on the page, which the components of this one cannot find. */
export function isSecondCopy(): boolean {
  return [...registry().copies].some((other) => other !== copy);
}

/** The caches that a provider has had. */
const caches = new WeakSet<QueryClient>();

/** Adds a provider, and warns of those that have the same order and answers of their own. Returns the function that removes it. */
export function addProvider(orderId: string, client: Client, queryClient: QueryClient): () => void {
  const { orders } = registry();
  caches.add(queryClient);
  const mounted = { copy, client, queryClient };
  const others = orders.get(orderId) ?? new Set();
  for (const other of others) {
    if (other.copy !== copy) {
      warnOnce(
        `order ${orderId} has providers of two copies of @norce-kit/react, each with its own answers. ` +
          'Run npm ls @norce-kit/react, and load one copy.',
      );
    } else if (other.client !== client) {
      warnOnce(
        `order ${orderId} has two clients at a time. Create one client, export it, and import it everywhere.`,
      );
    }
  }
  orders.set(orderId, others.add(mounted));
  return () => void others.delete(mounted);
}

/** Warns when an order is read into another cache than that of its providers, which show what is in their own. */
export function checkCache(orderId: string, queryClient: QueryClient): void {
  const { size = 0 } = registry().orders.get(orderId) ?? {};
  // A provider that is gone had a cache of its own, too.
  if (size === 0 || caches.has(queryClient)) return;
  warnOnce(
    `order ${orderId} is read into another QueryClient than that of its OrderProvider. ` +
      'Put QueryClientProvider around OrderProvider. If it is, run npm ls @tanstack/react-query, and load one copy.',
  );
}
