import { usePatchAttributes } from '@norce-kit/react';

/** Values of fields, by the key of their attribute. */
type Values = Readonly<Record<string, string>>;

export interface SavedFields {
  /** Saves the value of a field, as soon as the shopper pauses or leaves the field. */
  readonly save: (key: string, value: string) => void;
  readonly retry: () => void;
  readonly state: 'idle' | 'saved' | 'not-saved';
}

/** Saves the fields of a step as attributes of the order. A field that is not saved keeps the order from being placed. */
export function useSavedFields(keys: readonly string[]): SavedFields {
  const { mutate, retry, failedKeys, isSuccess } = usePatchAttributes<Values>({ delay: 600 });
  const hasFailed = failedKeys.some((key) => keys.includes(key));
  return {
    save: (key, value) => mutate({ [key]: value }),
    retry,
    state: hasFailed ? 'not-saved' : isSuccess ? 'saved' : 'idle',
  };
}
