import { NewsletterConsent, useOrderActivity } from '@norce-kit/react';

export function PaymentStep() {
  const { isWriting } = useOrderActivity();

  return (
    <>
      <NewsletterConsent consentId="ci_newsletter" />
      <p role="status">
        {isWriting ? 'Payment waits: the order is being written.' : 'Payment may read the order.'}
      </p>
    </>
  );
}
