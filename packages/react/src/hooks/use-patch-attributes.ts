import type { OrderApiError } from '@norce-kit/core';
import { useMutation } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { patchAttributesMutationOptions } from '../options.ts';
import type { AttributeValues } from '../options.ts';
import { useOrderContext } from '../provider.tsx';

export interface UsePatchAttributesOptions {
  /** @default the order of the provider */
  readonly orderId?: string;
}

/**
 * Writes keys of the order's attributes, as a TanStack mutation. Keys left out are left alone; the handler lets through
 * only the keys it was told of. Writes to one order go out one after the other.
 */
export function usePatchAttributes({ orderId }: UsePatchAttributesOptions = {}): UseMutationResult<
  void,
  OrderApiError,
  AttributeValues
> {
  const context = useOrderContext('usePatchAttributes', orderId);
  return useMutation(patchAttributesMutationOptions(context.client, context.orderId), context.queryClient);
}
