import { orderQueryKey } from '@norce-kit/react';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { admin, cookie } from '@/lib/norce';
import { Newsletter } from './newsletter';

export default async function Page() {
  const request = new Request('http://localhost', { headers: new Headers(await headers()) });
  const orderId = await cookie.read(request);
  if (orderId === undefined) redirect('/start');
  const { merchant, channel, consents = [] } = await admin.getOrder(orderId);
  return (
    <main data-key={JSON.stringify(orderQueryKey(orderId))}>
      <Newsletter order={{ id: orderId, merchant, channel, consents }} />
    </main>
  );
}
