import type { Order } from '@norce-kit/core';
import type { Backend } from './backend.ts';

/** The attributes that the page may write and read. */
export const attributeKeys = ['deliveryNote'];

/** The part of an order that the page may see. */
export type ShopOrder = ReturnType<typeof showOrder>;

/** Reduces an order to a list of members, so that new members stay on the server. */
export function showOrder(order: Order, backend: Pick<Backend, 'name' | 'sandbox'>) {
  const { id = '', state, attributes, consents = [], customer, shippings = [] } = order;
  return {
    backend: backend.name,
    isSandbox: backend.sandbox !== undefined,
    id,
    status: state?.currentStatus ?? 'checkout',
    consents: consents.map(({ id = '', checked, required }) => ({
      id,
      checked: checked === true,
      required: required === true,
    })),
    attributes: Object.fromEntries(
      Object.entries(attributes ?? {}).filter(([key]) => attributeKeys.includes(key)),
    ),
    contact: readContact(customer),
    shipping: typeof shippings[0]?.['name'] === 'string' ? shippings[0]['name'] : undefined,
  };
}

function readContact(customer: Order['customer']) {
  const address = (customer?.['shipping'] ?? customer?.['billing'] ?? {}) as Record<string, unknown>;
  const words = (...members: string[]) =>
    members.flatMap((member) => (typeof address[member] === 'string' ? address[member] : [])).join(' ');
  return {
    name: words('givenName', 'familyName'),
    email: words('email'),
    phone: words('phone'),
    street: words('streetAddress'),
    city: words('postalCode', 'city'),
  };
}
