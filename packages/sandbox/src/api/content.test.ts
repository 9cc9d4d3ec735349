import { expect, test } from 'vitest';
import { readResponse, sendRequest } from '../../test/request.ts';
import { createSandbox } from '../sandbox.ts';
import type { SandboxOptions } from '../options.ts';

function setUp(options: SandboxOptions = {}) {
  const sandbox = createSandbox(options);
  const { id } = sandbox.orders.create();
  const send = (method: string, path: string, body?: unknown) =>
    readResponse(sendRequest(sandbox.fetch, method, `/${id}${path}`, { body }));
  const order = () => {
    const found = sandbox.orders.get(id);
    if (found === undefined) throw new Error('no order');
    return found;
  };
  return { sandbox, id, send, order };
}

test('a new cart replaces the old one, and the total follows', async () => {
  const { send, order } = setUp();
  const items = [
    { name: 'Mug', quantity: 1, total: { includingVat: 25, excludingVat: 20 } },
    { id: 'mine', name: 'Cup', quantity: 1, total: { includingVat: 12.5, excludingVat: 10 } },
  ];
  expect(await send('PUT', '/cart', { items })).toEqual({ status: 200, body: undefined });
  expect(order().cart).toEqual({
    items: [
      { ...items[0], id: 'line_1' },
      { ...items[1], id: 'line_2' },
    ],
    total: { includingVat: 37.5, excludingVat: 30 },
  });
  // The shipping of a new order costs 49.
  expect(order().total.includingVat).toBe(86.5);
});

test('an address replaces its own kind only', async () => {
  const { send, order } = setUp();
  const before = order().customer as Record<string, unknown>;
  await send('PUT', '/customer/billing', { type: 'Organization', organizationName: 'Acme' });
  expect(order().customer).toEqual({
    ...before,
    billing: { type: 'organization', organizationName: 'Acme' },
  });
});

test('a reference is stored', async () => {
  const { send, order } = setUp();
  expect((await send('PUT', '/reference', '"r-1"')).status).toBe(200);
  expect(order().reference).toBe('r-1');
});

test('payments are added, read and replaced', async () => {
  const { id, send, order } = setUp();
  const { body } = await send('POST', '/payments', {
    name: 'Card',
    amount: 5,
    state: 'Reserved',
    id: 'mine',
  });
  const { id: paymentId } = body as { id: string };
  const payment = {
    id: paymentId,
    orderId: id,
    name: 'Card',
    amount: 5,
    state: 'reserved',
    type: 'default',
    currency: 'SEK',
  };
  expect(await send('GET', `/payments/${paymentId}`)).toEqual({ status: 200, body: payment });
  expect(await send('GET', '/payments')).toEqual({ status: 200, body: [order().payments[0], payment] });
  const next = { ...payment, amount: 6, state: 'intent', name: undefined };
  expect((await send('PUT', `/payments/${paymentId}`, { amount: 6 })).body).toEqual(
    JSON.parse(JSON.stringify(next)),
  );
  expect(order().payments).toHaveLength(2);
});

test('a removed shipping does not count', async () => {
  const { send, order } = setUp();
  const before = order().total.includingVat ?? 0;
  const shipping = { name: 'Home', total: { includingVat: 10, excludingVat: 8 }, vatRate: 0.25 };
  const { body } = await send('POST', '/shippings', shipping);
  expect(order().total.includingVat).toBe(before + 10);
  await send('PUT', `/shippings/${(body as { id: string }).id}`, { ...shipping, state: 'Removed' });
  expect(order().total.includingVat).toBe(before);
  expect(order().shippings).toHaveLength(2);
});

test.each(['/payments/none', '/shippings/none'])('an unknown id in %s gets 404', async (path) => {
  const { send } = setUp();
  expect((await send('GET', path)).status).toBe(404);
  expect((await send('PUT', path, { total: {}, vatRate: 0 })).status).toBe(404);
});

test('hooks on the cart can refuse and change', async () => {
  const refused = setUp({ hooks: [{ scope: '/cart', invoke: () => ({ refuse: 'Sold out.' }) }] });
  const before = refused.order().cart;
  expect((await refused.send('PUT', '/cart', { items: [] })).status).toBe(400);
  expect(refused.order().cart).toEqual(before);
});

test('writes leave receipts, reads do not', async () => {
  const { sandbox, send } = setUp();
  await send('GET', '/payments');
  await send('GET', '/shippings/ss_1');
  await send('POST', '/payments', { amount: 1 });
  expect(sandbox.receipts.list()).toMatchObject([
    { operation: 'createPayment', value: { amount: 1 }, applied: true, status: 201 },
  ]);
});

test('an order that is placed cannot be changed', async () => {
  const { sandbox, id, send } = setUp();
  sandbox.orders.setStatus(id, 'completed');
  expect((await send('PUT', '/cart', { items: [] })).status).toBe(400);
  expect((await send('GET', '/payments')).status).toBe(200);
});
