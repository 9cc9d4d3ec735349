'use client';

import { createOrderClient } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import { NewsletterConsent, OrderProvider } from '@norce-kit/react';

const client = createOrderClient({ baseUrl: '/api/norce' });

export const Newsletter = ({ order }: { order: Order & { id: string } }) => (
  <OrderProvider client={client} orderId={order.id} initialOrder={order}>
    <NewsletterConsent consentId="ci_newsletter" />
  </OrderProvider>
);
