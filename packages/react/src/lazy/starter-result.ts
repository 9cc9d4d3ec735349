import type { UseOrderConsentResult } from '../hooks/use-order-consent.ts';
import { loadEngine } from './load-engine.ts';
import type { BoxState } from './box-state.ts';
import { endOf } from './observed-intent.ts';
import type { ObservedIntent } from './observed-intent.ts';
import { intents } from './page-state.ts';

/** The consent as a box has it before the engine. */
export interface KnownConsent extends Pick<
  UseOrderConsentResult,
  'checked' | 'confirmed' | 'isOnOrder' | 'isPlaced' | 'isUnreadable' | 'required' | 'saveState' | 'text'
> {
  readonly own: BoxState;
  /** Its `consentKey`. */
  readonly name: string;
  readonly isAnswered: boolean;
  /** Keeps an answer until the engine takes it. */
  readonly keep: (value: boolean) => void;
}

/** Returns the consent for `render` before the engine is there. */
export function resultOf({ own, name, isAnswered, keep, ...known }: KnownConsent): UseOrderConsentResult {
  const { checked, saveState } = known;
  const mutateAsync: UseOrderConsentResult['mutateAsync'] = (value, on) => {
    const consent = own.consent;
    if (consent) return consent.mutateAsync(value, on);
    // A value that the box shows already is an answer as well.
    if (intents.get(name)?.checked !== value) keep(value);
    return endOf(intents.get(name) as ObservedIntent, value, on);
  };
  const mutate: UseOrderConsentResult['mutate'] = (value, on) =>
    void mutateAsync(value, on).catch(() => undefined);
  const setChecked = (value: boolean) => mutate(value);
  // Before the engine there is nothing that they could end: the answer is under way.
  const later = (call: (consent: UseOrderConsentResult) => void) => () => {
    const consent = own.consent;
    if (consent) call(consent);
    else loadEngine();
  };
  return {
    ...known,
    setChecked,
    toggle: () => {
      const consent = own.consent;
      if (consent) consent.toggle();
      else setChecked(!(intents.get(name)?.checked ?? checked));
    },
    mutateAsync,
    mutate,
    reset: later(({ reset }) => reset()),
    retry: later(({ retry }) => retry()),
    goOnWithout: later(({ goOnWithout }) => goOnWithout()),
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
