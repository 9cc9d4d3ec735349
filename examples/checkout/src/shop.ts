import { queryOptions } from '@tanstack/react-query';
import type { NetworkMode } from '../server/network.ts';
import type { Refusal } from '../server/place-order.ts';
import type { ShopOrder } from '../server/shop-order.ts';

export type { NetworkMode, Refusal, ShopOrder };

async function send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string): Promise<Response> {
  const response = await fetch(path, { method });
  if (response.ok || response.status === 409) return response;
  throw new Error(`${method} ${path} was answered with ${response.status}.`);
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
  queryFn: () => read<ShopOrder>(send('GET', '/shop/order')),
  refetchInterval: 2_000,
});

/** Places the order. A refusal is a value, not an error. */
export async function placeOrder(): Promise<Refusal | undefined> {
  const response = await send('POST', '/shop/place-order');
  return response.status === 409 ? ((await response.json()) as Refusal) : undefined;
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
