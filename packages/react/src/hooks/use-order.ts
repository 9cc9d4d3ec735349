'use client';

import type { Order, OrderApiError } from '@norce-kit/core';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { orderQueryOptions } from '../order/order-query.ts';
import { useOrderContext } from '../provider.tsx';

/** Options of `useOrder`. */
export interface UseOrderOptions {
  /** @default the order of the provider */
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
export function useOrder({ orderId }: UseOrderOptions = {}): UseQueryResult<Order, OrderApiError> {
  const context = useOrderContext('useOrder', orderId);
  return useQuery(orderQueryOptions(context.client, context.orderId), context.queryClient);
}
