import type { createOrderClient } from '@norce-kit/core';
import { NewsletterConsent, OrderProvider } from '@norce-kit/react';
import { sv } from '@norce-kit/react/locales/sv';

interface CheckoutPageProps {
  /** Create it once, outside of components: createOrderClient({ baseUrl: '/api/norce' }) */
  client: ReturnType<typeof createOrderClient>;
  orderId: string;
}

export function CheckoutPage({ client, orderId }: CheckoutPageProps) {
  return (
    <OrderProvider client={client} orderId={orderId} locale={sv}>
      <NewsletterConsent consentId="ci_newsletter" />
    </OrderProvider>
  );
}
