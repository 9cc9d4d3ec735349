import { createSandbox } from '@norce-kit/sandbox';
import { expect, test } from 'vitest';
import { listen, send } from '../test/rig.ts';
import { orderCookie } from './cookie.ts';
import { createOrderHandler } from './handler.ts';
import { toNodeListener } from './node.ts';
import type { OrderHandlerOptions } from './options.ts';

const credentials = { apiKey: 'sandbox-key', merchant: 'acme', channel: 'acme-se' };

/** A handler for an emulated order API, and a function that requests one order of it. */
function startShop(options: Partial<OrderHandlerOptions> = {}, changed: Partial<typeof credentials> = {}) {
  const sandbox = createSandbox();
  const order = sandbox.orders.create();
  const handler = createOrderHandler({
    upstream: { baseUrl: 'https://api.test', ...credentials, ...changed, fetch: sandbox.fetch },
    authorize: () => true,
    attributes: ['gift'],
    validations: { stock: { adapterId: 'stock_adapter', url: 'https://checks.shop.example/{order_id}' } },
    ...options,
  });
  const ask = (method: string, path = '', body?: unknown) =>
    handler(
      new Request(`https://shop.test/api/norce/api/v0/checkout/orders/${order.id}${path}`, {
        method,
        headers: {
          origin: 'https://shop.test',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  return { sandbox, order: () => sandbox.orders.get(order.id), orderId: order.id, ask };
}

test('a tick, an un-tick and a batch reach the order and change nothing else', async () => {
  const { order, ask } = startShop();
  const before = order();
  expect(
    (await ask('PATCH', '/consents/ci_newsletter', { checked: true, required: true, text: 'mine' })).status,
  ).toBe(200);
  expect(order()?.consents.find(({ id }) => id === 'ci_newsletter')?.checked).toBe(true);
  expect((await ask('PATCH', '/consents', [{ id: 'ci_newsletter', checked: false }])).status).toBe(200);
  expect(order()?.consents).toEqual(before?.consents);
});

test('an attribute and a named validation reach the order, and the browser sees them reduced', async () => {
  const { order, ask } = startShop();
  expect((await ask('PATCH', '/attributes', { gift: { to: 'Ann' } })).status).toBe(200);
  expect((await ask('POST', '/validations', { name: 'stock' })).status).toBe(200);
  expect(order()?.attributes).toMatchObject({ gift: { to: 'Ann' } });
  expect(order()?.validations).toMatchObject([{ adapterId: 'stock_adapter' }]);
  const seen = (await (await ask('GET')).json()) as Record<string, unknown>;
  expect(seen).toMatchObject({ attributes: { gift: { to: 'Ann' } }, validations: [{ name: 'stock' }] });
  expect(JSON.stringify(seen)).not.toMatch(/stock_adapter|checks\.shop/);
});

test('the default view hides members that the API adds', async () => {
  const { ask, orderId } = startShop();
  const seen = (await (await ask('GET')).json()) as Record<string, unknown>;
  expect(seen['id']).toBe(orderId);
  const known = [
    'attributes',
    'cart',
    'consents',
    'country',
    'culture',
    'currency',
    'id',
    'state',
    'total',
    'validations',
  ];
  expect(Object.keys(seen).sort()).toEqual(known);
});

test('forwards the code of the API for unknown orders and consents', async () => {
  const { ask, sandbox, orderId } = startShop();
  sandbox.orders.remove(orderId);
  const answer = await ask('PATCH', '/consents/ci_newsletter', { checked: true });
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ type: 'urn:norce-kit:order-api', code: 'order-not-found' });
});

test('AU1: a rejected key gives 502', async () => {
  const { ask, sandbox } = startShop({}, { apiKey: 'revoked-key' });
  expect((await ask('PATCH', '/consents/ci_newsletter', { checked: true })).status).toBe(502);
  expect(sandbox.receipts.list({ applied: true })).toEqual([]);
});

test('two instances behind a round-robin balancer serve one shopper', async () => {
  const { sandbox, orderId } = startShop();
  const secret = 'a-secret-of-the-shop-with-thirty-two-bytes';
  const startInstance = () => {
    const upstream = { baseUrl: 'https://api.test', ...credentials, fetch: sandbox.fetch };
    return createOrderHandler({
      upstream,
      authorize: orderCookie({ secret }),
      trustedOrigins: ['https://shop.example'],
    });
  };
  const instances = [startInstance(), startInstance()];
  let turn = 0;
  const balancer = await listen(
    toNodeListener((request) => instances[turn++ % 2]?.(request) ?? Promise.reject(new Error())),
  );
  const cookie = (await orderCookie({ secret }).bind(orderId)).split(';')[0];
  const headers = { cookie, origin: 'https://shop.example' };
  for (let answer = 1; answer <= 20; answer++) {
    const checked = answer % 2 === 1;
    const path = `/${orderId}/consents/ci_newsletter`;
    expect((await send(balancer, { method: 'PATCH', path, body: { checked }, headers })).status).toBe(200);
    const { text } = await send(balancer, { path: `/${orderId}`, headers });
    const { consents } = JSON.parse(text) as { consents: { id: string; checked: boolean }[] };
    expect(consents.find(({ id }) => id === 'ci_newsletter')?.checked).toBe(checked);
  }
  expect(turn).toBe(40);
});
