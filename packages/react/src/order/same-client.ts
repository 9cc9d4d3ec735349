import type { QueryClient } from '@tanstack/react-query';
import { continueAs } from '../client/per-client.ts';
import type { Client } from '../client/types.ts';
import { orderQueryKey } from './order-query.ts';
import { readsOf } from './order-reads.ts';

/**
 * Continues with `client` where another client of the same order in the same cache began: a page may create its client
 * anew, for a new token or on each mount. Both share one register, and its requests go through the latest client.
 */
export function joinClient(queryClient: QueryClient, orderId: string, client: Client): void {
  // All shoppers share what a server keeps.
  if (typeof document === 'undefined') return;
  const reads = readsOf(queryClient, orderId);
  const isKnown = queryClient.getQueryState(orderQueryKey(orderId)) !== undefined;
  if (!isKnown || reads.client === undefined || !continueAs(reads.client, client)) reads.client = client;
}
