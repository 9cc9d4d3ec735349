import type { Order, OrderApiError } from '@norce-kit/core';
import type { QueryClient, UseQueryOptions } from '@tanstack/react-query';
import { answersOf } from '../client/answers.ts';
import type { Client } from '../client/types.ts';
import { watchRead } from '../dev/reads.ts';
import { readsOf } from './order-reads.ts';
import { announceToTabs } from './tab-sync.ts';

// Core has retried already, browsers are often wrong about being offline, and a failure is part of the result.
export const noRetry = { retry: false, networkMode: 'always', throwOnError: false } as const;

/** Defaults of a host that would keep the order from being read, or change what was read. */
const overridden: object = {
  enabled: true,
  refetchOnMount: true,
  retryOnMount: true,
  structuralSharing: true,
  suspense: false,
  gcTime: undefined,
  initialData: undefined,
  notifyOnChangeProps: undefined,
  persister: undefined,
  placeholderData: undefined,
  select: undefined,
};

/** An order, the client that writes it, and the cache that keeps it. */
export interface OrderTarget {
  readonly client: Client;
  readonly queryClient: QueryClient;
  readonly orderId: string;
}

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

/** Returns the order id of a key of `orderQueryKey`, and undefined for other keys. */
export function readOrderQueryKey([scope, kind, orderId]: readonly unknown[]): string | undefined {
  return scope === 'norce' && kind === 'order' ? (orderId as string) : undefined;
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
  return {
    queryKey: orderQueryKey(orderId),
    // Without the signal: a page that is hidden or opened twice would abort its read.
    queryFn: ({ client: queryClient }) =>
      readsOf(queryClient, orderId).run(answersOf(client).beginRead(), () => {
        const read = client.getOrder(orderId);
        if (process.env.NODE_ENV !== 'production') watchRead(read, { client, queryClient, orderId });
        return read;
      }),
    ...overridden,
    ...noRetry,
    staleTime: 10_000,
    // Another tab or device may have changed the order meanwhile.
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  };
}

/** Returns the options of the kit's own observers: `OrderReads` decides when a page that opens reads the order. */
export function observedOrderOptions(client: Client, orderId: string): ReturnType<typeof orderQueryOptions> {
  return { ...orderQueryOptions(client, orderId), refetchOnMount: false, retryOnMount: false };
}

/** Reads an order that this page changed again, here and in other tabs. */
export function announceChange(queryClient: QueryClient, orderId: string): void {
  refetchOrder(queryClient, orderId);
  announceToTabs(queryClient, orderId);
}

/** Reads the order again, without waiting for it: hooks of the shop may have changed more than the write did. */
export function refetchOrder(queryClient: QueryClient, orderId: string): void {
  // TanStack Query skips a query that has an observer with `staleTime: 'static'`.
  readsOf(queryClient, orderId).require();
  void queryClient.invalidateQueries({ queryKey: orderQueryKey(orderId) });
}

/** Reads the order once more if a read contradicts a saved answer: a copy that gets the write later may have served it. */
export function checkLater(
  { client, queryClient, orderId }: OrderTarget,
  consentId: string,
  checked: boolean,
): void {
  setTimeout(() => {
    if (answersOf(client).get(orderId, consentId).confirmed !== checked) refetchOrder(queryClient, orderId);
  }, 3_000);
}

/** Reads the order a few times later: the server may still carry out a write of a page that was left. */
export function readOrderLater(queryClient: QueryClient, orderId: string): void {
  const reads = readsOf(queryClient, orderId);
  reads.laterTimers.forEach(clearTimeout);
  reads.laterTimers = [1_000, 3_000, 8_000, 20_000].map((delay) =>
    setTimeout(refetchOrder, delay, queryClient, orderId),
  );
}
