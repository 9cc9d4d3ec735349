import { expect, test } from 'vitest';
import { createOrderHandler } from './handler.ts';
import type { OrderHandlerOptions } from './options.ts';

const key = 'canary-key-5f1d';

/** A handler with a recording upstream, and a request as the shop's own page sends it. */
function setUp(
  answer: (request: Request) => Response | Promise<Response>,
  options: Partial<OrderHandlerOptions> = {},
) {
  const sent: { request: Request; body: string }[] = [];
  const fetch = async (request: Request) => {
    sent.push({ request, body: await request.clone().text() });
    return await answer(request);
  };
  const upstream = {
    baseUrl: 'https://api.test/checkout/order',
    apiKey: key,
    merchant: 'acme',
    channel: 'acme-se',
    fetch,
  };
  const handler = createOrderHandler({ upstream, authorize: () => true, attributes: ['gift'], ...options });
  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    handler(
      new Request(`https://shop.test/api/norce/api/v0/checkout/orders/${path}`, {
        method,
        headers: {
          origin: 'https://shop.test',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  return { ask, sent };
}

test('forwards a tick with key, merchant and channel of the shop, and nothing else', async () => {
  const { ask, sent } = setUp(() => new Response(null));
  const response = await ask('PATCH', 'o_1/consents/ci_news', { checked: true });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
  expect(sent).toHaveLength(1);
  expect(sent[0]?.request.url).toBe(
    'https://api.test/checkout/order/api/v0/checkout/orders/o_1/consents/ci_news',
  );
  expect(sent[0]?.body).toBe('{"checked":true}');
  expect(Object.fromEntries(sent[0]?.request.headers ?? [])).toEqual({
    accept: 'application/json',
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'x-channel': 'acme-se',
    'x-merchant': 'acme',
    'x-request-id': response.headers.get('x-correlation-id'),
  });
});

test('shows consents and cart, but no hooks, payments, customer or addresses', async () => {
  const order = {
    id: 'o_1',
    merchant: 'acme',
    channel: 'acme-se',
    state: { currentStatus: 'checkout', transitions: [] },
    customer: { email: 'canary@shop.test' },
    hooks: [{ invoke: 'https://hook.test' }],
    payments: [{ id: 'p' }],
    cart: {
      items: [{ name: 'Mug', quantity: 2, total: { includingVat: 20 }, attributes: { cost: 3 } }],
      total: { includingVat: 20 },
    },
    consents: [{ id: 'ci_news', checked: false, text: null, required: false, secret: 1 }],
    validations: [
      { id: 'v1', adapterId: 'stock', url: 'https://stock.test/o_1' },
      { id: 'v2', adapterId: 'other', url: 'https://other.test' },
    ],
    attributes: { gift: 'yes', margin: 0.4 },
  };
  const { ask } = setUp(() => Response.json(order), {
    validations: { stock: { adapterId: 'stock', url: 'https://stock.test/{order_id}' } },
  });
  expect(await (await ask('GET', 'o_1')).json()).toEqual({
    id: 'o_1',
    state: { currentStatus: 'checkout' },
    cart: { items: [{ name: 'Mug', quantity: 2, total: { includingVat: 20 } }], total: { includingVat: 20 } },
    consents: [{ id: 'ci_news', checked: false, text: null, required: false }],
    validations: [{ id: 'v1', name: 'stock' }],
    attributes: { gift: 'yes' },
  });
});

test('a shop can show more of the order than the default', async () => {
  const { ask } = setUp(() => Response.json({ id: 'o_1', reference: 'R1' }), {
    project: ({ reference }, reduced) => ({ ...reduced, reference }),
  });
  expect(await (await ask('GET', 'o_1')).json()).toMatchObject({ id: 'o_1', reference: 'R1' });
});

test('registers a validation by name, with the configured address', async () => {
  const { ask, sent } = setUp(() => new Response(null), {
    validations: { stock: { adapterId: 'a', url: 'https://s.test/{order_id}' } },
  });
  expect((await ask('POST', 'o_1/validations', { name: 'stock' })).status).toBe(200);
  expect(sent[0]?.body).toBe('{"adapterId":"a","url":"https://s.test/{order_id}"}');
  expect((await ask('POST', 'o_1/validations', { name: 'constructor' })).status).toBe(403);
  expect(sent).toHaveLength(1);
});

test.each([
  [[{ code: 'stock-low', adapterId: 'stock', message: 'for developers' }]],
  [{ errors: [{ code: 'stock-low', adapterId: 'stock' }] }],
])('returns the reasons of a failed validation in one shape', async (body) => {
  const { ask, sent } = setUp(() => Response.json(body, { status: 400 }));
  const response = await ask('POST', 'o_1/validate');
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ code: 'stock-low', adapterId: 'stock' }] });
  expect(sent[0]?.body).toBe('');
});
