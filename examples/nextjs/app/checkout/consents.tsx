'use client';

import { createOrderClient } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import { NewsletterConsent, OrderProvider, TermsConsent } from '@norce-kit/react';

const client = createOrderClient({ baseUrl: '/api/norce' });

export function Consents({ order }: { order: Order & { id: string } }) {
  return (
    <OrderProvider client={client} orderId={order.id} initialOrder={order}>
      <NewsletterConsent consentId="ci_newsletter" />
      <TermsConsent consentId="ci_terms" termsUrl="/terms" />
    </OrderProvider>
  );
}
