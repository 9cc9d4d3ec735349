import { createOrderClient } from '@norce-kit/core';
import { NewsletterConsent, OrderProvider, TermsConsent } from '@norce-kit/react';
import { createRoot } from 'react-dom/client';
import { PlaceOrderButton } from './place-order-button.tsx';
import '@norce-kit/react/styles.css';

const client = createOrderClient({ baseUrl: '/api/norce' });

const element = document.getElementById('consents');
const orderId = element?.dataset['orderId'];
if (!element || !orderId) throw new Error('The page has no id of an order.');

createRoot(element).render(
  <OrderProvider client={client} orderId={orderId}>
    <NewsletterConsent consentId="ci_newsletter" />
    <TermsConsent consentId="ci_terms" termsUrl="/terms" />
    <PlaceOrderButton orderId={orderId} />
  </OrderProvider>,
);
