import { NewsletterConsent, useOrderActivity } from '@norce-kit/react';

export function PaymentStep() {
  const { isWriting } = useOrderActivity();

  return (
    <>
      <NewsletterConsent consentId="ci_newsletter" />
      <fieldset disabled={isWriting}>
        <legend>Card payment, in the frame of your payment provider</legend>
        <button>Pay</button>
        <p role="status">
          {isWriting ? 'Suspended: the order is being written.' : 'The frame may read the order.'}
        </p>
      </fieldset>
    </>
  );
}
