'use client';

import { createOrderClient } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import {
  ConsentErrorSummary,
  NewsletterConsent,
  OrderProvider,
  TermsConsent,
  useConsentGate,
} from '@norce-kit/react';

// One client per page. It has no key: the handler on the server adds it.
const client = createOrderClient({ baseUrl: '/api/norce' });

interface CheckoutProps {
  order: Order & { id: string };
}

export function Checkout({ order }: CheckoutProps) {
  return (
    <OrderProvider client={client} orderId={order.id} initialOrder={order}>
      <NewsletterConsent consentId="ci_newsletter" />
      <TermsConsent consentId="ci_terms" termsUrl="/terms" />
      <PlaceOrder orderId={order.id} />
    </OrderProvider>
  );
}

/** The button waits for answers under way, leads to a missing tick, and then sends the form. */
function PlaceOrder({ orderId }: { orderId: string }) {
  const { getSubmitProps, isGoingOn } = useConsentGate();
  return (
    <form method="post" action="/place">
      <input type="hidden" name="orderId" value={orderId} />
      <ConsentErrorSummary />
      <button type="submit" {...getSubmitProps()}>
        {isGoingOn ? 'One moment …' : 'Place order'}
      </button>
    </form>
  );
}
