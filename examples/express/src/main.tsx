import { createOrderClient } from '@norce-kit/core';
import { NewsletterConsent, OrderProvider, TermsConsent } from '@norce-kit/react';
import { createRoot } from 'react-dom/client';
import '@norce-kit/react/styles.css';

const client = createOrderClient({ baseUrl: '/api/norce' });

const element = document.getElementById('consents');
const orderId = element?.dataset['orderId'];
if (!element || !orderId) throw new Error('The server has not said which order this page is about.');

createRoot(element).render(
  <OrderProvider client={client} orderId={orderId}>
    <NewsletterConsent consentId="ci_newsletter" />
    <TermsConsent consentId="ci_terms" termsUrl="/terms" />
  </OrderProvider>,
);
