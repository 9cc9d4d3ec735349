import type { Order, OrderApiError } from '@norce-kit/core';
import { queryOptions } from '@tanstack/react-query';
import type { QueryClient, UseQueryOptions } from '@tanstack/react-query';
import { answersOf } from '../client/answers.ts';
import type { Client } from '../client/types.ts';
import { noteReadStart, shareStructure } from './read-start.ts';
import { announceToTabs } from './tab-sync.ts';

// Core has retried already, and browsers are often wrong about being offline.
export const once = { retry: false, networkMode: 'always' } as const;

/** Query key of an order. */
export type OrderQueryKey = readonly ['norce', 'order', string];

/**
 * Returns the key under which the query cache keeps an order.
 *
 * @example
 * await queryClient.invalidateQueries({ queryKey: orderQueryKey('o_1') });
 */
export function orderQueryKey(orderId: string): OrderQueryKey {
  return ['norce', 'order', orderId];
}

/**
 * Returns query options of an order, for `useQuery`, `prefetchQuery` and route loaders. A provider reconciles what they
 * read with the answers under way; a query of your own would not be.
 *
 * @example
 * const client = createOrderClient({ baseUrl: '/api/norce' });
 * await queryClient.prefetchQuery(orderQueryOptions(client, 'o_1'));
 */
export function orderQueryOptions(
  client: Client,
  orderId: string,
): UseQueryOptions<Order, OrderApiError, Order, OrderQueryKey> & { queryKey: OrderQueryKey } {
  return queryOptions({
    queryKey: orderQueryKey(orderId),
    queryFn: async ({ signal }) => {
      const startedAt = answersOf(client).beginRead();
      return noteReadStart(await client.getOrder(orderId, { signal }), startedAt);
    },
    structuralSharing: shareStructure,
    ...once,
    staleTime: 10_000,
    // Another tab or device may have changed the order meanwhile.
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  });
}

/** Updates the cached order after a write and announces the change. */
export function updateOrder(
  queryClient: QueryClient,
  orderId: string,
  change: (order: Order) => Order,
): void {
  queryClient.setQueryData<Order>(orderQueryKey(orderId), (order) => order && change(order));
  announceChange(queryClient, orderId);
}

/** Reads an order that this page changed again, here and in other tabs. */
export function announceChange(queryClient: QueryClient, orderId: string): void {
  refetchOrder(queryClient, orderId);
  announceToTabs(queryClient, orderId);
}

/** Reads the order again, without waiting for it: hooks of the shop may have changed more than the write did. */
export function refetchOrder(queryClient: QueryClient, orderId: string): void {
  void queryClient.invalidateQueries({ queryKey: orderQueryKey(orderId) });
}
