import { ConsentCheckbox, NewsletterConsent, TermsConsent, useOrder } from '@norce-kit/react';
import type { ReactElement } from 'react';
import { Step } from './step.tsx';

const ownConsents = ['ci_newsletter', 'ci_terms'];

/** The consents of the order. Outside of a form: Enter on a box does not order, and each answer is saved by itself. */
export function ConsentsStep(): ReactElement {
  const { data: order } = useOrder();
  const ids = order?.consents?.flatMap(({ id }) => id ?? []) ?? [];
  const others = ids.filter((id) => !ownConsents.includes(id));
  return (
    <Step title="Before you order">
      <NewsletterConsent consentId="ci_newsletter" />
      {others.map((id) => (
        <ConsentCheckbox key={id} consentId={id} />
      ))}
      <TermsConsent consentId="ci_terms" termsUrl="/terms.html" />
    </Step>
  );
}
