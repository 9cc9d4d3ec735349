// form-action.tsx
import { NewsletterConsent, TermsConsent, useConsentGate } from '@norce-kit/react';
import { useActionState } from 'react';

export function CheckoutForm({ onPlace }: { onPlace: (values: FormData) => Promise<void> }) {
  const { getSubmitProps } = useConsentGate();
  const [error, placeOrder, isPlacing] = useActionState(async (_: string | undefined, values: FormData) => {
    try {
      await onPlace(values);
      return undefined;
    } catch {
      return 'Your order was not placed.';
    }
  }, undefined);
  return (
    <form action={placeOrder}>
      <label>
        Email <input type="email" name="email" required />
      </label>
      <NewsletterConsent consentId="ci_newsletter" name="news" />
      <TermsConsent consentId="ci_terms" termsUrl="/terms" />
      <button type="submit" {...getSubmitProps()}>
        {isPlacing ? 'One moment …' : 'Place order'}
      </button>
      <p role="status">{error}</p>
      <button type="reset">Reset</button>
    </form>
  );
}
