import { ConsentFormFields, NewsletterConsent, TermsConsent } from '@norce-kit/react';

interface CheckoutFormProps {
  orderId: string;
  /** Made by the server for each rendering of the page. */
  submissionId: string;
}

export function CheckoutForm({ orderId, submissionId }: CheckoutFormProps) {
  return (
    <form method="post" action={`/api/norce/api/v0/checkout/orders/${orderId}/consents`}>
      <ConsentFormFields submissionId={submissionId}>
        <NewsletterConsent consentId="ci_newsletter" />
        <TermsConsent consentId="ci_terms" termsUrl="/terms" />
      </ConsentFormFields>
      <button>Save</button>
    </form>
  );
}
