import { useOrderConsent } from '@norce-kit/react';

export { Provider } from './norce-provider.jsx';

export function Box({ consent: { id } }) {
  const consent = useOrderConsent(id);
  return (
    <label>
      <input {...consent.getCheckboxProps()} aria-busy={consent.isPending} /> {consent.text}
    </label>
  );
}
