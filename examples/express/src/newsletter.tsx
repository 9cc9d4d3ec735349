import type { Order } from '@norce-kit/core';
import { createOrderClient, NewsletterConsent, OrderProvider } from '@norce-kit/react/lazy';
import { createRoot } from 'react-dom/client';
import '@norce-kit/react/styles.css';

const client = createOrderClient({ baseUrl: '/api/norce' });

const element = document.getElementById('newsletter');
if (!element) throw new Error('The page has no place for the box.');
const order = JSON.parse(element.dataset['order'] ?? '') as Order & { id: string };

createRoot(element).render(
  <OrderProvider client={client} orderId={order.id} initialOrder={order}>
    <NewsletterConsent consentId="ci_newsletter" />
  </OrderProvider>,
);
