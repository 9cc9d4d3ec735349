import { createOrderClient } from '@norce-kit/core';
import type { JsonValue } from '@norce-kit/core';
import { createOrderAdmin } from '@norce-kit/core/admin';
import type { OrderAdmin } from '@norce-kit/core/admin';
import { createSandbox } from '@norce-kit/sandbox';
import type { SandboxOptions } from '@norce-kit/sandbox';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unknownValues } from '../packages/sandbox/src/unknowns.ts';
import { writeRequestSchemas } from '../scripts/request-schemas.mjs';
import { operationOf, operations, wrongWithAnswer, wrongWithRequest } from './contract-document.ts';

const access = { apiKey: 'sandbox-key', merchant: 'acme', channel: 'acme-se' };
const check = { adapterId: 'stock', url: 'https://checks.example/orders/{order_id}/stock' };
const order = { id: 'o1', merchant: 'acme', channel: 'acme-se' };

/** Operations that the clients of the kit send. */
const ours = operations.filter(({ exposure }) => exposure !== 'sandbox-only');

/** Sends the operations that only clients of the vendor use, in the order of the vendor's tutorial. */
async function callAsVendor(fetch: (request: Request) => Promise<Response>, id: string): Promise<void> {
  const total = { includingVat: 12.5, excludingVat: 10 };
  const send = async (method: string, path: string, body?: unknown) => {
    const headers = {
      authorization: 'Bearer sandbox-key',
      'x-merchant': 'acme',
      'x-channel': 'acme-se',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const url = `https://api.example/api/v0/checkout/orders/${id}${path}`;
    const response = await fetch(new Request(url, init));
    const text = await response.text();
    return text === '' ? '' : String((JSON.parse(text) as { id?: string }).id);
  };
  await send('PUT', '/cart', { items: [{ name: 'Thing', quantity: 1, total }], total });
  await send('PUT', '/customer/billing', { type: 'Person', givenName: 'Ebba', country: 'SE' });
  await send('PUT', '/customer/shipping', { type: 'Person', givenName: 'Ebba', country: 'SE' });
  await send('PUT', '/reference', 'order-1');
  for (const [list, entry] of [
    ['shippings', { name: 'Home', total, vatRate: 0.25 }],
    ['payments', { name: 'Card', type: 'default', amount: 12.5 }],
  ] as const) {
    const entryId = await send('POST', `/${list}`, entry);
    await send('GET', `/${list}`);
    await send('GET', `/${list}/${entryId}`);
    await send('PUT', `/${list}/${entryId}`, { ...entry, state: 'Removed' });
    await send('PUT', `/${list}/none`, entry);
  }
}

/** All operations of the kit; the second half uses an order that the first half creates. */
async function callEverything(admin: OrderAdmin): Promise<void> {
  const { id } = await admin.createOrder({
    culture: 'sv-SE',
    currency: 'SEK',
    country: 'SE',
    consents: [{ id: 'terms', text: 'I agree', required: true, checked: false }],
    attributes: { note: null },
  });
  await admin.createConsent(id, { id: 'news', text: 'Send me news', checked: false });
  await admin.patchConsent(id, 'news', true);
  await admin.patchConsents(id, [{ id: 'terms', checked: true }]);
  await admin.patchAttributes(id, { note: 'ring', nested: { list: [1, null, 'ö'] } });
  await admin.registerValidation(id, check);
  const { validations = [] } = await admin.getOrder(id);
  const validation = validations[0]?.id ?? 'v1';
  await admin.updateValidation(id, validation, check);
  await admin.deleteValidation(id, validation);
  await admin.validateOrder(id);
  await admin.setState(id, 'processing').catch(() => undefined);
  await admin.deleteConsent(id, 'news').catch(() => undefined);
}

const answerAnything = (request: Request): Response => {
  const name = operationOf(request)?.name;
  if (name === 'createOrder') return Response.json({ id: 'o1' }, { status: 201 });
  return name === 'getOrder' ? Response.json(order) : new Response(null);
};

describe('requests of the client conform to the document', () => {
  test.each(['without an adapter', 'with an adapter'])('with the key, %s', async (adapter) => {
    const seen = new Map<string, string[]>();
    const fetch = async (request: Request) => {
      seen.set(operationOf(request)?.name ?? request.url, await wrongWithRequest(request));
      return answerAnything(request);
    };
    const adapterId = adapter === 'with an adapter' ? { adapterId: 'ui' } : {};
    await callEverything(
      createOrderAdmin({ ...access, ...adapterId, baseUrl: 'https://api.example', fetch }),
    );
    expect([...seen.keys()].sort()).toEqual(ours.map(({ name }) => name).sort());
    expect([...seen.values()].flat()).toEqual([]);
  });

  test('without the key, except for the headers that the handler adds', async () => {
    const wrong: string[] = [];
    const fetch = async (request: Request) => {
      wrong.push(...(await wrongWithRequest(request, false)));
      return answerAnything(request);
    };
    const client = createOrderClient({ baseUrl: 'https://shop.example/api/norce', fetch });
    await client.getOrder('o1');
    await client.patchConsent('o1', 'news', true);
    await client.patchConsents('o1', [{ id: 'news', checked: true }]);
    await client.patchAttributes('o1', { note: 'ring' });
    await client.registerValidation('o1', { name: 'stock' });
    await client.validateOrder('o1');
    expect(wrong).toEqual([]);
  });

  test('with any ids and values', async () => {
    const wrong: string[] = [];
    const fetch = async (request: Request) => {
      wrong.push(...(await wrongWithRequest(request)));
      return answerAnything(request);
    };
    const admin = createOrderAdmin({ ...access, baseUrl: 'https://api.example', fetch });
    const values = fc.dictionary(fc.string(), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.boolean(), values, async (orderId, id, checked, bag) => {
        const calls = [
          admin.patchConsent(orderId, id, checked),
          admin.patchConsents(orderId, [{ id, checked }]),
          admin.patchAttributes(orderId, bag as Record<string, JsonValue>),
        ];
        // The client rejects invalid ids, which its own tests check.
        await Promise.allSettled(calls);
        expect(wrong).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("and those of the vendor's clients", async () => {
    const seen = new Map<string, string[]>();
    const sandbox = createSandbox();
    const { id } = sandbox.orders.create();
    await callAsVendor(async (request) => {
      seen.set(operationOf(request)?.name ?? request.url, await wrongWithRequest(request));
      return sandbox.fetch(request);
    }, id);
    const theirs = operations.filter(({ exposure }) => exposure === 'sandbox-only');
    expect([...seen.keys()].sort()).toEqual(theirs.map(({ name }) => name).sort());
    expect([...seen.values()].flat()).toEqual([]);
  });

  test('and an invalid request does not conform', async () => {
    const url = 'https://api.example/api/v0/checkout/orders/o1/consents/news';
    const headers = { authorization: 'Bearer x', 'x-merchant': 'acme', 'x-channel': 'se' };
    const json = { ...headers, 'content-type': 'application/json' };
    const requests = {
      right: new Request(url, { method: 'PATCH', headers: json, body: '{"checked":true}' }),
      'no key': new Request(url, { method: 'PATCH', headers: { ...json, authorization: '' }, body: '{}' }),
      'no channel': new Request(url, { method: 'PATCH', headers: { ...json, 'x-channel': '' }, body: '{}' }),
      'a string': new Request(url, { method: 'PATCH', headers: json, body: '{"checked":"true"}' }),
      'no body': new Request(url, { method: 'PATCH', headers }),
      'no operation': new Request(url, { method: 'PUT', headers: json, body: '{}' }),
      'no JSON': new Request(url, { method: 'PATCH', headers, body: '{}' }),
    };
    const wrong = await Promise.all(Object.values(requests).map((request) => wrongWithRequest(request)));
    expect(wrong.map(({ length }) => length)).toEqual([0, 1, 1, 1, 1, 1, 1]);
  });
});

describe('responses of the sandbox conform to the document', () => {
  /** Returns the violations in responses to all operations, including those that have to fail. */
  async function wrongIn(options: SandboxOptions): Promise<{ wrong: string[]; statuses: Set<string> }> {
    const sandbox = createSandbox({
      ...options,
      callbacks: {
        allow: () => true,
        fetch: () =>
          Promise.resolve(Response.json([{ code: 'sold-out', adapterId: 'stock' }], { status: 400 })),
      },
    });
    const wrong: string[] = [];
    const statuses = new Set<string>();
    const fetch = async (request: Request) => {
      const response = await sandbox.fetch(request);
      const name = operationOf(request)?.name ?? '';
      statuses.add(`${name} ${response.status}`);
      wrong.push(...(await wrongWithAnswer(request, response)).map((text) => `${name}: ${text}`));
      return response;
    };
    const at = { baseUrl: 'https://api.example', fetch, retry: 0 };
    const admin = createOrderAdmin({ ...access, ...at });
    const { id } = sandbox.orders.create({ cart: { reference: 'twice' } });
    await Promise.allSettled([
      callEverything(admin),
      callEverything(createOrderAdmin({ ...access, ...at, apiKey: 'wrong' })),
      callEverything(createOrderAdmin({ ...access, ...at, channel: 'foreign' })),
      admin.getOrder('nowhere'),
      createOrderAdmin({ ...access, ...at, merchant: 'foreign' }).getOrder(id),
      admin.createOrder({ cart: { reference: 'twice' } }),
    ]);
    const failing = [
      () => admin.validateOrder(sandbox.orders.create().id),
      () => admin.patchConsent('nowhere', 'news', true),
      () => admin.patchConsent(id, 'nothing', true),
      () => admin.patchConsents(id, [{ id: 'nothing', checked: true }]),
      () => admin.patchAttributes('nowhere', { a: 1 }),
      () => admin.createConsent(id, { id: 'ci_newsletter' }),
      () => admin.deleteConsent(id, 'nothing'),
      () => admin.registerValidation(id, check),
      () => admin.registerValidation(id, check),
      () => admin.registerValidation(id, { adapterId: 'x', url: 'no url' }),
      () => admin.validateOrder(id),
      () => admin.updateValidation(id, 'nothing', check),
      () => admin.deleteValidation(id, 'nothing'),
      () => admin.setState(id, 'processing'),
      () => admin.setState(id, 'lost' as 'removed'),
      () => admin.setState('nowhere', 'completed'),
      () => admin.validateOrder('nowhere'),
      () => admin.patchConsent(id, 'ci_newsletter', true),
      () => Promise.all([admin.patchAttributes(id, { a: 1 }), admin.patchAttributes(id, { b: 1 })]),
    ];
    for (const call of failing) await call().catch(() => undefined);
    await callAsVendor(fetch, sandbox.orders.create().id);
    sandbox.orders.setStatus(id, 'completed');
    await admin.patchConsent(id, 'ci_newsletter', true).catch(() => undefined);
    return { wrong, statuses };
  }

  test('with its defaults', async () => {
    const { wrong, statuses } = await wrongIn({});
    expect(wrong).toEqual([]);
    expect([...statuses]).toEqual(
      expect.arrayContaining([
        'createOrder 201',
        'createOrder 401',
        'getOrder 200',
        'getOrder 404',
        'patchConsent 200',
        'patchConsent 400',
        'patchConsent 404',
        'patchConsents 404',
        'patchAttributes 200',
        'createConsent 400',
        'deleteConsent 404',
        'createValidation 200',
        'updateValidation 200',
        'deleteValidation 404',
        'validateOrder 200',
        'validateOrder 400',
        'updateOrderState 200',
        'updateOrderState 400',
        ...['updateCart 200', 'updateShippingAddress 200', 'createPayment 201', 'createShipping 201'],
        ...['getPayment 200', 'updateShipping 200', 'updatePayment 404'],
      ]),
    );
  });

  const choices = Object.entries(unknownValues).flatMap(([name, [, ...others]]) =>
    others.map((value) => [name, value] as const),
  );
  // The document does not describe 403 for another merchant's order.
  const beyond = new Set(['foreignOrder']);
  test.each(choices.filter(([name]) => !beyond.has(name)))('with %s: %s', async (name, value) => {
    expect((await wrongIn({ unknowns: { [name]: value } })).wrong).toEqual([]);
  });

  test('and an invalid response does not conform', async () => {
    const request = new Request('https://api.example/api/v0/checkout/orders/o1');
    const answers = {
      right: Response.json(order),
      'no merchant': Response.json({ id: 'o1', channel: 'acme-se' }),
      'no such status': new Response(null, { status: 418 }),
      'no JSON': new Response('{}'),
      'no date': Response.json({ ...order, created: 'yesterday' }),
    };
    const wrong = await Promise.all(Object.values(answers).map((answer) => wrongWithAnswer(request, answer)));
    expect(wrong.map(({ length }) => length)).toEqual([0, 1, 1, 1, 1]);
  });
});

test('the schemas of request bodies in the sandbox match the document', () => {
  const generated = writeRequestSchemas(readFileSync('packages/core/openapi.yaml', 'utf8'));
  expect(readFileSync('packages/sandbox/src/api/request-schemas.gen.ts', 'utf8')).toBe(generated);
});

test('the generated types match the document', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const [command = '', ...options] = (scripts['generate'] ?? '').split(' ');
  const [output = ''] = options.splice(options.indexOf('-o')).slice(1);
  const manifest = createRequire(import.meta.url).resolve(`${command}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> };
  const generated = execFileSync(
    process.execPath,
    [join(dirname(manifest), bin[command] ?? ''), ...options],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  expect(generated.trim()).toBe(readFileSync(output, 'utf8').trim());
});
