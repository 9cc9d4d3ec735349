import {
  ConsentCheckbox,
  createOrderClient,
  NewsletterConsent,
  OrderProvider,
  TermsConsent,
} from '@norce-kit/react/lazy';
import type { LazyNewsletterProps, LazyOrderClient } from '@norce-kit/react/lazy';
import { consentEvidence } from '@norce-kit/react/lazy/evidence';
import { useConsentGate } from '@norce-kit/react/lazy/gate';
import { NewsletterConsent as WholeNewsletter } from '@norce-kit/react/lazy/newsletter';

const client: LazyOrderClient = createOrderClient({ baseUrl: '/api/norce' });
const evidence = consentEvidence({ source: 'cart' });
const props: LazyNewsletterProps = { consentId: 'ci_newsletter', label: 'News by email' };

function PayButton() {
  const { getSubmitProps } = useConsentGate();
  return <button {...getSubmitProps({ onReady: () => undefined })}>Pay</button>;
}

export const Cart = ({ orderId }: { orderId: string }) => (
  <OrderProvider client={client} orderId={orderId} evidence={evidence}>
    <NewsletterConsent {...props} />
    <WholeNewsletter consentId="ci_newsletter" id="news" onChange={({ target }) => target.checked} />
    <WholeNewsletter channels={{ email: 'ci_newsletter', sms: 'ci_sms' }} />
    <ConsentCheckbox consentId="ci_age" id="age" onChange={({ target }) => target.checked} />
    <TermsConsent consentId="ci_terms" termsUrl="/terms" />
    <PayButton />
    {/* @ts-expect-error: of @norce-kit/react/lazy/newsletter */}
    <NewsletterConsent consentId="ci_newsletter" id="news" />
    {/* @ts-expect-error: of @norce-kit/react/lazy/newsletter */}
    <NewsletterConsent consentId="ci_newsletter" onChange={() => undefined} />
  </OrderProvider>
);
