'use client';

import { createOrderClient } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import { ConsentCheckbox, NewsletterConsent, OrderProvider } from '@norce-kit/react';

const client = createOrderClient({ baseUrl: '/api/norce' });

export function Consents({ order }: { order: Order & { id: string } }) {
  return (
    <OrderProvider client={client} orderId={order.id} initialOrder={order}>
      <NewsletterConsent consentId="ci_newsletter" />
      <ConsentCheckbox consentId="ci_terms" label="I accept the terms of purchase" />
    </OrderProvider>
  );
}
