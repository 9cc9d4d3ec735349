import type { Order } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import { perClient } from '../client/per-client.ts';
import { readsOf } from './order-reads.ts';

const ordersOf = perClient<QueryClient, Map<string, Order>>(() => new Map());

/**
 * Returns the orders of a cache that a server may have rendered, by id. In a browser these are the first ones that were
 * not read here: an order that was read here is in no HTML.
 */
export function servedOrders(queryClient: QueryClient): ReadonlyMap<string, Order> {
  const isServer = typeof document === 'undefined';
  const orders = isServer ? new Map<string, Order>() : ordersOf(queryClient);
  for (const [queryKey, order] of queryClient.getQueriesData<Order | null>({
    queryKey: ['norce', 'order'],
  })) {
    const orderId = queryKey[2] as string;
    if (order == null || orders.has(orderId)) continue;
    if (isServer || readsOf(queryClient, orderId).last === undefined) orders.set(orderId, order);
  }
  return orders;
}
