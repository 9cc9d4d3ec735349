'use client';

import type { AttributeValues, AttributeWriter, JsonValue, OrderApiError } from '@norce-kit/core';
import { useMutation } from '@tanstack/react-query';
import type { MutateOptions, UseMutationResult } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { attributesOf, startPatch } from '../client/attributes.ts';
import { followTabs } from '../order/attribute-tabs.ts';
import { patchAttributesMutationOptions } from '../order/mutation-options.ts';
import { useOrderContext } from '../provider.tsx';

/** Options of `usePatchAttributes`. */
export interface UsePatchAttributesOptions {
  /**
   * Id of the order.
   * @default the order of the provider
   */
  readonly orderId?: string | undefined;
  /**
   * Milliseconds to wait for further values, for a field that is being typed into. Leaving the field or the page sends
   * at once. Call `flush` on blur of a field in a closed shadow root or in another window.
   * @default 0
   */
  readonly delay?: number | undefined;
  /**
   * Whether the shopper may go on without these values, such as a note to the driver, after they could not be saved.
   * `ConsentErrorSummary` then offers that; own interfaces call `goOnWithout()` of the gate. A key that one component
   * declares as optional is optional for the order.
   * @default false
   */
  readonly optional?: boolean | undefined;
}

/** Result of `usePatchAttributes`: a TanStack mutation result, whose `reset` forgets the failed keys too, and three members. */
export type UsePatchAttributesResult<Values> = UseMutationResult<
  Partial<Values>,
  OrderApiError,
  Partial<Values>
> & {
  /** Sends values that wait for further values at once. */
  readonly flush: () => void;
  /**
   * Keys of this order whose last write failed: the order is not known to hold their values, so the gate is closed. The
   * same for all components, also for one that mounts later.
   */
  readonly failedKeys: readonly (keyof Values & string)[];
  /** Sends the values of the failed keys again. */
  readonly retry: () => void;
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
  optional,
  orderId: ownOrderId,
}: UsePatchAttributesOptions = {}): UseMutationResult<AttributeValues, OrderApiError, AttributeValues> &
  Pick<UsePatchAttributesResult<AttributeValues>, 'flush' | 'failedKeys' | 'retry'> {
  const { client, orderId, queryClient } = useOrderContext('usePatchAttributes', ownOrderId).store;
  const writer = attributesOf(client);
  const failedKeys = useFailedKeys(writer, orderId);
  // Not with the first value: a page before may have left one under way.
  useEffect(() => followTabs(client, queryClient), [client, queryClient]);
  const mutation = useMutation(patchAttributesMutationOptions(client, orderId, delay), queryClient);

  const { mutate, mutateAsync, reset } = mutation;
  const actions = useMemo(() => {
    const start = (values: AttributeValues) => startPatch(client, orderId, values, delay, optional);
    return {
      mutate: (values: AttributeValues, on?: AttributeMutateOptions) => mutate(start(values), on),
      mutateAsync: (values: AttributeValues, on?: AttributeMutateOptions) => mutateAsync(start(values), on),
      reset: () => {
        writer.forget(orderId);
        reset();
      },
      retry: () => mutate(startPatch(client, orderId, failedValues(writer, orderId), 0)),
      flush: () => writer.flush(orderId),
    };
  }, [client, delay, mutate, mutateAsync, optional, orderId, reset, writer]);

  return { ...mutation, ...actions, failedKeys };
}

/** Returns the keys of an order whose last write failed, the same array for as long as they are the same. */
function useFailedKeys(writer: AttributeWriter, orderId: string): readonly string[] {
  const keys = useSyncExternalStore(
    useCallback((listener) => writer.subscribe(orderId, listener), [writer, orderId]),
    () => JSON.stringify(Object.keys(failedValues(writer, orderId))),
    () => '[]',
  );
  return useMemo(() => JSON.parse(keys) as readonly string[], [keys]);
}

const failedValues = (writer: AttributeWriter, orderId: string): AttributeValues =>
  Object.fromEntries(
    writer.unsaved(orderId).flatMap(({ key, value, reason }) => (reason === 'saving' ? [] : [[key, value]])),
  );
