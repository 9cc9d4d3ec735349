import type { Order } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import { perClient } from '../client/per-client.ts';
import { readStartOf } from './read-start.ts';

const ordersOf = perClient<QueryClient, Map<string, Order>>(() => new Map());

/**
 * Returns the orders of a cache that a server may have rendered, by id. In a browser these are the first ones that were
 * not read here: an order that was read here is in no HTML.
 */
export function servedOrders(queryClient: QueryClient): ReadonlyMap<string, Order> {
  const isServer = typeof document === 'undefined';
  const orders = isServer ? new Map<string, Order>() : ordersOf(queryClient);
  for (const [queryKey, order] of queryClient.getQueriesData<Order>({ queryKey: ['norce', 'order'] })) {
    const orderId = queryKey[2] as string;
    if (order === undefined || orders.has(orderId)) continue;
    if (isServer || readStartOf(order) === undefined) orders.set(orderId, order);
  }
  return orders;
}
