import type { Cart } from '@norce-kit/core';
import type { OperationHandler } from './context.ts';
import { isRecord } from './request.ts';
import { badRequest, ok } from './response.ts';
import { withCartTotal, withTotal } from './totals.ts';
import type { SandboxOrder } from '../types.ts';

/** PUT …/cart: replaces the cart; the total of the order follows. */
export const updateCart: OperationHandler = (order, { body }) => {
  if (!isRecord(body)) return { response: badRequest('The body has to be a cart.') };
  return { response: ok, order: withTotal({ ...order, cart: withCartTotal(withLineIds(body)) }) };
};

/** PUT …/customer/billing */
export const updateBillingAddress: OperationHandler = (order, { body }) =>
  updateAddress(order, 'billing', body);

/** PUT …/customer/shipping */
export const updateShippingAddress: OperationHandler = (order, { body }) =>
  updateAddress(order, 'shipping', body);

/** PUT …/reference: the body is a JSON string. */
export const updateReference: OperationHandler = (order, { body }) =>
  typeof body === 'string'
    ? { response: ok, order: { ...order, reference: body } }
    : { response: badRequest('The body has to be a string.') };

/** Returns the cart with an id for each line, as the order service assigns them. */
export function withLineIds(cart: Cart): Cart {
  if (cart.items === undefined) return cart;
  return { ...cart, items: cart.items.map((item, index) => ({ ...item, id: `line_${index + 1}` })) };
}

/** Returns the object with these members in lower case: the vendor's samples write `Person` and `Intent`. */
export function lowerCase(
  value: Readonly<Record<string, unknown>>,
  members: readonly string[],
): Record<string, unknown> {
  const lowered = members.flatMap((member) => {
    const text = value[member];
    return typeof text === 'string' ? [[member, text.toLowerCase()]] : [];
  });
  return { ...value, ...(Object.fromEntries(lowered) as Record<string, unknown>) };
}

function updateAddress(
  order: SandboxOrder,
  kind: 'billing' | 'shipping',
  body: unknown,
): ReturnType<OperationHandler> {
  if (!isRecord(body)) return { response: badRequest('The body has to be an address.') };
  const address = lowerCase(body, ['type']);
  const customer = { type: address['type'] ?? 'person', ...order.customer, [kind]: address };
  return { response: ok, order: { ...order, customer } };
}
