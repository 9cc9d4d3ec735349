import { headers } from 'next/headers';
import { cookie } from './norce.ts';

/** Returns the id of this browser's order, undefined if there is none. */
export async function readOrderId(): Promise<string | undefined> {
  return await cookie.read(new Request('https://shop.invalid', { headers: await headers() }));
}
