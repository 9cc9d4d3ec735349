import type { createOrderClient } from '@norce-kit/core';
import { NewsletterConsent, OrderProvider } from '@norce-kit/react';
import type { OrderEvent } from '@norce-kit/react';
import { sv } from '@norce-kit/react/locales/sv';
import { useState } from 'react';

interface CheckoutPageProps {
  /** Create it once, outside of components: createOrderClient({ baseUrl: '/api/norce' }) */
  client: ReturnType<typeof createOrderClient>;
  orderId: string;
}

export function CheckoutPage({ client, orderId }: CheckoutPageProps) {
  const [events, setEvents] = useState<readonly OrderEvent[]>([]);
  const onEvent = (event: OrderEvent) => setEvents((earlier) => [...earlier, event]);

  return (
    <OrderProvider client={client} orderId={orderId} locale={sv} onEvent={onEvent}>
      <NewsletterConsent consentId="ci_newsletter" />
      <h2>Events for your analytics</h2>
      {events.length === 0 && <p>None yet. Tick the box.</p>}
      <ol>
        {events.map((event, index) => (
          <li key={index}>
            <code>{event.type}</code> {'checked' in event && (event.checked ? 'ticked' : 'not ticked')}
          </li>
        ))}
      </ol>
    </OrderProvider>
  );
}
