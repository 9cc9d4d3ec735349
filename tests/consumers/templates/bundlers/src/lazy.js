import { createOrderClient, NewsletterConsent, OrderProvider } from '@norce-kit/react/lazy';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const client = createOrderClient({ baseUrl: '/api/norce' });
const { orderId } = document.body.dataset;
const initialOrder = { id: orderId, consents: [{ id: 'ci_newsletter', checked: false }] };
const box = createElement(NewsletterConsent, { consentId: 'ci_newsletter' });
createRoot(document.body).render(createElement(OrderProvider, { client, orderId, initialOrder }, box));
