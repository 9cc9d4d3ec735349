import { afterAll, beforeAll, expect, test } from 'vitest';
import { readResponse, sendRequest } from '../../test/request.ts';
import { createSandbox } from '../sandbox.ts';
import type { SandboxServer } from './serve.ts';
import { serveSandbox } from './serve.ts';

const direct = createSandbox();
let served: SandboxServer;
beforeAll(async () => {
  served = await serveSandbox({ port: 0 });
});
afterAll(() => served.close());

/** Sends to an order with changed members, by function and by server. Returns their common response. */
async function sendTo(change: Record<string, unknown>, method: string, path: string, body?: unknown) {
  for (const { orders, reset } of [direct, served.sandbox]) {
    reset();
    orders.create({ id: 'o_1' });
    orders.update('o_1', change);
  }
  const fromFunction = await readResponse(sendRequest(direct.fetch, method, `/o_1${path}`, { body }));
  const fromServer = await readResponse(
    sendRequest(fetch, method, `/o_1${path}`, { body, base: served.url }),
  );
  const withoutTimes = { lastModified: 'now', created: 'now', state: 'any' };
  const comparable = ({ status, body: received }: typeof fromFunction) =>
    path === '' ? { status, body: { ...(received as object), ...withoutTimes } } : { status, body: received };
  expect(comparable(fromServer)).toEqual(comparable(fromFunction));
  return fromFunction;
}

test.each([
  [{ consents: null }],
  [{ validations: null }],
  [{ validations: [null] }],
  [{ validations: 'none' }],
  [{ payments: null, shippings: null, cart: null, attributes: null }],
  [{ state: null }],
])('an order is read as it was stored: %j', async (change) => {
  expect(await sendTo(change, 'GET', '')).toMatchObject({ status: 200, body: change });
});

test.each([
  [{ consents: null }, 404, 'PATCH', '/consents/ci_terms', { checked: true }],
  [{ consents: null }, 404, 'PATCH', '/consents', [{ id: 'ci_terms', checked: true }]],
  [{ consents: null }, 200, 'POST', '/consents', { id: 'ci_more' }],
  [{ consents: undefined }, 200, 'PUT', '/state', { currentStatus: 'completed' }],
  [{ validations: null }, 200, 'POST', '/validate', undefined],
  [{ validations: null }, 200, 'POST', '/validations', { adapterId: 'a', url: 'https://checks.example' }],
  [{ attributes: null }, 200, 'PATCH', '/attributes', { note: 'x' }],
  [{ payments: null }, 201, 'POST', '/payments', { amount: 20 }],
  [{ shippings: null, cart: null }, 201, 'POST', '/shippings', { total: {}, vatRate: 0 }],
  [{ cart: undefined }, 400, 'POST', '/validate', undefined],
])('an order without %j gets %i for %s %s', async (change, status, method, path, body) => {
  expect((await sendTo(change, method, path, body)).status).toBe(status);
});

test('an order that the sandbox cannot work with gets 500 with the reason, not a broken connection', async () => {
  const response = await sendTo({ consents: 'none' }, 'PATCH', '/consents/ci_terms', { checked: true });
  expect(response).toMatchObject({
    status: 500,
    body: { code: 'internal-server-error', message: expect.stringContaining('find') as string },
  });
});

test('a check of the test that throws gets 500 with its message', async () => {
  const sandbox = createSandbox({
    checkRequest: () => {
      throw new Error('No more orders.');
    },
  });
  const { id } = sandbox.orders.create();
  expect(await readResponse(sendRequest(sandbox.fetch, 'GET', `/${id}`))).toMatchObject({
    status: 500,
    body: { message: expect.stringContaining('No more orders.') as string },
  });
});
