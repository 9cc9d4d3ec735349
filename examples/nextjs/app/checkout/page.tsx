import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { Suspense } from 'react';
import type { ReactElement } from 'react';
import { admin, cookie } from '@/lib/norce';
import { Consents } from './consents.tsx';

export default function CheckoutPage(): ReactElement {
  return (
    <main>
      <h1>Checkout</h1>
      <Suspense fallback={<p>Reading your order …</p>}>
        <Checkout />
      </Suspense>
    </main>
  );
}

async function Checkout(): Promise<ReactElement> {
  // The cookie expires, so nothing below may be rendered before the request.
  await connection();
  const orderId = await cookie.read(new Request('https://shop.invalid', { headers: await headers() }));
  if (orderId === undefined) redirect('/');
  const { consents = [] } = await admin.getOrder(orderId);
  // Props of a client component are part of the HTML: pass the consents, not the customer.
  return <Consents order={{ id: orderId, consents }} />;
}
