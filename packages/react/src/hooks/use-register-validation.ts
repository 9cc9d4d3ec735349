'use client';

import type { OrderApiError, RegisteredValidation, ValidationName } from '@norce-kit/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Validation } from '../client/types.ts';
import { registerValidationMutationOptions } from '../order/mutation-options.ts';
import { announceChange } from '../order/order-query.ts';
import { forgetRegistration, isRegistration } from '../order/validations.ts';
import { useOrderContext } from '../provider.tsx';
import { useOrderMutation } from './use-order-mutation.ts';
import { useOrder } from './use-order.ts';

/** Options of `useRegisterValidation`. */
export interface UseRegisterValidationOptions {
  /**
   * Id of the order.
   * @default the order of the provider
   */
  readonly orderId?: string | undefined;
}

/** Result of `useRegisterValidation`: a TanStack mutation result and two members. */
export type UseRegisterValidationResult<Input> = UseMutationResult<
  RegisteredValidation,
  OrderApiError,
  Input
> & {
  /** Id of the registration, when the order contains it. */
  readonly id: string | undefined;
  /** Removes the registration from the order; undefined before it has an id, and for a client without the key. */
  readonly remove: (() => Promise<void>) | undefined;
};

/**
 * Registers a check that the order API makes when the order is validated, as a TanStack mutation. One registration
 * per order and validation, however often `mutate` is called. `mutate` is another function for another order, so that an effect
 * registers the check there too.
 *
 * @example
 * function StockCheck() {
 *   const { mutate, isError } = useRegisterValidation();
 *   useEffect(() => mutate({ name: 'stock' }), [mutate]);
 *   return isError ? <p>The stock cannot be checked.</p> : null;
 * }
 */
export function useRegisterValidation<Input extends Validation = ValidationName>(
  options: UseRegisterValidationOptions = {},
): UseRegisterValidationResult<Input> {
  const { store } = useOrderContext('useRegisterValidation', options.orderId);
  const { client, orderId, queryClient } = store;
  const { data: order } = useOrder({ orderId });
  const mutation = useOrderMutation(store, registerValidationMutationOptions<Input>(client, orderId));
  const { data, reset, variables } = mutation;
  const deleteValidation = 'deleteValidation' in client ? client.deleteValidation : undefined;
  const known =
    variables && order?.validations?.find((registered) => isRegistration(registered, variables, orderId));
  const id = data === undefined ? undefined : (known?.id ?? data.id);
  const remove = useCallback(async () => {
    if (id === undefined || variables === undefined) return;
    await deleteValidation?.(orderId, id);
    forgetRegistration(client, orderId, variables);
    announceChange(queryClient, orderId);
    reset();
  }, [client, deleteValidation, id, orderId, queryClient, reset, variables]);
  return { ...mutation, id, remove: deleteValidation === undefined || id === undefined ? undefined : remove };
}
