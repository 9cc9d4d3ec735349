import type { Order } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import { readsOf } from './order-reads.ts';

/**
 * Returns a function that returns the order of a cache that a server may have rendered. In a browser that is the first
 * one that was not read here: an order that was read here is in no HTML.
 */
export function servedOrders(queryClient: QueryClient): (orderId: string) => Order | undefined {
  const orders = queryClient.getQueriesData<Order | null>({ queryKey: ['norce', 'order'] });
  const cached = new Map(orders.map(([queryKey, order]) => [queryKey[2] as string, order ?? undefined]));
  if (typeof document === 'undefined') return (orderId) => cached.get(orderId);
  for (const [orderId, order] of cached) {
    const reads = readsOf(queryClient, orderId);
    if (reads.last === undefined) reads.served ??= order;
  }
  return (orderId) => readsOf(queryClient, orderId).served;
}
