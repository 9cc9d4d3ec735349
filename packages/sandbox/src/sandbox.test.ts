import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readResponse, sendRequest } from '../test/request.ts';
import { createSandbox } from './sandbox.ts';

function checked(sandbox: ReturnType<typeof createSandbox>, orderId: string, consentId: string) {
  return sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked;
}

test('a tick arrives: 200, no body, and the order holds it', async () => {
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

test('starts with nothing ticked and with an order that validates', async () => {
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

test('only checked changes by PATCH of a consent', async () => {
  const sandbox = createSandbox();
  const { id, consents } = sandbox.orders.create();
  const body = { id: 'other', checked: true, text: 'x', required: false };
  await sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_terms`, { body });
  expect(sandbox.orders.get(id)?.consents[1]).toEqual({ ...consents[1], checked: true });
});

test.each([['false'], [0], [null], [[]], [{}]])('HB14: %j is no value for checked', async (value) => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const path = `/${id}/consents/ci_newsletter`;
  expect(
    (await readResponse(sendRequest(sandbox.fetch, 'PATCH', path, { body: { checked: value } }))).status,
  ).toBe(400);
  expect(checked(sandbox, id, 'ci_newsletter')).toBe(false);
});

test('a list of consents is one request; the others are left alone', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const body = [{ id: 'ci_terms', checked: true }];
  expect((await sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents`, { body })).status).toBe(200);
  expect(checked(sandbox, id, 'ci_terms')).toBe(true);
  expect(checked(sandbox, id, 'ci_newsletter')).toBe(false);
});

test('consents come and go', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const body = { id: 'a"b\'c<d>#:. /', text: 'Also this' };
  await sendRequest(sandbox.fetch, 'POST', `/${id}/consents`, { body });
  expect(sandbox.orders.get(id)?.consents[2]).toEqual({ ...body, checked: false, required: false });
  const path = `/${id}/consents/${encodeURIComponent(body.id)}`;
  expect((await sendRequest(sandbox.fetch, 'DELETE', path)).status).toBe(200);
  expect((await sendRequest(sandbox.fetch, 'DELETE', path)).status).toBe(404);
  expect(sandbox.orders.get(id)?.consents).toHaveLength(2);
});

test('attributes merge at the top; null is a value; __proto__ is a key like any other', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create({ attributes: { a: 1, b: { c: 1 } } });
  const body = '{"b":{"d":2},"n":null,"__proto__":{"x":1}}';
  await sendRequest(sandbox.fetch, 'PATCH', `/${id}/attributes`, { body });
  const attributes = sandbox.orders.get(id)?.attributes;
  expect(JSON.stringify(attributes)).toBe('{"a":1,"b":{"d":2},"n":null,"__proto__":{"x":1}}');
});

test('a validation is registered, replaced and removed; its id stands in the order only', async () => {
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

test('v1 calls the address of a validation invoke', async () => {
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

test('processing waits for the required consents and says which', async () => {
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

test('an order that is not in checkout cannot be edited', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create({ status: 'completed' });
  const late = await readResponse(
    sendRequest(sandbox.fetch, 'PATCH', `/${id}/consents/ci_newsletter`, { body: { checked: true } }),
  );
  expect(late).toMatchObject({ status: 400, body: { code: 'order-bad-request' } });
  expect(checked(sandbox, id, 'ci_newsletter')).toBe(false);
});

test('a new order is created empty-handed or full, with its id in body and location', async () => {
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

describe('the door', () => {
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

  test('an unknown order, consent or operation has its own answer', async () => {
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
    expect(await at('GET', `/${id}/payments`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await at('PUT', `/${id}/attributes`)).toMatchObject({ status: 405 });
  });

  test('without authentication neither key nor merchant is asked for, and a validation needs only a name', async () => {
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

test('an aborted request rejects with the reason, and what was under way is applied all the same', async () => {
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

test('each arriving write leaves a receipt that tells its fate', async () => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create();
  const heard: boolean[] = [];
  sandbox.receipts.subscribe(({ applied }) => heard.push(applied));
  const path = `/${id}/consents/ci_newsletter`;
  for (const value of [true, true, false, 'x']) {
    await sendRequest(sandbox.fetch, 'PATCH', path, { body: { checked: value } });
  }
  await sendRequest(sandbox.fetch, 'GET', `/${id}`);
  const told = sandbox.receipts.list({ consentId: 'ci_newsletter' });
  expect(
    told.map(({ sequence, value, attempt, applied, appliedAs, status }) => [
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

test('keeps no more receipts and orders than it was told to', async () => {
  const sandbox = createSandbox({ receiptLimit: 3, orderLimit: 2 });
  const [first] = [1, 2, 3].map(() => sandbox.orders.create().id);
  expect(sandbox.orders.list()).toHaveLength(2);
  expect(sandbox.orders.get(first ?? '')).toBeUndefined();
  for (let count = 0; count < 5; count++) await sendRequest(sandbox.fetch, 'POST', '', { body: {} });
  expect(sandbox.receipts.list().map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
});

test('a reset brings back the seed under the same ids; what is under way reaches nothing', async () => {
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

test('equal seeds give equal ids, other seeds others', () => {
  const idOf = (randomSeed: number) => createSandbox({ randomSeed }).orders.create().id;
  expect(idOf(7)).toBe(idOf(7));
  expect(idOf(7)).not.toBe(idOf(8));
  expect(idOf(7)).toMatch(/^o_[A-Za-z]{26}$/);
});

test('the back office changes what it likes, whatever the state', () => {
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
