import { connection } from 'next/server';
import type { ReactElement } from 'react';
import { readOrderId } from '@/lib/current-order';
import { admin } from '@/lib/norce';
import { LeadsTo } from '../../leads-to.tsx';

/** In one piece, like the page of the boxes. */
export const instant = false;

export default async function PaymentPage(): Promise<ReactElement> {
  await connection();
  const orderId = await readOrderId();
  if (orderId === undefined) return <LeadsTo href="/">Back to the cart</LeadsTo>;
  const { consents = [] } = await admin.getOrder(orderId);
  // The address can be opened without the form.
  const isMissing = consents.some(({ required, checked }) => required === true && checked !== true);
  if (isMissing) return <LeadsTo href="/checkout?consents=missing">Back to the checkout</LeadsTo>;
  return (
    <main>
      <h1>Payment</h1>
      <p>The payment of your shop begins here.</p>
    </main>
  );
}
