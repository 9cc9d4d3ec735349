'use client';

import type { AttributeValues, JsonValue, OrderApiError } from '@norce-kit/core';
import { useMutation } from '@tanstack/react-query';
import type { MutateOptions, UseMutationOptions, UseMutationResult } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { attributesOf, startPatch } from '../client/attributes.ts';
import { patchAttributesMutationOptions } from '../order/mutation-options.ts';
import { useOrderContext } from '../provider.tsx';

/** Options of `usePatchAttributes`. */
export interface UsePatchAttributesOptions {
  /** @default the order of the provider */
  readonly orderId?: string | undefined;
  /**
   * Milliseconds to wait for further values, for a field that is being typed into. Leaving the field or the page sends
   * at once.
   * @default 0
   */
  readonly delay?: number | undefined;
}

/** Result of `usePatchAttributes`: a TanStack mutation result and two members. */
export type UsePatchAttributesResult<Values> = UseMutationResult<
  Partial<Values>,
  OrderApiError,
  Partial<Values>
> & {
  /** Sends values that wait for further values at once. */
  readonly flush: () => void;
  /** Keys whose last write failed: the order is not known to hold their values. */
  readonly failedKeys: readonly (keyof Values & string)[];
};

type AttributeMutateOptions = MutateOptions<AttributeValues, OrderApiError, AttributeValues>;

/**
 * Writes keys of the order's attributes, as a TanStack mutation. Keys left out stay as they are; `null` is sent as `null`;
 * the handler accepts only the keys in its `attributes`. Writes to one order run one after the other, each with the newest
 * value of a key. `data` contains the values of the last call that are on the order, without those a newer call replaced.
 *
 * @example
 * function DeliveryNote() {
 *   const { mutate } = usePatchAttributes<{ note: string }>({ delay: 500 });
 *   return <input aria-label="Note" onChange={(event) => mutate({ note: event.target.value })} />;
 * }
 */
export function usePatchAttributes<
  Values extends { readonly [Key in keyof Values]: JsonValue } = Readonly<Record<string, JsonValue>>,
>(options?: UsePatchAttributesOptions): UsePatchAttributesResult<Values>;
// The keys are known to the caller only.
export function usePatchAttributes({
  delay,
  orderId: ownOrderId,
}: UsePatchAttributesOptions = {}): UseMutationResult<AttributeValues, OrderApiError, AttributeValues> &
  Pick<UsePatchAttributesResult<AttributeValues>, 'flush' | 'failedKeys'> {
  const { client, orderId, queryClient } = useOrderContext('usePatchAttributes', ownOrderId);
  const { failedKeys, clear, callbacks } = useFailedKeys(orderId);
  const base = patchAttributesMutationOptions(client, orderId, delay);
  const mutation = useMutation({ ...base, ...callbacks(base) }, queryClient);

  const { mutate, mutateAsync, reset } = mutation;
  const actions = useMemo(() => {
    const start = (values: AttributeValues) => startPatch(client, orderId, values, delay);
    return {
      mutate: (values: AttributeValues, on?: AttributeMutateOptions) => mutate(start(values), on),
      mutateAsync: (values: AttributeValues, on?: AttributeMutateOptions) => mutateAsync(start(values), on),
      reset: () => {
        clear();
        reset();
      },
      flush: () => attributesOf(client).flush(orderId),
    };
  }, [clear, client, delay, mutate, mutateAsync, orderId, reset]);

  return { ...mutation, ...actions, failedKeys };
}

type Options = UseMutationOptions<AttributeValues, OrderApiError, AttributeValues>;

/** Collects the keys of one order whose last write by this component failed. */
function useFailedKeys(orderId: string) {
  const [failed, setFailed] = useState<{ orderId: string; keys: readonly string[] }>({ orderId, keys: [] });
  const note = (values: AttributeValues, isFailed: boolean) => {
    const keys = Object.keys(values);
    setFailed((before) => {
      const others = before.orderId === orderId ? before.keys.filter((key) => !keys.includes(key)) : [];
      return { orderId, keys: isFailed ? [...others, ...keys] : others };
    });
  };
  const callbacks = (base: Options): Pick<Required<Options>, 'onSuccess' | 'onError'> => ({
    onSuccess: (written, values, ...more) => {
      note(values, false);
      return base.onSuccess?.(written, values, ...more);
    },
    onError: (error, values, ...more) => {
      note(values, true);
      return base.onError?.(error, values, ...more);
    },
  });
  const clear = useCallback(() => setFailed({ orderId, keys: [] }), [orderId]);
  return { failedKeys: failed.orderId === orderId ? failed.keys : [], clear, callbacks };
}
