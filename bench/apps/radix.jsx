import { Checkbox, CheckboxIndicator } from '@radix-ui/react-checkbox';
import { useId } from 'react';
import { useConsent } from './use-consent.js';

export { Provider } from './query-provider.jsx';

export function Box({ order, consent }) {
  const { checked, isPending, save } = useConsent(order, consent);
  const id = useId();
  return (
    <>
      <Checkbox id={id} checked={checked} aria-busy={isPending} onCheckedChange={save}>
        <CheckboxIndicator>✓</CheckboxIndicator>
      </Checkbox>{' '}
      <label htmlFor={id}>{consent.text}</label>
    </>
  );
}
