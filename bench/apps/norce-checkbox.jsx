import { ConsentCheckbox } from '@norce-kit/react';

export { Provider } from './norce-provider.jsx';

export function Box({ consent }) {
  return <ConsentCheckbox consentId={consent.id} />;
}
