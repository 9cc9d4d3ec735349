import { expect, test } from 'vitest';
import { createSandbox } from '../sandbox.ts';
import { loadOpenApi } from './openapi.ts';
import { serveSandbox } from './serve.ts';
import type { Operation } from '../types.ts';

const openApi = loadOpenApi();
const headers = {
  authorization: 'Bearer sandbox-key',
  'x-merchant': 'thingsandstuff',
  'x-channel': 'se',
  'content-type': 'application/json',
};

// https://norce-checkout.redoc.ly/checkout/tutorials/basic
test("the vendor's basic tutorial can be finished over HTTP", async () => {
  const sandbox = createSandbox({ merchant: 'thingsandstuff', channel: 'se' });
  const { url, close } = await serveSandbox({ sandbox, port: 0 });
  const orders = '/api/v0/checkout/orders';
  const send = async (operation: Operation, method: string, path: string, body?: unknown) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, { method, headers, ...init });
    const text = await response.text();
    const value = (text === '' ? undefined : JSON.parse(text)) as unknown;
    expect(openApi.checkResponse(operation, response.status, value)).toBeUndefined();
    return { status: response.status, location: response.headers.get('location'), value };
  };

  const price = { includingVat: 12.5, excludingVat: 10 };
  const line = { reference: 'line-1', sku: 'T001', name: 'Thing', quantity: 1, total: price, vatRate: 0.25 };
  const created = await send('createOrder', 'POST', orders, {
    merchant: 'thingsandstuff',
    channel: 'se',
    cart: { reference: 'cart-1', items: [line], total: price },
  });
  const { id } = created.value as { id: string };
  expect(created).toEqual({ status: 201, location: `${orders}/${id}`, value: { id } });
  const order = `${orders}/${id}`;
  const { value: fresh } = await send('getOrder', 'GET', order);
  expect(fresh).toMatchObject({
    state: { currentStatus: 'checkout' },
    total: price,
    cart: { items: [{ id: expect.any(String) as string, sku: 'T001' }] },
  });

  const address = {
    type: 'Person',
    givenName: 'Ebba',
    familyName: 'Lindqvist',
    city: 'Luleå',
    country: 'SE',
  };
  expect(await send('updateShippingAddress', 'PUT', `${order}/customer/shipping`, address)).toMatchObject({
    status: 200,
    value: undefined,
  });
  const delivery = { name: 'Home delivery', total: { includingVat: 7.5, excludingVat: 6 }, vatRate: 0.25 };
  expect((await send('createShipping', 'POST', `${order}/shippings`, delivery)).status).toBe(201);
  // Not paid yet.
  const completed = { currentStatus: 'completed' };
  expect((await send('updateOrderState', 'PUT', `${order}/state`, completed)).status).toBe(400);
  const payment = { reference: 'payment-1', name: 'Thing Payment', type: 'default', amount: 20 };
  const paid = await send('createPayment', 'POST', `${order}/payments`, payment);
  expect(paid.location).toBe(`${order}/payments/${(paid.value as { id: string }).id}`);
  expect(await send('validateOrder', 'POST', `${order}/validate`, {})).toMatchObject({
    status: 200,
    value: [],
  });
  expect((await send('updateOrderState', 'PUT', `${order}/state`, completed)).status).toBe(200);

  expect((await send('getOrder', 'GET', order)).value).toMatchObject({
    state: { currentStatus: 'completed' },
    total: { includingVat: 20, excludingVat: 16 },
    customer: { type: 'person', shipping: { givenName: 'Ebba', type: 'person' } },
    shippings: [{ name: 'Home delivery', state: 'intent', orderId: id }],
    payments: [{ name: 'Thing Payment', state: 'intent', amount: 20 }],
  });
  await close();
});
