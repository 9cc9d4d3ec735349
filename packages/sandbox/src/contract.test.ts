import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sendRequest, validHeaders } from '../test/request.ts';
import { loadOpenApi } from './http/openapi.ts';
import { checkBody } from './api/check-body.ts';
import { findRoute, operations } from './api/routes.ts';
import type { SandboxOptions } from './options.ts';
import type { Sandbox } from './sandbox.ts';
import { createSandbox } from './sandbox.ts';
import type { Operation } from './types.ts';
import { unknownValues } from './unknowns.ts';

const openApi = loadOpenApi();

/** Creates a sandbox whose responses are validated against the document; `seen` collects their statuses. */
function watched(options: SandboxOptions = {}, seen = new Map<Operation, Set<number>>()) {
  const sandbox = createSandbox({ checkRequest: openApi.checkRequest, ...options });
  const { id } = sandbox.orders.create();
  const fetch: Sandbox['fetch'] = async (input, init) => {
    const request = new Request(input, init);
    const response = await sandbox.fetch(request);
    const route = findRoute(request.method, new URL(request.url).pathname);
    if (route === undefined || !('operation' in route)) throw new Error('Not an operation.');
    const text = await response.clone().text();
    const problem = openApi.checkResponse(
      route.operation,
      response.status,
      text === '' ? undefined : JSON.parse(text),
    );
    expect(problem, `${route.operation} ${response.status}`).toBeUndefined();
    seen.set(route.operation, (seen.get(route.operation) ?? new Set()).add(response.status));
    return response;
  };
  return { sandbox, id, seen, fetch };
}

const validation = { adapterId: 'stock', url: 'https://checks.example/{order_id}' };

const cart = {
  reference: 'c2',
  items: [{ name: 'Mug', quantity: 1, total: { includingVat: 25, excludingVat: 20 } }],
};
const shipping = { name: 'Home', total: { includingVat: 10, excludingVat: 8 }, vatRate: 0.25 };

/** Sends a request for every operation. */
async function useAll({ sandbox, id, fetch }: ReturnType<typeof watched>, headers = {}, order = id) {
  const send = (method: string, path: string, body?: unknown) =>
    sendRequest(fetch, method, path, { body, headers });
  const { validations, payments } = sandbox.orders.get(id) ?? { validations: [], payments: [] };
  const registered = validations[0]?.id ?? 'oc_none';
  const payment = typeof payments[0]?.['id'] === 'string' ? payments[0]['id'] : 'p_none';
  await send('POST', '', { currency: 'SEK', cart: { reference: 'c', items: [] } });
  await send('GET', `/${order}`);
  await send('PATCH', `/${order}/attributes`, { note: null });
  await send('POST', `/${order}/consents`, { id: 'ci_more', text: 'More' });
  await send('PATCH', `/${order}/consents`, [{ id: 'ci_terms', checked: true }]);
  await send('PATCH', `/${order}/consents/ci_newsletter`, { checked: true });
  await send('DELETE', `/${order}/consents/ci_more`);
  await send('POST', `/${order}/validations`, validation);
  await send('PUT', `/${order}/validations/${registered}`, validation);
  await send('DELETE', `/${order}/validations/${registered}`);
  await send('POST', `/${order}/validate`);
  await send('PUT', `/${order}/cart`, cart);
  await send('PUT', `/${order}/customer/billing`, { type: 'Person', givenName: 'Ebba' });
  await send('PUT', `/${order}/customer/shipping`, { type: 'Person', city: 'Luleå' });
  await send('PUT', `/${order}/reference`, '"r-1"');
  await send('GET', `/${order}/payments`);
  await send('POST', `/${order}/payments`, { amount: 1 });
  await send('GET', `/${order}/payments/${payment}`);
  await send('PUT', `/${order}/payments/${payment}`, { amount: 2 });
  await send('GET', `/${order}/shippings`);
  await send('POST', `/${order}/shippings`, shipping);
  await send('GET', `/${order}/shippings/ss_1`);
  await send('PUT', `/${order}/shippings/ss_1`, shipping);
  await send('PUT', `/${order}/state`, { currentStatus: 'processing' });
}

test('all responses match the document, and all documented statuses occur', async () => {
  const seen = new Map<Operation, Set<number>>();
  const plain = () => {
    const here = watched({}, seen);
    here.sandbox.orders.update(here.id, { validations: [{ ...validation, id: 'oc_1' }] });
    return here;
  };
  await useAll(plain());
  await useAll(plain(), { authorization: 'Bearer wrong' });
  await useAll(plain(), { 'x-channel': 'acme-no' });
  const over = plain();
  over.sandbox.orders.setStatus(over.id, 'completed');
  over.sandbox.orders.update(over.id, { payments: [] });
  await useAll(over);
  await sendRequest(over.fetch, 'POST', '', { body: { currency: 'kronor' } });
  await useAll(watched({ unknowns: { validationRights: 'denied' } }, seen));
  await useAll(watched({ unknowns: { stateChange: 'later' } }, seen));

  const twice = watched({ unknowns: { duplicateCart: 'conflict', parallelWrites: 'conflict' } }, seen);
  await sendRequest(twice.fetch, 'POST', '', { body: { cart: { reference: 'c' } } });
  twice.sandbox.faults.add({ kind: 'delay', before: 150, operation: 'patchAttributes', times: 1 });
  const pending = sendRequest(twice.fetch, 'PATCH', `/${twice.id}/attributes`, { body: {} });
  await useAll(twice);
  await pending;

  const broken = plain();
  broken.sandbox.faults.add({ kind: 'status', status: 500 });
  await useAll(broken);

  for (const [operation, statuses] of openApi.statuses) {
    expect([operation, [...(seen.get(operation) ?? [])].sort()]).toEqual([operation, [...statuses].sort()]);
  }
});

// 403 for a foreign order is not documented for all operations.
const others = Object.entries(unknownValues)
  .filter(([name]) => name !== 'foreignOrder')
  .flatMap(([name, [, ...values]]) => values.map((value) => [name, value] as const));

test.each(others)('all responses match the document with %s: %s', async (name, value) => {
  const here = watched({ unknowns: { [name]: value } });
  await useAll(here);
  await useAll(here);
  await useAll(here, {}, 'o_none');
});

test.each([
  ['PATCH', '/consents/ci_terms', { checked: 'true' }, 'body/checked must be boolean.'],
  ['PATCH', '/consents', [{ id: 1 }], 'body/0/id must be string.'],
  [
    'PUT',
    '/state',
    { currentStatus: 'paid' },
    'body/currentStatus must be equal to one of the allowed values: checkout',
  ],
  ['PATCH', '/attributes', [], 'body must be object.'],
  ['POST', '/validations', undefined, 'The body is missing.'],
  ['PUT', '/validations/oc_1', {}, "body must have required property 'adapterId'."],
  ['PUT', '/validations/oc_1', { adapterId: 'stock' }, "body must have required property 'url'."],
  ['PUT', '/cart', { items: [{ quantity: 1.5 }] }, 'body/items/0/quantity must be integer.'],
  ['PUT', '/customer/shipping', { country: 'Sweden' }, 'body/country must match pattern'],
  ['PUT', '/reference', 1, 'body must be string.'],
  ['POST', '/payments', { amount: '20' }, 'body/amount must be number.'],
  ['POST', '/shippings', { name: 'Home' }, "body must have required property 'total'."],
])('rejects %s %s with %j: %s', async (method, path, body, message) => {
  const { sandbox, id } = watched();
  const response = await sendRequest(sandbox.fetch, method, `/${id}${path}`, { body });
  expect(response.status).toBe(400);
  expect(((await response.json()) as { message: string }).message).toContain(message);
});

test('v1 follows the same rules', async () => {
  const { sandbox, id } = watched();
  const body = { adapterId: 'stock', invoke: 'https://checks.example/{order.id}', reference: 'r' };
  const response = await sendRequest(sandbox.fetch, 'POST', `/${id}/validations`, { body, version: 'v1' });
  expect(response.status).toBe(200);
  expect(validHeaders['x-merchant']).toBe(sandbox.orders.get(id)?.merchant);
});

const samples: readonly fc.JsonValue[] = [
  { checked: true, text: 'x', required: false, id: 'ci' },
  [{ id: 'ci', checked: true }],
  { adapterId: 'stock', url: 'https://checks.example' },
  { currentStatus: 'processing' },
  { currency: 'SEK', country: 'SE', culture: 'sv-SE', consents: [{ id: 'ci' }], ...cart },
  { cart, customer: {}, attributes: {}, validations: [{ adapterId: 'stock' }] },
  cart,
  shipping,
  { type: 'Person', country: 'SE', attributes: {} },
  { amount: 20, currency: 'SEK', state: 'Intent' },
];

/** Replaces members of a JSON value at random. */
const changed = (sample: fc.JsonValue): fc.Arbitrary<fc.JsonValue> => {
  if (typeof sample !== 'object' || sample === null) return fc.oneof(fc.constant(sample), fc.jsonValue());
  const members = Object.entries(sample).map(
    ([name, value]) => [name, changed(value as fc.JsonValue)] as const,
  );
  const whole = Array.isArray(sample)
    ? fc.tuple(...members.map(([, value]) => value))
    : fc.record(Object.fromEntries(members), { requiredKeys: [] });
  return fc.oneof({ weight: 6, arbitrary: whole as fc.Arbitrary<fc.JsonValue> }, fc.jsonValue());
};

test('the check of bodies and the OpenAPI document agree', () => {
  const headers = { 'x-merchant': 'acme', 'x-channel': 'acme-se' };
  const bodies = fc.oneof(...samples.map(changed));
  fc.assert(
    fc.property(fc.constantFrom(...operations), bodies, (operation, body) => {
      const isValid = openApi.checkRequest(operation, headers, body) === undefined;
      expect(checkBody(operation, body) === undefined).toBe(isValid);
    }),
    { numRuns: 3_000 },
  );
});
