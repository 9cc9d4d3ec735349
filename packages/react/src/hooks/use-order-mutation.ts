'use client';

import type { OrderApiError } from '@norce-kit/core';
import { useMutation } from '@tanstack/react-query';
import type { UseMutationOptions, UseMutationResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { OrderStore } from '../order/order-store.ts';

/**
 * Returns a mutation of an order. It has functions of its own for each order, so that an effect that depends on them runs again
 * when the page turns to another one.
 */
export function useOrderMutation<Data, Variables>(
  { orderId, queryClient }: OrderStore,
  options: UseMutationOptions<Data, OrderApiError, Variables>,
): UseMutationResult<Data, OrderApiError, Variables> {
  const mutation = useMutation(options, queryClient);
  const { mutate, mutateAsync } = mutation;
  const actions = useMemo(
    () => ({
      orderId,
      mutate: (...call: Parameters<typeof mutate>) => mutate(...call),
      mutateAsync: (...call: Parameters<typeof mutateAsync>) => mutateAsync(...call),
    }),
    [mutate, mutateAsync, orderId],
  );
  return { ...mutation, mutate: actions.mutate, mutateAsync: actions.mutateAsync };
}
