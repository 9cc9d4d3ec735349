import { ConsentCheckbox, ConsentGroup, NewsletterConsent, TermsConsent } from '@norce-kit/react';
import type { ConsentGroupProps } from '@norce-kit/react';

export function OrderConsents(props: ConsentGroupProps) {
  return (
    <ConsentGroup
      {...props}
      renderConsent={({ id }) => {
        if (id === 'ci_newsletter') return <NewsletterConsent consentId={id} />;
        if (id === 'ci_terms') return <TermsConsent consentId={id} termsUrl="https://example.com/terms" />;
        return <ConsentCheckbox consentId={id} />;
      }}
    />
  );
}
