import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readResponse, sendRequest } from '../test/request.ts';
import type { SandboxOptions } from './options.ts';
import { createSandbox } from './sandbox.ts';

function checked(sandbox: ReturnType<typeof createSandbox>, orderId: string, consentId: string) {
  return sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked;
}

test('PATCH of a consent returns 200 without a body and stores the value', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const answer = await readResponse(
    sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_newsletter`, { body: { checked: true } }),
  );
  expect(answer).toEqual({ status: 200, body: undefined });
  expect(checked(sandbox, id, 'ci_newsletter')).toBe(true);
  expect((await readResponse(sendRequest(sandbox.fetch, 'GET', `/${id}`))).body).toEqual(
    sandbox.orders.get(id),
  );
});

test('a new order has no ticked consents and passes validate', async () => {
  const sandbox = createSandbox();
  const order = sandbox.orders.create();
  expect(order.consents.map(({ id, checked, required }) => ({ id, checked, required }))).toEqual([
    { id: 'ci_newsletter', checked: false, required: false },
    { id: 'ci_terms', checked: false, required: true },
  ]);
  expect(await readResponse(sendRequest(sandbox.fetch, 'POST', `/${order.id}/validate`))).toEqual({
    status: 200,
    body: [],
  });
});

test('PATCH of a consent changes `checked` only', async () => {
  const sandbox = createSandbox();
  const { id, consents } = sandbox.orders.create();
  const body = { id: 'other', checked: true, text: 'x', required: false };
  await sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_terms`, { body });
  expect(sandbox.orders.get(id)?.consents[1]).toEqual({ ...consents[1], checked: true });
});

test.each([['false'], [0], [null], [[]], [{}]])('HB14: rejects %j as value of `checked`', async (value) => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const path = `/${id}/consents/ci_newsletter`;
  expect(
    (await readResponse(sendRequest(sandbox.fetch, 'PATCH', path, { body: { checked: value } }))).status,
  ).toBe(400);
  expect(checked(sandbox, id, 'ci_newsletter')).toBe(false);
});

test('PATCH of a list changes only the consents in the list', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const body = [{ id: 'ci_terms', checked: true }];
  expect((await sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents`, { body })).status).toBe(200);
  expect(checked(sandbox, id, 'ci_terms')).toBe(true);
  expect(checked(sandbox, id, 'ci_newsletter')).toBe(false);
});

test('creates and deletes consents', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const body = { id: 'a"b\'c<d>#:. ', text: 'Also this' };
  await sendRequest(sandbox.fetch, 'POST', `/${id}/consents`, { body });
  expect(sandbox.orders.get(id)?.consents[2]).toEqual({ ...body, checked: false, required: false });
  const path = `/${id}/consents/${encodeURIComponent(body.id)}`;
  expect((await sendRequest(sandbox.fetch, 'DELETE', path)).status).toBe(200);
  expect((await sendRequest(sandbox.fetch, 'DELETE', path)).status).toBe(404);
  expect(sandbox.orders.get(id)?.consents).toHaveLength(2);
});

test('merges attributes at the top level, stores null, and treats __proto__ as a plain key', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create({ attributes: { a: 1, b: { c: 1 } } });
  const body = '{"b":{"d":2},"n":null,"__proto__":{"x":1}}';
  await sendRequest(sandbox.fetch, 'PATCH', `/${id}/attributes`, { body });
  const attributes = sandbox.orders.get(id)?.attributes;
  expect(JSON.stringify(attributes)).toBe('{"a":1,"b":{"d":2},"n":null,"__proto__":{"x":1}}');
});

test('registers, replaces and removes a validation; only the order contains its id', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const url = 'https://checks.example/{order_id}';
  const answer = await sendRequest(sandbox.fetch, 'POST', `/${id}/validations`, {
    body: { adapterId: 'stock', url },
  });
  expect([answer.status, answer.headers.get('location'), await answer.text()]).toEqual([200, null, '']);
  const validationId = sandbox.orders.get(id)?.validations[0]?.id ?? '';
  const path = `/${id}/validations/${validationId}`;
  await sendRequest(sandbox.fetch, 'PUT', path, { body: { adapterId: 'stock2', url } });
  expect(sandbox.orders.get(id)?.validations).toEqual([{ id: validationId, adapterId: 'stock2', url }]);
  await sendRequest(sandbox.fetch, 'DELETE', path);
  expect(sandbox.orders.get(id)?.validations).toEqual([]);
});

test('v1 names the address of a validation `invoke`', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const body = {
    adapterId: 'stock',
    invoke: '{config.adapter.publicUrl}/x',
    reference: 'r',
    description: 'd',
  };
  expect(
    (await sendRequest(sandbox.fetch, 'POST', `/${id}/validations`, { body, version: 'v1' })).status,
  ).toBe(200);
  const seen = await readResponse(sendRequest(sandbox.fetch, 'GET', `/${id}`, { version: 'v1' }));
  expect(seen.body).toMatchObject({ validations: [body] });
});

test('rejects `processing` with the ids of required consents that are not ticked', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const move = (currentStatus: string) =>
    readResponse(sendRequest(sandbox.fetch, 'PUT', `/${id}/state`, { body: { currentStatus } }));
  expect(await move('processing')).toEqual({
    status: 400,
    body: { code: 'order-validation', message: 'Required consents are not ticked: ci_terms.' },
  });
  await sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_terms`, { body: { checked: true } });
  for (const step of ['processing', 'checkout', 'processing', 'accepted', 'completed']) {
    expect((await move(step)).status).toBe(200);
  }
  expect((await move('checkout')).status).toBe(400);
  const passed = sandbox.orders.get(id)?.state.transitions.map(({ status }) => status);
  expect(passed).toEqual(['checkout', 'processing', 'checkout', 'processing', 'accepted', 'completed']);
});

test('rejects changes of an order that is not in checkout', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create({ status: 'completed' });
  const late = await readResponse(
    sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_newsletter`, { body: { checked: true } }),
  );
  expect(late).toMatchObject({ status: 400, body: { code: 'order-bad-request' } });
  expect(checked(sandbox, id, 'ci_newsletter')).toBe(false);
});

test('POST creates an order and returns its id in body and location', async () => {
  const sandbox = createSandbox();
  const answer = await sendRequest(sandbox.fetch, 'POST', '', {
    body: { currency: 'NOK', consents: [{ text: 'A' }] },
  });
  const { id } = (await answer.json()) as { id: string };
  expect([answer.status, answer.headers.get('location')]).toEqual([201, `/api/v0/checkout/orders/${id}`]);
  expect(sandbox.orders.get(id)).toMatchObject({
    currency: 'NOK',
    merchant: 'acme',
    state: { currentStatus: 'checkout' },
    consents: [{ checked: false, text: 'A' }],
  });
});

describe('admission', () => {
  test.each([
    ['no key', { authorization: '' }, 401],
    ['a wrong key', { authorization: 'Bearer sandbox-kex' }, 401],
    ['no merchant', { 'x-merchant': '' }, 400],
    ['no channel', { 'x-channel': '' }, 400],
    ['another merchant', { 'x-merchant': 'evil' }, 404],
    ['another channel', { 'x-channel': 'acme-no' }, 404],
  ])('%s', async (_, headers, status) => {
    const sandbox = createSandbox();
    const { id } = sandbox.orders.create();
    expect((await sendRequest(sandbox.fetch, 'GET', `/${id}`, { headers })).status).toBe(status);
  });

  test('an unknown order, consent and operation have different codes', async () => {
    const sandbox = createSandbox();
    const { id } = sandbox.orders.create();
    const tick = { body: { checked: true } };
    const at = (method: string, path: string, given = {}) =>
      readResponse(sendRequest(sandbox.fetch, method, path, given));
    expect(await at('GET', '/o_none')).toMatchObject({ status: 404, body: { code: 'order-not-found' } });
    expect(await at('PATCH', `/${id}/consents/none`, tick)).toMatchObject({
      status: 404,
      body: { code: 'consent-not-found' },
    });
    expect(await at('GET', `/${id}/coupons`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await at('PUT', `/${id}/attributes`)).toMatchObject({ status: 405 });
  });

  test('without authentication it checks no key and registers a validation by name', async () => {
    const sandbox = createSandbox({ authenticate: false });
    const { id } = sandbox.orders.create();
    const headers = { authorization: '', 'x-merchant': '', 'x-channel': '' };
    const answer = await sendRequest(sandbox.fetch, 'POST', `/${id}/validations`, {
      headers,
      body: { name: 'stock' },
    });
    expect(answer.status).toBe(200);
    expect(sandbox.orders.get(id)?.validations).toMatchObject([{ adapterId: 'stock' }]);
  });
});

test('an aborted request rejects with the reason, but the write takes effect', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const sandbox = createSandbox({ latency: 200 });
  const { id } = sandbox.orders.create();
  const stop = new AbortController();
  const options = { body: { checked: true }, signal: stop.signal };
  const answer = sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_newsletter`, options);
  const refused = expect(answer).rejects.toBe('enough');
  await vi.advanceTimersByTimeAsync(100);
  stop.abort('enough');
  await refused;
  expect(checked(sandbox, id, 'ci_newsletter')).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  expect(checked(sandbox, id, 'ci_newsletter')).toBe(true);
});

test('each write adds a receipt with its result', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const heard: boolean[] = [];
  sandbox.receipts.subscribe(({ applied }) => heard.push(applied));
  const path = `/${id}/consents/ci_newsletter`;
  for (const value of [true, true, false, 'x']) {
    await sendRequest(sandbox.fetch, 'PATCH', path, { body: { checked: value } });
  }
  await sendRequest(sandbox.fetch, 'GET', `/${id}`);
  const receipts = sandbox.receipts.list({ consentId: 'ci_newsletter' });
  expect(
    receipts.map(({ sequence, value, attempt, applied, appliedAs, status }) => [
      sequence,
      value,
      attempt,
      applied,
      appliedAs,
      status,
    ]),
  ).toEqual([
    [1, true, 1, true, 1, 200],
    [2, true, 2, true, 2, 200],
    [3, false, 1, true, 3, 200],
    [4, 'x', 1, false, undefined, 400],
  ]);
  const each = [false, true, true];
  expect(heard).toEqual([...each, ...each, ...each, false, false]);
  sandbox.receipts.clear();
  expect(sandbox.receipts.list()).toEqual([]);
});

test('removes the oldest receipts and orders above the limits', async () => {
  const sandbox = createSandbox({ receiptLimit: 3, orderLimit: 2 });
  const [first] = [1, 2, 3].map(() => sandbox.orders.create().id);
  expect(sandbox.orders.list()).toHaveLength(2);
  expect(sandbox.orders.get(first ?? '')).toBeUndefined();
  for (let count = 0; count < 5; count++) await sendRequest(sandbox.fetch, 'POST', '', { body: {} });
  expect(sandbox.receipts.list().map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
});

test.each([
  { latency: Number.NaN },
  { latency: [0, -1] as const },
  { receiptLimit: -1 },
  { orderLimit: Number.NaN },
  { bodyLimit: Number.NaN },
])('rejects a limit or a latency that is no number from 0 on: %j', (options) => {
  const [name] = Object.keys(options);
  expect(() => createSandbox(options)).toThrow(`${name} has to be 0`);
});

test.each([
  [{ latancy: 800 }, 'createSandbox has no option latancy.'],
  [{ unknowns: { lateWrite: 'accept' } }, 'unknowns has no lateWrite.'],
  [{ unknowns: { lateWrites: 'acept' } }, 'lateWrites of unknowns is one of refuse, accept, not acept.'],
])('rejects an option that would do nothing, which JavaScript can pass: %j', (options, message) => {
  expect(() => createSandbox(options as SandboxOptions)).toThrow(new TypeError(message));
});

test('members that are undefined count as absent', () => {
  const plain = createSandbox();
  const sandbox = createSandbox({ latency: undefined, unknowns: { lateWrites: undefined, cors: 'present' } });
  expect(sandbox.settings.unknowns).toEqual({ ...plain.settings.unknowns, cors: 'present' });
  const order = sandbox.orders.create({ consents: undefined, currency: undefined, id: undefined });
  const { consents, currency } = plain.orders.create();
  expect(order).toMatchObject({ consents, currency });
  sandbox.faults.add({ kind: 'delay', before: undefined, operation: undefined, times: undefined });
  expect(sandbox.faults.list()).toHaveLength(1);
});

test('reset restores the seed with the same ids; pending requests change nothing', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const sandbox = createSandbox({ seed: [{}], latency: 100 });
  const id = sandbox.orders.list()[0]?.id ?? '';
  sandbox.faults.add({ kind: 'duplicate', after: 100 });
  const slow = sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_newsletter`, {
    body: { checked: true },
  });
  await vi.advanceTimersByTimeAsync(50);
  sandbox.reset();
  const heard = vi.fn();
  sandbox.orders.subscribe(heard);
  await vi.advanceTimersByTimeAsync(500);
  expect((await slow).status).toBe(200);
  expect(sandbox.orders.list().map((order) => order.id)).toEqual([id]);
  expect(checked(sandbox, id, 'ci_newsletter')).toBe(false);
  expect(sandbox.receipts.list()).toEqual([]);
  expect(sandbox.faults.list()).toEqual([]);
  expect(heard).not.toHaveBeenCalled();
});

test('equal seeds give equal ids, different seeds different ones', () => {
  const idOf = (randomSeed: number) => createSandbox({ randomSeed }).orders.create().id;
  expect(idOf(7)).toBe(idOf(7));
  expect(idOf(7)).not.toBe(idOf(8));
  expect(idOf(7)).toMatch(/^o_[A-Za-z]{26}$/);
});

test('the back office changes orders in any state', () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create({ status: 'processing' });
  sandbox.orders.update(id, { consents: [{ id: 'ci_x', text: null }] });
  sandbox.orders.setChecked(id, 'ci_x', true);
  sandbox.orders.setStatus(id, 'declined');
  expect(sandbox.orders.get(id)).toMatchObject({
    consents: [{ id: 'ci_x', text: null, checked: true }],
    state: { currentStatus: 'declined' },
  });
  expect(() => sandbox.orders.update('o_none', {})).toThrow('o_none');
});
