import { connection } from 'next/server';
import type { ReactElement } from 'react';
import { readOrderId } from '@/lib/current-order';
import { admin } from '@/lib/norce';
import { MetaRefresh } from '../meta-refresh.tsx';
import { Consents } from './consents.tsx';

/** Sends the page in one piece: without JavaScript the content of a `Suspense` that comes later stays hidden. */
export const instant = false;

const notes: ReadonlyMap<unknown, string> = new Map([
  ['not-saved', 'Your choices were not saved. Check the boxes and try again.'],
  ['unknown', 'It is not known whether your choices were saved. Check the boxes.'],
  ['changed', 'Your order has other choices than the page showed. Check the boxes.'],
  ['missing', 'Accept the terms of purchase to continue.'],
]);

interface CheckoutPageProps {
  searchParams: Promise<{ consents?: string | string[] }>;
}

export default async function CheckoutPage({ searchParams }: CheckoutPageProps): Promise<ReactElement> {
  // The cookie expires, so nothing below may be rendered before the request.
  await connection();
  const orderId = await readOrderId();
  if (orderId === undefined) return <MetaRefresh href="/">Back to the cart</MetaRefresh>;
  const note = notes.get((await searchParams).consents);
  const { consents = [] } = await admin.getOrder(orderId);
  return (
    <main>
      <h1>Checkout</h1>
      {note !== undefined && <p role="alert">{note}</p>}
      {/* Props of a client component are part of the HTML: pass the consents, not the customer. */}
      <Consents order={{ id: orderId, consents }} submissionId={crypto.randomUUID()} />
    </main>
  );
}
