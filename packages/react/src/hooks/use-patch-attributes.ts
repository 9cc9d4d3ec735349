'use client';

import type { JsonValue, OrderApiError } from '@norce-kit/core';
import { useMutation } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import { patchAttributesMutationOptions } from '../options.ts';
import { useOrderContext } from '../provider.tsx';

export interface UsePatchAttributesOptions {
  /** @default the order of the provider */
  readonly orderId?: string;
  /**
   * Milliseconds to wait for further values, for a field that is being typed into. Leaving the field or the page sends
   * at once.
   * @default 0
   */
  readonly delay?: number;
}

export type UsePatchAttributesResult<Values> = UseMutationResult<void, OrderApiError, Partial<Values>> & {
  /** Sends at once what waits for further values. */
  readonly flush: () => void;
  /** The keys of the last write if it failed: none of them is known to be on the order. */
  readonly failedKeys: readonly (keyof Values & string)[];
};

/**
 * Writes keys of the order's attributes, as a TanStack mutation. Keys left out are left alone; `null` is sent as `null`;
 * the handler lets through only the keys it was told of. Writes to one order go out one after the other, the newest value
 * of a key alone.
 */
export function usePatchAttributes<
  Values extends { readonly [Key in keyof Values]: JsonValue } = Readonly<Record<string, JsonValue>>,
>({ orderId: ownOrderId, delay }: UsePatchAttributesOptions = {}): UsePatchAttributesResult<Values> {
  const { client, orderId, queryClient, stores } = useOrderContext('usePatchAttributes', ownOrderId);
  // The options take any attributes; which keys there are is known to the caller alone.
  const mutation = useMutation(
    patchAttributesMutationOptions(client, orderId, delay),
    queryClient,
  ) as unknown as UseMutationResult<void, OrderApiError, Partial<Values>>;
  const { attributes } = stores;
  return {
    ...mutation,
    flush: useCallback(() => attributes.flush(orderId), [attributes, orderId]),
    failedKeys: mutation.isError ? (Object.keys(mutation.variables) as (keyof Values & string)[]) : [],
  };
}
