import { createOrderClient, NewsletterConsent, OrderProvider } from '@norce-kit/react/lazy';
import { useState } from 'react';

export function Provider({ order, children }) {
  // A shop creates it once, outside components. Here each mount needs a new one.
  const [client] = useState(() => createOrderClient({ baseUrl: '/api/norce' }));
  return (
    <OrderProvider client={client} orderId={order.id} initialOrder={order}>
      {children}
    </OrderProvider>
  );
}

export function Box({ consent }) {
  return <NewsletterConsent consentId={consent.id} />;
}
