'use client';

import type { AttributeValues, JsonValue, OrderApiError } from '@norce-kit/core';
import { useMutation } from '@tanstack/react-query';
import type { MutateOptions, UseMutationResult } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { attributesOf, beginPatch } from '../client/attributes.ts';
import { patchAttributesMutationOptions } from '../order/mutation-options.ts';
import { useOrderContext } from '../provider.tsx';

export interface UsePatchAttributesOptions {
  /** @default the order of the provider */
  readonly orderId?: string | undefined;
  /**
   * Milliseconds to wait for further values, for a field that is being typed into. Leaving the field or the page sends
   * at once.
   * @default 0
   */
  readonly delay?: number;
}

export type UsePatchAttributesResult<Values> = UseMutationResult<
  Partial<Values>,
  OrderApiError,
  Partial<Values>
> & {
  /** Sends at once what waits for further values. */
  readonly flush: () => void;
  /** The keys whose last write failed, whatever else was written since: none of them is known to be on the order. */
  readonly failedKeys: readonly (keyof Values & string)[];
};

interface Failed {
  readonly orderId: string;
  readonly keys: readonly string[];
}

/**
 * Writes keys of the order's attributes, as a TanStack mutation. Keys left out are left alone; `null` is sent as `null`;
 * the handler lets through only the keys it was told of. Writes to one order go out one after the other, the newest value
 * of a key alone. `data` has the values of the last call that are on the order, without those a newer call replaced.
 */
export function usePatchAttributes<
  Values extends { readonly [Key in keyof Values]: JsonValue } = Readonly<Record<string, JsonValue>>,
>(options: UsePatchAttributesOptions = {}): UsePatchAttributesResult<Values> {
  const { delay } = options;
  const { client, orderId, queryClient } = useOrderContext('usePatchAttributes', options.orderId);
  const [failed, setFailed] = useState<Failed>({ orderId, keys: [] });

  const base = patchAttributesMutationOptions(client, orderId, delay);
  const note = (values: AttributeValues, isFailed: boolean) => {
    const keys = Object.keys(values);
    setFailed((before) => {
      const others = before.orderId === orderId ? before.keys.filter((key) => !keys.includes(key)) : [];
      return { orderId, keys: isFailed ? [...others, ...keys] : others };
    });
  };
  const mutation = useMutation(
    {
      ...base,
      onSuccess: (written, values, ...more) => {
        note(values, false);
        return base.onSuccess?.(written, values, ...more);
      },
      onError: (error, values, ...more) => {
        note(values, true);
        return base.onError?.(error, values, ...more);
      },
    },
    queryClient,
  );

  const { mutate, mutateAsync, reset } = mutation;
  const ways = useMemo(() => {
    type On = MutateOptions<AttributeValues, OrderApiError, AttributeValues>;
    const begin = (values: AttributeValues) => beginPatch(client, orderId, values, delay);
    return {
      mutate: (values: AttributeValues, on?: On) => mutate(begin(values), on),
      mutateAsync: (values: AttributeValues, on?: On) => mutateAsync(begin(values), on),
      reset: () => {
        setFailed({ orderId, keys: [] });
        reset();
      },
      flush: () => attributesOf(client).flush(orderId),
    };
  }, [client, delay, mutate, mutateAsync, orderId, reset]);

  // The options take any attributes; which keys there are is known to the caller alone.
  return {
    ...mutation,
    ...ways,
    failedKeys: failed.orderId === orderId ? failed.keys : [],
  } as unknown as UsePatchAttributesResult<Values>;
}
