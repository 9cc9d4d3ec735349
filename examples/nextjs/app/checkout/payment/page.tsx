import type { Metadata } from 'next';
import { connection } from 'next/server';
import type { ReactElement } from 'react';
import { isMissingConsent, isPlaced, readOrderId } from '@/lib/current-order';
import { admin } from '@/lib/norce';
import { MetaRefresh } from '../../meta-refresh.tsx';
import { PlaceOrderForm } from './place-order-form.tsx';

/** Next.js announces a page by its title if that differs from the one before. */
export const metadata: Metadata = { title: 'Payment' };

/** In one piece, like the page of the boxes. */
export const instant = false;

interface PaymentPageProps {
  searchParams: Promise<{ order?: string | string[] }>;
}

export default async function PaymentPage({ searchParams }: PaymentPageProps): Promise<ReactElement> {
  await connection();
  const orderId = await readOrderId();
  if (orderId === undefined) return <MetaRefresh href="/">Back to the cart</MetaRefresh>;
  const order = await admin.getOrder(orderId);
  if (isPlaced(order)) return <MetaRefresh href="/thanks">Your order is placed</MetaRefresh>;
  // The address can be opened without the form.
  if (isMissingConsent(order))
    return <MetaRefresh href="/checkout?consents=missing">Back to the checkout</MetaRefresh>;
  const { order: last } = await searchParams;
  return (
    <main>
      <h1>Payment</h1>
      <p>Your shop shows the payment here.</p>
      <PlaceOrderForm
        order={{ id: orderId, consents: order.consents ?? [] }}
        last={last === 'not-placed' || last === 'unknown' ? last : undefined}
      />
      <p>
        <a href="/checkout">Back to the checkout</a>
      </p>
    </main>
  );
}
