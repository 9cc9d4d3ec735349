import { createOrderClient } from '@norce-kit/core';
import { NewsletterConsent, OrderProvider } from '@norce-kit/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const queryClient = new QueryClient();
const client = createOrderClient({ baseUrl: '/api/norce' });
const { orderId } = document.body.dataset;
const box = createElement(NewsletterConsent, { consentId: 'ci_newsletter' });
const order = createElement(OrderProvider, { client, orderId }, box);
createRoot(document.body).render(createElement(QueryClientProvider, { client: queryClient }, order));
