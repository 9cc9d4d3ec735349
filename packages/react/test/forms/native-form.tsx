// native-form.tsx
import { NewsletterConsent, TermsConsent, useConsentGate } from '@norce-kit/react';

export function CheckoutForm({ onPlace }: { onPlace: (values: FormData) => void }) {
  const { getSubmitProps } = useConsentGate();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onPlace(new FormData(event.currentTarget));
      }}
    >
      <label>
        Email <input type="email" name="email" required />
      </label>
      <NewsletterConsent consentId="ci_newsletter" name="news" />
      <TermsConsent consentId="ci_terms" termsUrl="/terms" />
      <button type="submit" {...getSubmitProps()}>
        Place order
      </button>
      <button type="reset">Reset</button>
    </form>
  );
}
