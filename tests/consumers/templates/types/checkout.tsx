import { createOrderClient } from '@norce-kit/core';
import {
  ConsentCheckbox,
  NewsletterConsent,
  OrderProvider,
  useConsentGate,
  useOrderConsent,
} from '@norce-kit/react';
import type { ConsentCheckboxProps } from '@norce-kit/react';
import '@norce-kit/react/styles.css';

const client = createOrderClient({ baseUrl: '/api/norce' });

function OwnBox({ consentId }: Pick<ConsentCheckboxProps, 'consentId'>) {
  const { getCheckboxProps, saveState, text } = useOrderConsent(consentId);
  const { ready } = useConsentGate();
  return (
    <label>
      <input {...getCheckboxProps()} /> {text} {saveState} {String(ready)}
    </label>
  );
}

export const Checkout = ({ orderId }: { orderId: string }) => (
  <OrderProvider client={client} orderId={orderId}>
    <NewsletterConsent consentId="ci_newsletter" />
    <ConsentCheckbox consentId="ci_terms" />
    <OwnBox consentId="ci_age" />
    {/* @ts-expect-error: a newsletter is never required */}
    <NewsletterConsent consentId="ci_newsletter" required />
  </OrderProvider>
);
