import { NewsletterConsent } from '@norce-kit/react';

export function NewsletterChannels() {
  return <NewsletterConsent channels={{ email: 'ci_newsletter', sms: 'ci_sms' }} />;
}
