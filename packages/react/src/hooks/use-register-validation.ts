'use client';

import type { ValidationName, OrderApiError, RegisteredValidation } from '@norce-kit/core';
import { useMutation } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import { registerValidationMutationOptions } from '../order/mutation-options.ts';
import { wrote } from '../order/order-query.ts';
import { useOrderContext } from '../provider.tsx';
import { isRegistration, registrationKey, registrationsOf } from '../order/validations.ts';
import type { ValidationInput } from '../order/validations.ts';
import { useOrder } from './use-order.ts';

export interface UseRegisterValidationOptions {
  /** @default the order of the provider */
  readonly orderId?: string | undefined;
}

export type UseRegisterValidationResult<Input> = UseMutationResult<
  RegisteredValidation,
  OrderApiError,
  Input
> & {
  /** The id of the registration, once the order names it. */
  readonly id: string | undefined;
  /** Takes the registration off the order; undefined where the client may not, as behind the handler. */
  readonly remove: (() => Promise<void>) | undefined;
};

/**
 * Registers a check the order service makes when it is asked to validate the order, as a TanStack mutation. One
 * registration per order and validation, however often and wherever it is asked for.
 */
export function useRegisterValidation<Input extends ValidationInput = ValidationName>(
  options: UseRegisterValidationOptions = {},
): UseRegisterValidationResult<Input> {
  const { client, orderId, queryClient } = useOrderContext('useRegisterValidation', options.orderId);
  const { data: order } = useOrder({ orderId });
  const mutation = useMutation(registerValidationMutationOptions<Input>(client, orderId), queryClient);
  const { variables, data } = mutation;
  const { deleteValidation } = client;
  const known = variables && order?.validations?.find((registered) => isRegistration(registered, variables));
  const id = data === undefined ? undefined : (known?.id ?? data.id);
  const { reset } = mutation;
  const remove = useCallback(async () => {
    if (id === undefined || variables === undefined) return;
    await deleteValidation?.(orderId, id);
    registrationsOf(client).delete(registrationKey(orderId, variables));
    wrote(queryClient, orderId, (current) => current);
    reset();
  }, [client, deleteValidation, id, orderId, queryClient, reset, variables]);
  return { ...mutation, id, remove: deleteValidation === undefined || id === undefined ? undefined : remove };
}
