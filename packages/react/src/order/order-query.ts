import type { Order, OrderApiError } from '@norce-kit/core';
import { queryOptions } from '@tanstack/react-query';
import type { QueryClient, UseQueryOptions } from '@tanstack/react-query';
import { answersOf } from '../client/answers.ts';
import { tellOtherTabs } from './tab-sync.ts';
import type { PageClient } from '../client/types.ts';

// Core has tried for as long as it is worth, and browsers are often wrong about being offline.
export const once = { retry: false, networkMode: 'always' } as const;

export type OrderQueryKey = readonly ['norce', 'order', string];

/** The key under which the cache holds an order. */
export function orderQueryKey(orderId: string): OrderQueryKey {
  return ['norce', 'order', orderId];
}

/**
 * Key and request of an order, for `useQuery`, `prefetchQuery` and route loaders. What it reads is reconciled with the
 * answers under way, so use it instead of a query of your own.
 */
export function orderQueryOptions(
  client: PageClient,
  orderId: string,
): UseQueryOptions<Order, OrderApiError, Order, OrderQueryKey> & { queryKey: OrderQueryKey } {
  return queryOptions({
    queryKey: orderQueryKey(orderId),
    queryFn: async ({ signal }) => {
      // On a server there is no shopper whose answers could be under way.
      if (typeof window === 'undefined') return client.getOrder(orderId, { signal });
      const answers = answersOf(client);
      const readAt = answers.beginRead();
      const order = await client.getOrder(orderId, { signal });
      answers.reconcile(orderId, order, readAt);
      return order;
    },
    ...once,
    staleTime: 10_000,
    // Another tab or device may have changed the order in between.
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  });
}

/** Lets the cached order follow a write, here at once and in other tabs by reading it. */
export function wrote(queryClient: QueryClient, orderId: string, change: (order: Order) => Order): void {
  queryClient.setQueryData<Order>(orderQueryKey(orderId), (order) => order && change(order));
  readAgain(queryClient, orderId);
  tellOtherTabs(queryClient, orderId);
}

/** Reads the order again: hooks of the shop may have changed more of it than was asked for. Nobody waits for it. */
export function readAgain(queryClient: QueryClient, orderId: string): void {
  void queryClient.invalidateQueries({ queryKey: orderQueryKey(orderId) });
}
