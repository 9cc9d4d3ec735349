import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { admin, cookie } from '@/lib/norce';
import { Consents } from './consents.tsx';

export default async function CheckoutPage() {
  const orderId = await cookie.read(new Request('https://shop.invalid', { headers: await headers() }));
  if (orderId === undefined) redirect('/');
  const { consents = [] } = await admin.getOrder(orderId);
  return (
    <main>
      <h1>Checkout</h1>
      {/* Props of a client component are part of the HTML: pass the consents, not the customer. */}
      <Consents order={{ id: orderId, consents }} />
    </main>
  );
}
