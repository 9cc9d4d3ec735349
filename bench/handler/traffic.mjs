import { orderCookie } from '@norce-kit/server';

export const mount = '/api/norce';
export const apiBase = '/checkout/order';
export const cookieSecret = 'a-secret-of-the-bench-with-more-than-32-bytes';

/** Headers that the order API requires of a shop; each contender adds them to each request. */
export const credentials = { apiKey: 'bench-key', merchant: 'acme', channel: 'acme-se' };
export const secretHeaders = {
  authorization: `Bearer ${credentials.apiKey}`,
  'x-merchant': credentials.merchant,
  'x-channel': credentials.channel,
};

const binding = orderCookie({ secret: cookieSecret });
const shoppers = 500;
/** One cookie per shopper for the lifetime of the process, as in a browser. @type {Map<string, Promise<string>>} */
const cookies = new Map();
const orderPath = (/** @type {string} */ id) => `${mount}/api/v0/checkout/orders/${id}`;

/** An order of realistic size: three lines, two addresses, two consents, a payment. */
const order = JSON.stringify(createOrder());

function createOrder() {
  const price = { includingVat: 298, excludingVat: 238.4, vat: 59.6 };
  const address = {
    type: 'person',
    givenName: 'Ebba',
    familyName: 'Lindqvist',
    streetAddress: 'Storgatan 12',
    postalCode: '972 38',
    city: 'Luleå',
    country: 'SE',
    email: 'ebba.lindqvist@example.com',
  };
  const line = (/** @type {string} */ sku, /** @type {string} */ name) => ({
    id: `line-${sku}`,
    reference: sku,
    sku,
    name,
    type: 'physical',
    quantity: 2,
    vatRate: 0.25,
    price,
    total: price,
    attributes: { imageUrl: `https://images.example.com/${sku}.webp` },
  });
  return {
    id: 'o_1',
    merchant: 'acme',
    channel: 'acme-se',
    reference: 'cart-1',
    state: {
      currentStatus: 'checkout',
      transitions: [{ status: 'checkout', timeStamp: '2026-01-12T09:00:00Z' }],
    },
    culture: 'sv-SE',
    currency: 'SEK',
    country: 'SE',
    cart: {
      reference: 'cart-1',
      items: [
        line('MUG-30', 'Stoneware mug'),
        line('TWL-LIN', 'Linen towel'),
        line('CND-PIN', 'Pine candle'),
      ],
      total: price,
    },
    customer: { type: 'person', billing: address, shipping: address },
    payments: [{ id: 'p_1', adapterId: 'payment_adapter', type: 'card', state: 'initial', amount: 298 }],
    shippings: [{ id: 's_1', adapterId: 'shipping_adapter', total: price }],
    consents: [
      { id: 'ci_newsletter', checked: false, required: false, text: 'News and offers by e-mail' },
      { id: 'ci_terms', checked: true, required: true, text: 'I accept the terms of purchase' },
    ],
    attributes: { deliveryNote: 'Ring twice', campaign: 'winter' },
    validations: [],
    total: price,
  };
}

/** The response of the order API to a GET. */
export function orderJson() {
  return order;
}

/** @typedef {'PATCH' | 'GET'} Method */

/**
 * The measured operations. The mix is the traffic of a page of the kit that is opened and on which two boxes are ticked:
 * it reads the order at the start and after each write.
 *
 * @type {Readonly<Record<string, readonly Method[]>>}
 */
export const operations = {
  'PATCH consent': ['PATCH'],
  'GET order': ['GET'],
  mix: ['GET', 'PATCH', 'GET', 'PATCH', 'GET'],
};

/**
 * Requests of many shoppers: each has its own order and cookie, and the headers of a browser.
 *
 * @param {readonly Method[]} methods the methods that each shopper sends, in turn
 * @param {string} origin
 * @param {number} [count]
 */
export async function createRequests(methods, origin, count = shoppers) {
  const ids = Array.from({ length: count }, (_, index) => `o_${index + 1}`);
  const requests = await Promise.all(
    ids.map(async (id) => {
      const bound = await cookieOf(id);
      return methods.map((method) => createRequest(method, origin, id, bound));
    }),
  );
  return requests.flat();
}

/** @param {string} id */
function cookieOf(id) {
  const cookie = cookies.get(id) ?? binding.bind(id).then((bound) => bound.split(';')[0] ?? '');
  cookies.set(id, cookie);
  return cookie;
}

/** @param {Method} method @param {string} origin @param {string} id @param {string} cookie */
function createRequest(method, origin, id, cookie) {
  const headers = {
    accept: '*/*',
    'accept-encoding': 'gzip, deflate, br, zstd',
    'accept-language': 'sv-SE,sv;q=0.9,en;q=0.8',
    cookie: `_ga=GA1.1.1122334455.1736672400; cart=2f1d7c; ${cookie}`,
    referer: `${origin}/checkout`,
    'sec-fetch-dest': 'empty',
    'sec-fetch-mode': 'cors',
    'sec-fetch-site': 'same-origin',
    'user-agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  };
  if (method === 'GET') return { method, path: orderPath(id), headers };
  return {
    method,
    path: `${orderPath(id)}/consents/ci_newsletter`,
    headers: { ...headers, origin, 'content-type': 'application/json' },
    body: '{"checked":true}',
  };
}
