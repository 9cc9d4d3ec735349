'use client';

import type { Order, OrderApiError } from '@norce-kit/core';
import { notifyManager, useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { observedOrderOptions, orderQueryKey } from '../order/order-query.ts';
import { useOrderContext } from '../provider.tsx';

/** Options of `useOrder`. */
export interface UseOrderOptions {
  /**
   * Id of the order.
   * @default the order of the provider
   */
  readonly orderId?: string | undefined;
}

/**
 * Returns the order as a TanStack query result.
 *
 * @example
 * function Total() {
 *   const { data: order } = useOrder();
 *   return <p>{order?.cart?.total?.includingVat}</p>;
 * }
 */
export function useOrder(options: UseOrderOptions = {}): UseQueryResult<Order, OrderApiError> {
  const { store } = useOrderContext('useOrder', options.orderId);
  const { client, orderId, queryClient } = store;
  useEffect(() => store.subscribe(() => undefined), [store]);
  const result = useQuery(observedOrderOptions(client, orderId), queryClient);
  // After `clear()` its observer keeps the removed query until the next render.
  const queries = queryClient.getQueryCache();
  const { queryHash } = queryClient.defaultQueryOptions({ queryKey: orderQueryKey(orderId) });
  const getQuery = () => queries.get(queryHash);
  useSyncExternalStore(
    // Batched calls come later: a component that renders may add or remove the query.
    useCallback((listener) => queries.subscribe(notifyManager.batchCalls(listener)), [queries]),
    getQuery,
    getQuery,
  );
  const isHydrating = useSyncExternalStore(
    noSubscription,
    () => false,
    // TanStack hydrates with the data of now, which the server may not have rendered.
    () => store.servedOrder !== queryClient.getQueryData(orderQueryKey(orderId)),
  );
  return isHydrating ? withData(result, store.servedOrder) : result;
}

const noSubscription = () => () => undefined;

/** Returns the result that a query has as long as it holds this order. */
function withData(
  result: UseQueryResult<Order, OrderApiError>,
  data: Order | undefined,
): UseQueryResult<Order, OrderApiError> {
  const isPending = data === undefined;
  const status = isPending ? 'pending' : 'success';
  const isFetching = isPending || result.isFetching;
  return Object.assign({}, result, {
    data,
    error: null,
    status,
    isPending,
    isLoading: isPending,
    isSuccess: !isPending,
    isError: false,
    isFetching,
    fetchStatus: isFetching ? 'fetching' : result.fetchStatus,
  });
}
