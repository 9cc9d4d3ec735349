import { readShopOrder } from './shop.ts';
import type { PlacingResult, Refusal, ShopOrder } from './shop.ts';

/** How an attempt to place the order ended. */
export type Placing =
  | { readonly end: 'placed'; readonly order: ShopOrder }
  | { readonly end: 'refused'; readonly refusal: Refusal }
  /** Not placed: `no-connection` when nothing was sent, `failed` when the shop did not do it. */
  | { readonly end: 'no-connection' | 'failed' }
  /** The response was lost, and so was the connection. */
  | { readonly end: 'unknown' };

/** Milliseconds from the click until the server places nothing any more. */
export const placingTimeout = 20_000;
/** Milliseconds after which a request that the server sent in time has been applied or never will be. */
const settleTime = 3_000;
/** Milliseconds to wait for a read of the order. */
const readTimeout = 5_000;

/**
 * Places the order before `deadline` or not at all; resolves at most eight seconds later. A lost response is not a
 * failure: the order itself shows whether it was placed.
 */
export async function placeOrder(orderId: string, deadline: number): Promise<Placing> {
  // The gate has waited for a slow save for too long.
  if (Date.now() >= deadline) return { end: 'failed' };
  let serverTime: number;
  try {
    // Proves that there is a connection, so that nothing is sent without one.
    const before = await readShopOrder(endAt(deadline));
    // Another tab may have begun another order.
    if (before.order.id !== orderId) return { end: 'failed' };
    if (before.order.status !== 'checkout') return { end: 'placed', order: before.order };
    serverTime = before.serverTime;
  } catch (error) {
    return { end: isConnectionError(error) ? 'no-connection' : 'failed' };
  }
  const { placed, refusal } = await send(orderId, serverTime, deadline).catch(() => lost);
  if (placed !== false) return findOut(deadline + settleTime);
  return refusal === undefined ? { end: 'failed' } : { end: 'refused', refusal };
}

/** The result without a response: the outcome is unknown. */
const lost: PlacingResult = {};

async function send(orderId: string, serverTime: number, deadline: number): Promise<PlacingResult> {
  const headers = { 'order-id': orderId, 'place-before': String(serverTime + deadline - Date.now()) };
  const response = await fetch('/shop/place-order', { method: 'POST', headers, signal: endAt(deadline) });
  return (await response.json()) as PlacingResult;
}

/** Reads the order until it is placed, or until the server can no longer place it. */
async function findOut(end: number): Promise<Placing> {
  for (;;) {
    const isOver = Date.now() >= end;
    const now = await readShopOrder(endAt(Date.now() + readTimeout)).catch(() => undefined);
    if (now !== undefined && now.order.status !== 'checkout') return { end: 'placed', order: now.order };
    if (isOver) return { end: now === undefined ? 'unknown' : 'failed' };
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

function endAt(time: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), time - Date.now());
  return controller.signal;
}

/** A fetch that fails rejects with a TypeError, one that is aborted with a DOMException. */
function isConnectionError(error: unknown): boolean {
  return error instanceof TypeError || error instanceof DOMException;
}
