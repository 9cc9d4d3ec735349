import type { UseOrderConsentResult } from '../hooks/use-order-consent.ts';
import { loadEngine } from './load-engine.ts';
import type { BoxState } from './box-state.ts';

/** The consent as a box has it before the engine. */
export interface KnownConsent extends Pick<
  UseOrderConsentResult,
  'checked' | 'confirmed' | 'isOnOrder' | 'isPlaced' | 'isUnreadable' | 'required' | 'saveState' | 'text'
> {
  readonly own: BoxState;
  readonly isAnswered: boolean;
  /** Takes the opposite of what the box shows. */
  readonly toggle: () => void;
}

/** Returns the consent for `render` before the engine is there. What only the engine can do waits for it. */
export function resultOf({ own, isAnswered, toggle, ...known }: KnownConsent): UseOrderConsentResult {
  const { checked, saveState } = known;
  const later = <Value>(call: (consent: UseOrderConsentResult) => Promise<Value>) =>
    new Promise<Value>((resolve, reject) => {
      (own.calls ??= []).push((consent) => void call(consent).then(resolve, reject));
      loadEngine();
    });
  const setChecked = (value: boolean) => {
    if (value !== own.checked) toggle();
  };
  const mutateAsync: UseOrderConsentResult['mutateAsync'] = (value, on) => {
    setChecked(value);
    return later((consent) => consent.mutateAsync(value, on));
  };
  const after = (call: (consent: UseOrderConsentResult) => void) => () =>
    void later(async (consent) => {
      call(consent);
      await Promise.resolve();
    });
  return {
    ...known,
    setChecked,
    toggle,
    mutateAsync,
    mutate: (value, on) => void mutateAsync(value, on).catch(() => undefined),
    reset: after(({ reset }) => reset()),
    retry: after(({ retry }) => retry()),
    goOnWithout: after(({ goOnWithout }) => goOnWithout()),
    canRetry: false,
    desired: isAnswered ? checked : undefined,
    isDropped: false,
    isOutdated: false,
    isMissing: false,
    isAttempted: false,
    status: isAnswered ? 'pending' : 'idle',
    data: undefined,
    error: null,
    failureCount: 0,
    failureReason: null,
    variables: isAnswered ? checked : undefined,
    isIdle: !isAnswered,
    isPending: isAnswered,
    isSuccess: false,
    isError: false,
    isPaused: saveState === 'waiting',
    getCheckboxProps: () => ({
      ref: () => undefined,
      type: 'checkbox',
      checked,
      required: known.required,
      autoComplete: 'off',
      'aria-invalid': undefined,
      onChange: (event) => setChecked(event.target.checked),
    }),
  };
}
