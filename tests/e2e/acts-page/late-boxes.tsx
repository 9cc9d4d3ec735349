import { ConsentGroup, NewsletterConsent } from '@norce-kit/react';
import type { ReactElement } from 'react';

export default function LateBoxes(): ReactElement {
  return (
    <section>
      <NewsletterConsent consentId="ci_newsletter" />
      <ConsentGroup />
    </section>
  );
}
