import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendRequest } from '../../test/request.ts';
import type { SandboxServer } from './serve.ts';
import { serveSandbox } from './serve.ts';

let server: SandboxServer;
beforeAll(async () => {
  server = await serveSandbox({ port: 0 });
});
afterAll(() => server.close());
beforeEach(() => server.sandbox.reset());

async function control(method: string, path: string, body?: unknown, headers = {}) {
  const answer = await fetch(`${server.url}/__sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as never };
}

test('creates, reads, changes and removes orders over HTTP', async () => {
  const made = await control('POST', '/orders', { id: 'o_1', currency: 'NOK' });
  expect(made).toMatchObject({ status: 201, body: { id: 'o_1', currency: 'NOK' } });
  expect(await control('POST', '/orders', { id: 'o_1' })).toMatchObject({ status: 400 });
  expect(await control('POST', '/orders')).toMatchObject({ status: 201, body: { currency: 'SEK' } });
  expect(await control('PATCH', '/orders/o_1', { consents: [] })).toMatchObject({ body: { consents: [] } });
  expect(await control('GET', '/orders/o_1')).toMatchObject({ body: { id: 'o_1', consents: [] } });
  expect(await control('DELETE', '/orders/o_1')).toMatchObject({ status: 204 });
  expect(await control('GET', '/orders/o_1')).toMatchObject({ status: 404 });
});

test('adds and removes faults over HTTP', async () => {
  const { id } = server.sandbox.orders.create();
  const get = () => sendRequest(fetch, 'GET', `/${id}`, { base: server.url });
  const on = await control('POST', '/faults', { kind: 'status', status: 503, operation: 'getOrder' });
  expect(on).toMatchObject({ status: 201, body: { applied: 0, fault: { kind: 'status' } } });
  expect((await get()).status).toBe(503);
  expect(await control('GET', '/faults')).toMatchObject({ body: [{ applied: 1 }] });
  await control('DELETE', `/faults/${(on.body as { id: string }).id}`);
  expect((await get()).status).toBe(200);
});

test.each([
  [{}, 'kind has to be one of'],
  [{ kind: 'explode' }, 'kind has to be one of'],
  [{ kind: 'status' }, 'needs status'],
  [{ kind: 'drop', after: 3 }, 'has no after'],
  [{ kind: 'delay', before: -1 }, 'before cannot be -1'],
  [{ kind: 'drop', operation: 'getEverything' }, 'operation cannot be'],
  [{ kind: 'drop', times: 0 }, 'times has to be 1 or more'],
  [{ kind: 'drop', constructor: 1 }, 'has no constructor'],
  [JSON.parse('{"kind":"drop","__proto__":1}'), 'has no __proto__'],
  [{ kind: 'status', status: 200.5 }, 'status has to be from 200 to 599'],
  [{ kind: 'headers', headers: { 'x a': 'b' } }, 'The header "x a" cannot be sent'],
])('rejects an invalid fault with the reason: %j', async (fault, reason) => {
  const answer = await control('POST', '/faults', fault);
  expect(answer.status).toBe(400);
  expect((answer.body as { message: string }).message).toContain(reason);
  expect(server.sandbox.faults.list()).toEqual([]);
});

test('filters and clears receipts, and resets the sandbox', async () => {
  const { id } = server.sandbox.orders.create();
  const path = `/${id}/consents/ci_newsletter`;
  await sendRequest(fetch, 'PATCH', path, { base: server.url, body: { checked: true } });
  const found = await control('GET', `/receipts?orderId=${id}&applied=true`);
  expect(found.body).toMatchObject([{ operation: 'patchConsent', value: true, applied: true }]);
  expect(await control('GET', '/receipts?orderId=none')).toMatchObject({ body: [] });
  await control('DELETE', '/receipts');
  expect(server.sandbox.receipts.list()).toEqual([]);
  expect(await control('POST', '/reset')).toMatchObject({ status: 204 });
  expect(server.sandbox.orders.list()).toEqual([]);
});

test('streams changes as events', async () => {
  const stop = new AbortController();
  const stream = await fetch(`${server.url}/__sandbox/events`, { signal: stop.signal });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  const until = async (text: string) => {
    while (!seen.includes(text)) seen += (await reader?.read())?.value ?? '';
  };
  await until('event: start');
  const { id } = server.sandbox.orders.create();
  server.sandbox.faults.add({ kind: 'hang', times: 1, operation: 'deleteConsent' });
  await sendRequest(fetch, 'PATCH', `/${id}/consents/ci_terms`, {
    base: server.url,
    body: { checked: true },
  });
  await until('event: orders');
  await until('event: faults');
  await until('"status":200');
  expect(seen).toContain(`"orderId":"${id}"`);
  seen = '';
  server.sandbox.reset();
  await until('event: start');
  expect(seen).toContain('"receipts":[]');
  stop.abort();
});

test('batches many changes into few events', async () => {
  const stop = new AbortController();
  const stream = await fetch(`${server.url}/__sandbox/events`, { signal: stop.signal });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = (await reader?.read())?.value ?? '';
  for (let count = 0; count < 500; count++) server.sandbox.orders.create({ id: `o_${count}` });
  while (!seen.includes('o_499')) seen += (await reader?.read())?.value ?? '';
  expect(seen.split('event: orders').length).toBeLessThan(5);
  stop.abort();
});

test('lists the newest orders first, up to the limit', async () => {
  for (const id of ['o_1', 'o_2', 'o_3']) await control('POST', '/orders?seed=norwegian', { id });
  expect(await control('GET', '/orders?limit=2')).toMatchObject({
    body: { total: 3, orders: [{ id: 'o_3', currency: 'NOK' }, { id: 'o_2' }] },
  });
  expect(await control('POST', '/orders?seed=danish', {})).toMatchObject({ status: 400 });
});

test('sets consents and states over HTTP', async () => {
  const { id } = server.sandbox.orders.create();
  expect(await control('PUT', `/orders/${id}/consents/ci_terms`, { checked: true })).toMatchObject({
    status: 200,
  });
  expect(await control('PUT', `/orders/${id}/consents/ci_terms`, { checked: 'yes' })).toMatchObject({
    status: 400,
  });
  expect(await control('PUT', `/orders/${id}/status`, { status: 'accepted' })).toMatchObject({
    body: { consents: [{ checked: false }, { checked: true }], state: { currentStatus: 'accepted' } },
  });
  expect(await control('PUT', `/orders/${id}/status`, { status: 'lost' })).toMatchObject({ status: 400 });
  expect(await control('GET', '/about')).toMatchObject({ body: { apiKey: 'sandbox-key', merchant: 'acme' } });
});

test.each([
  ['POST', '/orders', '{"id":"o_1"', 'The body is not JSON.'],
  ['POST', '/orders', '{"id":1}', 'id has to be a text.'],
  ['POST', '/orders', '{"id":""}', 'id has to be a text.'],
  ['POST', '/orders', '{"currency":1}', 'body/currency must be string.'],
  ['POST', '/orders?seed=constructor', '{}', 'seed has to be one of swedish'],
  ['POST', '/orders?seed=__proto__', '{}', 'seed has to be one of swedish'],
  ['PATCH', '/orders/o_kept', '{"currency":', 'The body is not JSON.'],
  ['POST', '/faults', '{"kind":"drop"', 'The body is not JSON.'],
])('%s %s with %s gets 400 with the reason', async (method, path, body, reason) => {
  server.sandbox.orders.create({ id: 'o_kept' });
  const response = await fetch(`${server.url}/__sandbox${path}`, { method, body });
  expect(response.status).toBe(400);
  expect(((await response.json()) as { message: string }).message).toContain(reason);
  expect(server.sandbox.orders.list()).toMatchObject([{ id: 'o_kept', currency: 'SEK' }]);
});

test('rejects requests of other sites', async () => {
  const headers = { 'sec-fetch-site': 'cross-site' };
  expect(await control('POST', '/reset', undefined, headers)).toMatchObject({ status: 403 });
  expect(await control('GET', '/orders', undefined, headers)).toMatchObject({ status: 403 });
});
