import type { Order } from '@norce-kit/core';
import { resolveConnection } from '@norce-kit/core/forwarding';
import type { Upstream } from '@norce-kit/server';

/**
 * The members of an address that the shopper can edit. The page writes them as attributes, which the kit saves while the
 * shopper types; the server copies them to the customer when the order is placed.
 */
export const addressFields = [
  'email',
  'phone',
  'givenName',
  'familyName',
  'streetAddress',
  'postalCode',
  'city',
] as const;

export type Address = Readonly<Record<(typeof addressFields)[number], string>>;

/** Returns the address as the shopper sees it: the customer's, with the edited members. */
export function readAddress({ customer, attributes }: Order): Address {
  const { shipping, billing } = customer ?? {};
  const saved = { ...(billing as object | undefined), ...(shipping as object | undefined) };
  const values = Object.entries({ ...saved, ...attributes }).filter(([, value]) => typeof value === 'string');
  const texts = Object.fromEntries(values) as Partial<Record<string, string>>;
  return Object.fromEntries(addressFields.map((field) => [field, texts[field] ?? ''])) as Address;
}

export type WriteAddress = (order: Order, signal: AbortSignal) => Promise<void>;

/**
 * Creates the function that writes the address to the customer of an order. `PUT …/customer/billing` and `…/shipping` are
 * documented operations of the order API, but not part of the kit.
 */
export function createAddressWriter(upstream: Upstream): WriteAddress {
  const { baseUrl, headers, authorize } = resolveConnection(upstream);
  const { fetch = globalThis.fetch } = upstream;
  return async (order, signal) => {
    const { id = '', customer, country } = order;
    const authorization = authorize && { authorization: await authorize() };
    for (const kind of ['billing', 'shipping'] as const) {
      const saved = customer?.[kind] as Partial<Address> | undefined;
      const address = { type: 'person', country, ...saved, ...readAddress(order) };
      if (addressFields.every((field) => address[field] === (saved?.[field] ?? ''))) continue;
      const request = new Request(
        `${baseUrl}/api/v0/checkout/orders/${encodeURIComponent(id)}/customer/${kind}`,
        {
          method: 'PUT',
          headers: { ...headers, ...authorization, 'content-type': 'application/json' },
          body: JSON.stringify(address),
          signal,
        },
      );
      const { ok, status } = await fetch(request);
      if (!ok) throw new Error(`The response to the ${kind} address has the status ${status}.`);
    }
  };
}
