import { useOrder, usePatchAttributes } from '@norce-kit/react';
import type { UsePatchAttributesOptions } from '@norce-kit/react';

/** Values of fields, by the key of their attribute. */
type Values = Readonly<Record<string, string>>;

export interface SavedFields {
  /** Saves the value of a field, as soon as the shopper pauses or leaves the field. */
  readonly save: (key: string, value: string) => void;
  /** Sends values again: all failed ones of the order, or those of these fields that were left out. */
  readonly retry: () => void;
  /** `left-out`: not saved, and the shopper goes on without the values. */
  readonly state: 'idle' | 'saving' | 'saved' | 'not-saved' | 'left-out';
}

/**
 * Saves fields as attributes of the order. A field that is not saved keeps the order from being placed; one that is
 * `optional` does so until the shopper goes on without it.
 */
export function useSavedFields(
  keys: readonly string[],
  { optional }: Pick<UsePatchAttributesOptions, 'optional'> = {},
): SavedFields {
  const { mutate, retry, failedKeys, isError, isPending, isSuccess, variables } = usePatchAttributes<Values>({
    delay: 600,
    optional,
  });
  const { data: order } = useOrder();
  const hasFailed = failedKeys.some((key) => keys.includes(key));
  // The shopper went on without the values: they have not failed any more, and the order does not have them.
  const isLeftOut =
    isError && Object.entries(variables).some(([key, value]) => order?.attributes?.[key] !== value);
  const stateOf = (): SavedFields['state'] => {
    if (hasFailed) return 'not-saved';
    if (isLeftOut) return 'left-out';
    if (isPending) return 'saving';
    return isSuccess ? 'saved' : 'idle';
  };
  return {
    save: (key, value) => mutate({ [key]: value }),
    retry: () => (hasFailed ? retry() : mutate(variables ?? {})),
    state: stateOf(),
  };
}
