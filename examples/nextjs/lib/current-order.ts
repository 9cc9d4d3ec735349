import type { Order } from '@norce-kit/core';
import { headers } from 'next/headers';
import { cookie } from './norce.ts';

/** Returns the id of this browser's order, undefined if there is none. */
export async function readOrderId(): Promise<string | undefined> {
  return await cookie.read(new Request('https://shop.invalid', { headers: await headers() }));
}

/** Returns whether a required consent of the order has no tick. */
export function isMissingConsent({ consents = [] }: Order): boolean {
  return consents.some(({ required, checked }) => required === true && checked !== true);
}

/** Returns whether the order has left the checkout. */
export function isPlaced({ state }: Order): boolean {
  return state?.currentStatus !== 'checkout';
}
