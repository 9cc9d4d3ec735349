import { isOrderApiError } from '@norce-kit/core';
import { admin } from './norce.ts';

/**
 * Places the order before `before`, in milliseconds since 1970, or not at all: the page has given up by then. Returns false
 * if it was not placed, undefined if that is unknown.
 */
export async function placeOrder(orderId: string, before: number): Promise<boolean | undefined> {
  const left = before - Date.now();
  if (!(left > 0)) return false;
  try {
    await admin.setState(orderId, 'processing', { signal: AbortSignal.timeout(left) });
    return true;
  } catch (error) {
    if (!isOrderApiError(error)) throw error;
    return error.outcome === 'unknown' ? undefined : false;
  }
}
