import { createOrderClient } from '@norce-kit/core';
import { NewsletterConsent, OrderProvider } from '@norce-kit/react';
import { redirect } from 'react-router';
import { admin, cookie } from '../lib/norce.server';
import type { Route } from './+types/checkout';

export async function loader({ request }: Route.LoaderArgs) {
  const bound = await cookie.read(request);
  if (bound !== undefined) {
    const { merchant, channel, consents = [] } = await admin.getOrder(bound);
    return { id: bound, merchant, channel, consents };
  }
  const consents = [{ id: 'ci_newsletter', text: 'News by email', checked: false, required: false }];
  const { id } = await admin.createOrder({ currency: 'SEK', country: 'SE', culture: 'sv-SE', consents });
  throw redirect('/', { headers: { 'set-cookie': await cookie.bind(id) } });
}

const client = createOrderClient({ baseUrl: '/api/norce' });

export default function Checkout({ loaderData: order }: Route.ComponentProps) {
  return (
    <OrderProvider client={client} orderId={order.id} initialOrder={order}>
      <NewsletterConsent consentId="ci_newsletter" />
    </OrderProvider>
  );
}
