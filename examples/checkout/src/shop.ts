import { queryOptions } from '@tanstack/react-query';
import type { NetworkMode } from '../server/network.ts';
import type { PlacingResult, Refusal } from '../server/place-order.ts';
import type { ShopOrder } from '../server/shop-order.ts';

export type { NetworkMode, PlacingResult, Refusal, ShopOrder };

async function send(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  signal?: AbortSignal,
): Promise<Response> {
  const response = await fetch(path, { method, ...(signal && { signal }) });
  if (response.ok) return response;
  throw new Error(`The response to ${method} ${path} has the status ${response.status}.`);
}

async function read<T>(response: Promise<Response>): Promise<T> {
  return (await (await response).json()) as T;
}

/** Returns the order of this browser; the first call creates one. */
export const orderIdOptions = queryOptions({
  queryKey: ['shop', 'order-id'],
  queryFn: () => read<{ orderId: string }>(send('POST', '/shop/order')),
  staleTime: Infinity,
});

/** Reads the order from the server, past the cache of the page. */
export const shopOrderOptions = queryOptions({
  queryKey: ['shop', 'order'],
  queryFn: async ({ signal }) => (await readShopOrder(signal)).order,
  refetchInterval: 2_000,
});

/** Reads the order, with the time of the server in milliseconds, rounded down to a second. */
export async function readShopOrder(signal: AbortSignal) {
  const response = await send('GET', '/shop/order', signal);
  const order = (await response.json()) as ShopOrder;
  return { order, serverTime: Date.parse(response.headers.get('date') ?? '') };
}

/** Removes the cookie of this browser's order. */
export async function leaveOrder(): Promise<void> {
  await send('DELETE', '/shop/order');
}

/** The fault that the sandbox injects into writes. */
export const networkOptions = queryOptions({
  queryKey: ['sandbox', 'network'],
  queryFn: () => read<{ mode: NetworkMode }>(send('GET', '/sandbox/network')),
});

export async function setNetwork(mode: NetworkMode): Promise<void> {
  await send('PUT', `/sandbox/network/${mode}`);
}
