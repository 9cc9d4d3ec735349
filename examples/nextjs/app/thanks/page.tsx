import type { Metadata } from 'next';
import { connection } from 'next/server';
import type { ReactElement } from 'react';
import { isPlaced, readOrderId } from '@/lib/current-order';
import { admin } from '@/lib/norce';
import { MetaRefresh } from '../meta-refresh.tsx';

export const metadata: Metadata = { title: 'Thank you' };

/** In one piece, like the page of the boxes. */
export const instant = false;

export default async function ThanksPage(): Promise<ReactElement> {
  await connection();
  const orderId = await readOrderId();
  if (orderId === undefined || !isPlaced(await admin.getOrder(orderId))) {
    return <MetaRefresh href="/checkout">Back to the checkout</MetaRefresh>;
  }
  return (
    <main>
      <h1>Thank you</h1>
      <p>
        We have received order <code>{orderId}</code>.
      </p>
    </main>
  );
}
