import type { NamedValidation, OrderApiError, RegisteredValidation } from '@norce-kit/core';
import { useMutation } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { registerValidationMutationOptions } from '../options.ts';
import { useOrderContext } from '../provider.tsx';

export interface UseRegisterValidationOptions {
  /** @default the order of the provider */
  readonly orderId?: string;
}

/**
 * Registers a check the order service makes before the order may go on, by the name the handler knows it by, as a
 * TanStack mutation. One registration per order and name, however often and wherever it is asked for.
 */
export function useRegisterValidation({ orderId }: UseRegisterValidationOptions = {}): UseMutationResult<
  RegisteredValidation,
  OrderApiError,
  NamedValidation
> {
  const context = useOrderContext('useRegisterValidation', orderId);
  return useMutation(registerValidationMutationOptions(context.client, context.orderId), context.queryClient);
}
