import { ConsentCheckbox, NewsletterConsent, useOrder } from '@norce-kit/react';
import type { ReactElement } from 'react';

const ownConsents = ['ci_newsletter', 'ci_terms'];

/** The consents of the order. The id of each box is the consent's id, so that links can target it. */
export function ConsentSection(): ReactElement {
  const { data: order } = useOrder();
  const ids = order?.consents?.flatMap(({ id }) => id ?? []) ?? [];
  const others = ids.filter((id) => !ownConsents.includes(id));
  return (
    <>
      <NewsletterConsent id="ci_newsletter" consentId="ci_newsletter" />
      {others.map((id) => (
        <ConsentCheckbox key={id} id={id} consentId={id} />
      ))}
      <ConsentCheckbox
        id="ci_terms"
        consentId="ci_terms"
        label="I accept the terms of purchase"
        description={
          <a href="/terms.html" target="_blank" rel="noopener">
            Read the terms of purchase (opens in a new tab)
          </a>
        }
      />
    </>
  );
}
