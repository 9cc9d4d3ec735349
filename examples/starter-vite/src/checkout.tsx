import { createOrderClient } from '@norce-kit/core';
import {
  ConsentErrorSummary,
  NewsletterConsent,
  OrderProvider,
  TermsConsent,
  useConsentGate,
} from '@norce-kit/react';
import '@norce-kit/react/styles.css';
import { fetch, orderId, placeOrder } from './sandbox';

// One client per page. In your shop: createOrderClient({ baseUrl: '/api/norce' })
const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch });

interface CheckoutProps {
  onPlaced: () => void;
}

export function Checkout({ onPlaced }: CheckoutProps) {
  return (
    <OrderProvider client={client} orderId={orderId}>
      <NewsletterConsent consentId="ci_newsletter" />
      <TermsConsent consentId="ci_terms" termsUrl="/terms.html" />
      <PlaceOrder onPlaced={onPlaced} />
    </OrderProvider>
  );
}

/** The button waits for answers under way, and leads to a missing tick. */
function PlaceOrder({ onPlaced }: CheckoutProps) {
  const { getSubmitProps, isGoingOn } = useConsentGate();
  const onReady = () => {
    placeOrder();
    onPlaced();
  };
  return (
    <>
      <ConsentErrorSummary />
      <button type="button" {...getSubmitProps({ onReady })}>
        {isGoingOn ? 'One moment …' : 'Place order'}
      </button>
    </>
  );
}
