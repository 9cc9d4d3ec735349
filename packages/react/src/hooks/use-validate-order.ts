'use client';

import type { OrderApiError, ValidationResult } from '@norce-kit/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { validateOrderMutationOptions } from '../order/mutation-options.ts';
import { useOrderContext } from '../provider.tsx';
import { useOrderMutation } from './use-order-mutation.ts';

/** Options of `useValidateOrder`. */
export interface UseValidateOrderOptions {
  /**
   * Id of the order.
   * @default the order of the provider
   */
  readonly orderId?: string | undefined;
}

/**
 * Validates the order through the order API, as a TanStack mutation without variables. A refusal is `data` with the
 * reasons of every check that failed; an `error` means that the order could not be validated.
 *
 * @example
 * function CheckButton() {
 *   const { mutate, data } = useValidateOrder();
 *   return <button type="button" onClick={() => mutate()}>{data?.ok === false ? 'Refused' : 'Check'}</button>;
 * }
 */
export function useValidateOrder({ orderId }: UseValidateOrderOptions = {}): UseMutationResult<
  ValidationResult,
  OrderApiError,
  void
> {
  const { store } = useOrderContext('useValidateOrder', orderId);
  return useOrderMutation(store, validateOrderMutationOptions(store.client, store.orderId));
}
