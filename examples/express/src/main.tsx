import { createOrderClient } from '@norce-kit/core';
import { ConsentCheckbox, NewsletterConsent, OrderProvider } from '@norce-kit/react';
import { createRoot } from 'react-dom/client';
import '@norce-kit/react/styles.css';

const client = createOrderClient({ baseUrl: '/api/norce' });

const element = document.getElementById('consents');
const orderId = element?.dataset['orderId'];
if (!element || !orderId) throw new Error('The server has not said which order this page is about.');

createRoot(element).render(
  <OrderProvider client={client} orderId={orderId}>
    <NewsletterConsent consentId="ci_newsletter" />
    <ConsentCheckbox consentId="ci_terms" label="I accept the terms of purchase" />
  </OrderProvider>,
);
