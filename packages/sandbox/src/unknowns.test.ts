import { expect, onTestFinished, test, vi } from 'vitest';
import { readResponse, sendRequest } from '../test/request.ts';
import { createSandbox } from './sandbox.ts';
import type { OrderInput } from './types.ts';
import type { Unknowns } from './unknowns.ts';

/** Creates a sandbox with the given unknowns and one order. */
function under(unknowns: Partial<Unknowns>, input: OrderInput = {}) {
  const sandbox = createSandbox({ unknowns });
  const { id } = sandbox.orders.create(input);
  return {
    sandbox,
    order: () => sandbox.orders.get(id),
    send: (method: string, path: string, body?: unknown) =>
      sendRequest(sandbox.fetch, method, `/${id}${path}`, { body }),
  };
}

const callback = { adapterId: 'stock', url: 'http://127.0.0.1/{order_id}' };
const tick = { checked: true };

test.each([
  [{ attributes: 'merge' }, { a: 1, n: { x: 1 }, b: 2 }],
  [{ attributes: 'replace' }, { b: 2 }],
] as const)('attributes with %j', async (unknowns, expected) => {
  const { send, order } = under(unknowns, { attributes: { a: 1, n: { x: 1 } } });
  await send('PATCH', '/attributes', { b: 2 });
  expect(order()?.attributes).toEqual(expected);
});

test.each([
  [{ nestedAttributes: 'replace' }, { n: { y: 2 } }],
  [{ nestedAttributes: 'merge' }, { n: { x: 1, y: 2 } }],
  [{ nullAttribute: 'store' }, { n: { y: 2 } }],
] as const)('nested attributes with %j', async (unknowns, expected) => {
  const { send, order } = under(unknowns, { attributes: { n: { x: 1 } } });
  await send('PATCH', '/attributes', { n: { y: 2 } });
  expect(order()?.attributes).toEqual(expected);
});

test.each([
  [{ nullAttribute: 'store' }, { a: null }],
  [{ nullAttribute: 'delete' }, {}],
] as const)('a null attribute with %j', async (unknowns, expected) => {
  const { send, order } = under(unknowns, { attributes: { a: 1 } });
  await send('PATCH', '/attributes', { a: null });
  expect(order()?.attributes).toEqual(expected);
});

test.each([
  [{ lateWrites: 'refuse' }, 400, false],
  [{ lateWrites: 'accept' }, 200, true],
] as const)('late writes with %j', async (unknowns, status, checked) => {
  const { send, order } = under(unknowns, { status: 'processing' });
  expect((await send('PATCH', '/consents/ci_newsletter', tick)).status).toBe(status);
  expect(order()?.consents[0]?.checked).toBe(checked);
});

test.each([
  [{ batch: 'atomic' }, 404, false],
  [{ batch: 'each' }, 404, true],
  [{ unknownConsentInBatch: 'bad-request' }, 400, false],
  [{ unknownConsentInBatch: 'skip' }, 200, true],
] as const)('a list with an unknown consent with %j', async (unknowns, status, checked) => {
  const { send, order } = under(unknowns);
  const list = [
    { id: 'ci_newsletter', checked: true },
    { id: 'ci_none', checked: true },
  ];
  expect((await send('PATCH', '/consents', list)).status).toBe(status);
  expect(order()?.consents[0]?.checked).toBe(checked);
});

test.each([
  [{ missingChecked: 'refuse' }, 400, true],
  [{ missingChecked: 'keep' }, 200, true],
  [{ missingChecked: 'untick' }, 200, false],
] as const)('PATCH without `checked` with %j', async (unknowns, status, checked) => {
  const { send, order } = under(unknowns, { consents: [{ id: 'ci_a', checked: true }] });
  expect((await send('PATCH', '/consents/ci_a', { text: 'x' })).status).toBe(status);
  expect(order()?.consents[0]?.checked).toBe(checked);
});

test.each([
  [{ otherConsentId: 'ignore' }, 200],
  [{ otherConsentId: 'refuse' }, 400],
] as const)('another id in the body with %j', async (unknowns, status) => {
  const { send } = under(unknowns);
  expect((await send('PATCH', '/consents/ci_terms', { ...tick, id: 'ci_newsletter' })).status).toBe(status);
  expect((await send('PATCH', '/consents/ci_terms', { ...tick, id: 'ci_terms' })).status).toBe(200);
});

test.each([
  [{ newConsentId: 'keep' }, /^ci_mine$/],
  [{ newConsentId: 'assign' }, /^ci_[A-Za-z]{26}$/],
] as const)('the id of a new consent with %j', async (unknowns, expected) => {
  const { send, order } = under(unknowns, { consents: [] });
  await send('POST', '/consents', { id: 'ci_mine', text: 'Mine' });
  expect(order()?.consents[0]?.id).toMatch(expected);
});

test.each([
  [{ duplicateConsent: 'refuse' }, 400, 'Jag godkänner köpvillkoren.'],
  [{ duplicateConsent: 'replace' }, 200, 'New'],
] as const)('an existing consent id with %j', async (unknowns, status, text) => {
  const { send, order } = under(unknowns);
  expect((await send('POST', '/consents', { id: 'ci_terms', text: 'New' })).status).toBe(status);
  expect(order()?.consents.find(({ id }) => id === 'ci_terms')?.text).toBe(text);
});

test.each([
  [{ missingDelete: 'refuse' }, 404],
  [{ missingDelete: 'ignore' }, 200],
] as const)('DELETE of missing entries with %j', async (unknowns, status) => {
  const { send } = under(unknowns);
  expect((await send('DELETE', '/consents/ci_none')).status).toBe(status);
  expect((await send('DELETE', '/validations/oc_none')).status).toBe(status);
});

test.each([
  [{ duplicateValidation: 'keep' }, 200, 2],
  [{ duplicateValidation: 'merge' }, 200, 1],
  [{ duplicateValidation: 'refuse' }, 400, 1],
] as const)('the same validation twice with %j', async (unknowns, status, count) => {
  const { send, order } = under(unknowns);
  await send('POST', '/validations', callback);
  expect((await send('POST', '/validations', callback)).status).toBe(status);
  expect(order()?.validations).toHaveLength(count);
});

test('the response to a new validation has a location, or does not', async () => {
  const present = under({ validationLocation: 'present' });
  const location = (await present.send('POST', '/validations', callback)).headers.get('location');
  expect(location).toMatch(new RegExp(`/validations/${present.order()?.validations[0]?.id ?? ''}$`));
  const absent = under({ validationLocation: 'absent' });
  expect((await absent.send('POST', '/validations', callback)).headers.get('location')).toBeNull();
});

test.each([
  [{ validationUrls: 'any' }, 200],
  [{ validationUrls: 'https' }, 400],
] as const)('a plain http address with %j', async (unknowns, status) => {
  expect((await under(unknowns).send('POST', '/validations', callback)).status).toBe(status);
});

test.each([
  [{ validationRights: 'allowed' }, [200, 404, 404]],
  [{ validationRights: 'denied' }, [403, 403, 403]],
] as const)('VA3: the right to manage validations with %j', async (unknowns, statuses) => {
  const { send } = under(unknowns);
  expect([
    (await send('POST', '/validations', callback)).status,
    (await send('PUT', '/validations/oc_none', callback)).status,
    (await send('DELETE', '/validations/oc_none')).status,
  ]).toEqual(statuses);
});

test.each([
  [{ validateFailure: 'list' }, [{ code: 'cart-empty', adapterId: 'order' }]],
  [{ validateFailure: 'errors' }, { errors: [{ code: 'cart-empty', adapterId: 'order' }] }],
  [{ validateFailure: 'single' }, { code: 'cart-empty', adapterId: 'order', message: 'Refused.' }],
] as const)('a failed validate with %j', async (unknowns, body) => {
  const { send } = under(unknowns, { cart: { items: [] }, shippings: [] });
  expect(await readResponse(send('POST', '/validate'))).toEqual({ status: 400, body });
});

test.each([
  [{ validateConsents: 'ignore' }, 200],
  [{ validateConsents: 'report' }, 400],
] as const)('an unticked required consent at validate with %j', async (unknowns, status) => {
  const { send } = under(unknowns);
  expect((await send('POST', '/validate')).status).toBe(status);
  await send('PATCH', '/consents/ci_terms', tick);
  expect((await send('POST', '/validate')).status).toBe(200);
});

test.each([
  [{ directCompletion: 'gated' }, 400],
  [{ directCompletion: 'open' }, 200],
] as const)('completion in one step with an unticked required consent with %j', async (unknowns, status) => {
  const { send } = under(unknowns);
  expect((await send('PUT', '/state', { currentStatus: 'completed' })).status).toBe(status);
});

test('completion in one step requires the whole payment', async () => {
  const { send } = under({ directCompletion: 'open' }, { payments: [{ amount: 1 }] });
  expect(await readResponse(send('PUT', '/state', { currentStatus: 'completed' }))).toMatchObject({
    status: 400,
    body: { message: 'The order is not paid: payment-mismatch.' },
  });
});

test('a state change responds 202 and takes effect later', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { send, order, sandbox } = under({ stateChange: 'later' }, { consents: [] });
  expect(await readResponse(send('PUT', '/state', { currentStatus: 'processing' }))).toEqual({
    status: 202,
    body: undefined,
  });
  expect(order()?.state.currentStatus).toBe('checkout');
  expect(sandbox.receipts.list()).toMatchObject([{ applied: false, status: 202 }]);
  await vi.advanceTimersByTimeAsync(100);
  expect(order()?.state.currentStatus).toBe('processing');
  expect(sandbox.receipts.list()).toMatchObject([{ applied: true }]);
});

test.each([
  [{ parallelWrites: 'accept' }, [200, 200, 200]],
  [{ parallelWrites: 'conflict' }, [200, 409, 200]],
] as const)('two writes at the same time with %j', async (unknowns, statuses) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { send, sandbox } = under(unknowns);
  sandbox.faults.add({ kind: 'delay', before: 100 });
  const path = '/consents/ci_newsletter';
  const both = [send('PATCH', path, tick), send('PATCH', path, { checked: false })];
  await vi.advanceTimersByTimeAsync(100);
  const [first, second] = await Promise.all(both);
  const third = send('PATCH', path, tick);
  await vi.advanceTimersByTimeAsync(100);
  expect([first?.status, second?.status, (await third).status]).toEqual(statuses);
});

test('a dropped write does not conflict with the next', async () => {
  const { send, sandbox } = under({ parallelWrites: 'conflict' });
  sandbox.faults.add({ kind: 'drop', times: 1 });
  await expect(send('PATCH', '/attributes', {})).rejects.toThrow('fetch failed');
  expect((await send('PATCH', '/attributes', {})).status).toBe(200);
});

test('new orders never conflict', async () => {
  const { sandbox } = under({ parallelWrites: 'conflict' });
  const create = () => sendRequest(sandbox.fetch, 'POST', '', { body: {} });
  const answers = await Promise.all([create(), create(), create()]);
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
});

test.each([
  [{ duplicateCart: 'accept' }, 201],
  [{ duplicateCart: 'conflict' }, 409],
] as const)('a second order for a cart with %j', async (unknowns, status) => {
  const { sandbox } = under(unknowns);
  const create = (reference: string) =>
    sendRequest(sandbox.fetch, 'POST', '', { body: { cart: { reference } } });
  expect((await create('c1')).status).toBe(201);
  expect((await create('c1')).status).toBe(status);
  expect((await create('c2')).status).toBe(201);
});

test.each([
  [{ foreignOrder: 'not-found' }, 404],
  [{ foreignOrder: 'forbidden' }, 403],
] as const)('an order of another channel with %j', async (unknowns, status) => {
  const { sandbox, order } = under(unknowns);
  const headers = { 'x-channel': 'acme-no' };
  const path = `/${order()?.id ?? ''}`;
  expect((await sendRequest(sandbox.fetch, 'GET', path, { headers })).status).toBe(status);
});

test.each([
  [{ createdBody: 'object' }, { id: expect.any(String) as unknown }],
  [{ createdBody: 'string' }, expect.stringMatching(/^o_/) as unknown],
] as const)('the body for a new order with %j', async (unknowns, body) => {
  const { sandbox } = under(unknowns);
  expect(await readResponse(sendRequest(sandbox.fetch, 'POST', '', { body: {} }))).toEqual({
    status: 201,
    body,
  });
});

test.each([
  [{ cors: 'absent' }, 405, null],
  [{ cors: 'present' }, 204, '*'],
] as const)('a request of another origin with %j', async (unknowns, status, origin) => {
  const { send } = under(unknowns);
  expect((await send('OPTIONS', '/consents')).status).toBe(status);
  expect((await send('GET', '')).headers.get('access-control-allow-origin')).toBe(origin);
});
