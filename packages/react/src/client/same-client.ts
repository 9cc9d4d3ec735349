import type { QueryClient } from '@tanstack/react-query';
import { ownerOf, perClient, shareValues } from './per-client.ts';
import type { Client } from './types.ts';

const clientsOf: (queryClient: QueryClient) => Map<string, Client> = perClient(() => new Map());
const latestOf = new WeakMap<Client, Client>();

/**
 * Continues with `client` where another client of the same order in the same cache began: a page may create its client
 * anew, for a new token or on each mount. Both share one register, and its requests go through the latest client.
 */
export function joinClient(queryClient: QueryClient, queryKey: readonly unknown[], client: Client): void {
  // All shoppers share what a server keeps.
  if (typeof document === 'undefined') return;
  const clients = clientsOf(queryClient);
  const key = JSON.stringify(queryKey);
  const first = clients.get(key);
  const isKnown = queryClient.getQueryState(queryKey) !== undefined;
  if (first === undefined || !isKnown || (first !== client && !shareValues(first, client))) {
    clients.set(key, client);
  } else {
    latestOf.set(ownerOf(client), client);
  }
}

/** Returns a client that sends each request through the latest client that shares its values. */
export function latestClient(client: Client): Client {
  return new Proxy(client, {
    get: (first, member) => Reflect.get(latestOf.get(first) ?? first, member) as unknown,
  });
}
