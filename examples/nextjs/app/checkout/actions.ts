'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { isMissingConsent, readOrderId } from '@/lib/current-order';
import { admin, handler } from '@/lib/norce';
import { placeOrder } from '@/lib/place-order';
import { placingTimeout } from './payment/place-order.ts';

/**
 * Goes on to the payment if the order has each required tick. Without JavaScript it first writes the boxes of the form;
 * with JavaScript they are saved already, and the form has none. `orderId` comes from the browser: `submitConsents` checks
 * that the order belongs to it, and that the page is of this shop.
 */
export async function goOn(orderId: string, form: FormData): Promise<void> {
  const result = await handler.submitConsents(form, { orderId, headers: await headers() });
  if (result !== 'saved' && result !== 'unchanged') redirect(`/checkout?consents=${result}`);
  redirect(
    isMissingConsent(await admin.getOrder(orderId)) ? '/checkout?consents=missing' : '/checkout/payment',
  );
}

/**
 * Places the order if it has each required tick. For a page without JavaScript; with JavaScript the page sends a request
 * with a time limit. `orderId` comes from the browser, and Next.js accepts a form without `Origin`.
 */
export async function placeAtOnce(orderId: string): Promise<void> {
  const isOfShop = (await headers()).get('sec-fetch-site') === 'same-origin';
  if (!isOfShop || orderId !== (await readOrderId())) redirect('/checkout/payment?order=not-placed');
  const order = await admin.getOrder(orderId).catch(() => undefined);
  if (order === undefined) redirect('/checkout/payment?order=not-placed');
  if (isMissingConsent(order)) redirect('/checkout?consents=missing');
  const isPlaced = await placeOrder(orderId, Date.now() + placingTimeout);
  if (isPlaced === true) redirect('/thanks');
  redirect(`/checkout/payment?order=${isPlaced === false ? 'not-placed' : 'unknown'}`);
}
