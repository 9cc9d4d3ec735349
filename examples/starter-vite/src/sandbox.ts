import { createSandbox } from '@norce-kit/sandbox';
import type { OrderInput } from '@norce-kit/sandbox';

// Replaces your server and the order API: a shop has no such file. It keeps the order of this tab over a reload.
const key = 'norce-kit-starter';
const stored = sessionStorage.getItem(key);
const newOrder: OrderInput = {
  culture: 'en-GB',
  consents: [
    { id: 'ci_newsletter', checked: false, required: false, text: 'News and offers by email' },
    { id: 'ci_terms', checked: false, required: true, text: 'I accept the terms of purchase' },
  ],
};

const sandbox = createSandbox({ authenticate: false });
sandbox.orders.subscribe((order) =>
  sessionStorage.setItem(key, JSON.stringify({ ...order, status: order.state.currentStatus })),
);
const order = sandbox.orders.create(stored === null ? newOrder : (JSON.parse(stored) as OrderInput));

export const { fetch } = sandbox;
export const orderId = order.id;
export const isPlaced = order.state.currentStatus !== 'checkout';

/** Your server does this, with the API key. */
export function placeOrder(): void {
  sandbox.orders.setStatus(orderId, 'processing');
}

export function startAgain(): void {
  sessionStorage.removeItem(key);
  location.reload();
}
