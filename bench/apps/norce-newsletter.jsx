import { NewsletterConsent } from '@norce-kit/react';

export { Provider } from './norce-provider.jsx';

export function Box({ consent }) {
  return <NewsletterConsent consentId={consent.id} />;
}
