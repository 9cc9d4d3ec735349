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

/** The order of this browser; the first call begins one. */
export const orderIdOptions = queryOptions({
  queryKey: ['shop', 'order-id'],
  queryFn: () => read<{ orderId: string }>(send('POST', '/shop/order')),
  staleTime: Infinity,
});

/** The order as the order API has it, past everything this page remembers. */
export const shopOrderOptions = queryOptions({
  queryKey: ['shop', 'order'],
  queryFn: () => read<ShopOrder>(send('GET', '/shop/order')),
  refetchInterval: 2_000,
});

/** Places the order; a refusal is an answer, not an error. */
export async function placeOrder(): Promise<Refusal | undefined> {
  const response = await send('POST', '/shop/place-order');
  return response.status === 409 ? ((await response.json()) as Refusal) : undefined;
}

/** Lets go of this browser's order. */
export async function leaveOrder(): Promise<void> {
  await send('DELETE', '/shop/order');
}

/** How the sandbox treats what the shopper writes. */
export const networkOptions = queryOptions({
  queryKey: ['sandbox', 'network'],
  queryFn: () => read<{ mode: NetworkMode }>(send('GET', '/sandbox/network')),
});

export async function setNetwork(mode: NetworkMode): Promise<void> {
  await send('PUT', `/sandbox/network/${mode}`);
}
