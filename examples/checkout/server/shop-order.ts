import type { Order } from '@norce-kit/core';
import { addressFields, readAddress } from './address.ts';
import type { Backend } from './backend.ts';

/** The attributes that the page may write and read. */
export const attributeKeys: readonly string[] = [...addressFields, 'deliveryNote'];

/** The part of an order that the page may see. */
export type ShopOrder = ReturnType<typeof showOrder>;

/** Reduces an order to a list of members, so that new members stay on the server. */
export function showOrder(order: Order, backend: Pick<Backend, 'name' | 'sandbox'>) {
  const { id = '', state, attributes = {}, consents = [], shippings = [] } = order;
  const { deliveryNote = '' } = attributes;
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
    attributes: Object.fromEntries(Object.entries(attributes).filter(([key]) => attributeKeys.includes(key))),
    address: readAddress(order),
    deliveryNote: typeof deliveryNote === 'string' ? deliveryNote : '',
    shipping: typeof shippings[0]?.['name'] === 'string' ? shippings[0]['name'] : undefined,
  };
}
