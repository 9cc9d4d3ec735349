// use-answer-value.ts
import { useOrderConsent } from '@norce-kit/react';
import { useEffect } from 'react';

/** Keeps the value that a form library has of a consent equal to the answer that the box shows. */
export function useAnswerValue(
  consentId: string,
  value: boolean,
  setValue: (checked: boolean) => void,
): void {
  const { checked } = useOrderConsent(consentId);
  useEffect(() => {
    if (value !== checked) setValue(checked);
  }, [checked, setValue, value]);
}
