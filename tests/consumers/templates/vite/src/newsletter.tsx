import { createOrderClient } from '@norce-kit/core';
import { NewsletterConsent, OrderProvider } from '@norce-kit/react';
import '@norce-kit/react/styles.css';

const client = createOrderClient({ baseUrl: '/api/norce' });

export const Newsletter = ({ orderId }: { orderId: string }) => (
  <OrderProvider client={client} orderId={orderId}>
    <NewsletterConsent consentId="ci_newsletter" />
  </OrderProvider>
);
