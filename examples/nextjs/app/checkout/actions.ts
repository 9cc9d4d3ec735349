'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { admin, handler } from '@/lib/norce';

/**
 * Goes on to the payment if the order has each required tick. Without JavaScript it first writes the boxes of the form;
 * with JavaScript they are saved already, and the form has none. `orderId` comes from the browser: `submitConsents` checks
 * that the order belongs to it, and that the page is of this shop.
 */
export async function goOn(orderId: string, form: FormData): Promise<void> {
  const result = await handler.submitConsents(form, { orderId, headers: await headers() });
  if (result !== 'saved' && result !== 'unchanged') redirect(`/checkout?consents=${result}`);
  const { consents = [] } = await admin.getOrder(orderId);
  const isMissing = consents.some(({ required, checked }) => required === true && checked !== true);
  redirect(isMissing ? '/checkout?consents=missing' : '/checkout/payment');
}
