import type { OrderHandlerOptions, Upstream } from '../src/options.ts';
import { openShop } from './shop.ts';

export const own = 'https://shop.test';

/** The fields of a form, in the order of its page. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** Returns the fields that a browser sends for a box. */
export function fieldsOf(id: string, shown: boolean, checked: boolean): Fields {
  const hidden = [`shown.${id}`, String(shown)] as const;
  return checked ? [[`consent.${id}`, 'on'], hidden] : [hidden];
}

/** A shop whose pages post forms to the handler. */
export function openFormShop(options: Partial<OrderHandlerOptions> = {}, fetch?: Upstream['fetch']) {
  const { sandbox, orderId, startHandler } = openShop();
  const handler = startHandler({ formReturnTo: '/checkout', ...options }, fetch ?? sandbox.fetch);
  const post = (fields: Fields | string, query = '', headers: Record<string, string> = {}) => {
    const body =
      typeof fields === 'string' ? fields : String(new URLSearchParams(fields.map((one) => [...one])));
    return handler(
      new Request(`${own}/api/norce/api/v0/checkout/orders/${orderId}/consents${query}`, {
        method: 'POST',
        headers: {
          origin: own,
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body,
      }),
    );
  };
  return {
    sandbox,
    orderId,
    handler,
    post,
    /** Posts fields and returns where the response leads. */
    submit: async (fields: Fields | string, query?: string) => {
      const response = await post(fields, query);
      return [response.status, response.headers.get('location')];
    },
    holds: (id: string) =>
      sandbox.orders.get(orderId)?.consents.find((consent) => consent.id === id)?.checked,
    /** The writes that reached the order API. */
    writes: () =>
      sandbox.receipts
        .list()
        .filter(({ operation }) => operation !== 'getOrder')
        .map(({ operation, consentId, value }) => [operation, consentId, value]),
  };
}
