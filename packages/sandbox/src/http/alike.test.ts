import { request as sendHttp } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { createSandbox } from '../sandbox.ts';
import type { SandboxServer } from './serve.ts';
import { serveSandbox } from './serve.ts';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

interface Received {
  readonly status: number;
  readonly type: string | null;
  readonly location: string | null;
  readonly body: string;
}

const create = () =>
  createSandbox({
    clock: { ...systemClock, now: () => 0 },
    seed: [{ id: 'o_1', validations: [{ id: 'oc', adapterId: 'stock', url: 'https://checks.example' }] }],
  });
const direct = create();
let served: SandboxServer;
beforeAll(async () => {
  served = await serveSandbox({ sandbox: create(), port: 0 });
});
afterAll(() => served.close());

async function sendDirect({ method, path, headers, body }: Sent): Promise<Received> {
  const all = new Headers();
  for (const [name, value] of headers) all.append(name, value);
  const init = { method, headers: all, ...(body === undefined ? {} : { body }) };
  const response = await direct.fetch(`http://sandbox.invalid${path}`, init);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    location: response.headers.get('location'),
    body: await response.text(),
  };
}

/** Sends with `node:http`, which adds no header and keeps their spelling. */
function sendServed({ method, path, headers, body }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? [] : ['content-length', String(Buffer.byteLength(body))];
    const raw = ['host', new URL(served.url).host, ...headers.flat(), ...length];
    // A connection that is kept may be closed by the server while the next request is sent.
    const options = { method, path, headers: raw, agent: false };
    const outgoing = sendHttp(served.url, options, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          type: incoming.headers['content-type'] ?? null,
          location: incoming.headers.location ?? null,
          body: text,
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const orders = '/checkout/order/api/v0/checkout/orders';
const order = `${orders}/o_1`;
const consent = `${order}/consents/ci_newsletter`;
const key = [
  ['authorization', 'Bearer sandbox-key'],
  ['x-merchant', 'acme'],
  ['x-channel', 'acme-se'],
] as const;
const json = ['content-type', 'application/json'] as const;
const tick = '{"checked":true}';

type Row = readonly [
  name: string,
  status: number,
  method: string,
  path: string,
  body?: string | undefined,
  headers?: readonly (readonly [string, string])[],
];

const rows: readonly Row[] = [
  // Operations without a body ignore one.
  ['validate without body', 200, 'POST', `${order}/validate`],
  ['validate with an empty body', 200, 'POST', `${order}/validate`, ''],
  ['validate with {}', 200, 'POST', `${order}/validate`, '{}'],
  ['validate with null', 200, 'POST', `${order}/validate`, 'null'],
  ['validate with a list', 200, 'POST', `${order}/validate`, '[]'],
  ['validate with broken JSON', 200, 'POST', `${order}/validate`, '{'],
  [
    'validate with a form',
    200,
    'POST',
    `${order}/validate`,
    'a=1',
    [...key, ['content-type', 'application/x-www-form-urlencoded']],
  ],
  ['validate with a body of no type', 200, 'POST', `${order}/validate`, '{}', key],
  ['DELETE consent without body', 200, 'DELETE', consent],
  ['DELETE consent with {}', 200, 'DELETE', consent, '{}'],
  ['DELETE validation with {}', 200, 'DELETE', `${order}/validations/VALIDATION`, '{}'],
  ['GET with a content type', 200, 'GET', order],
  // Bodies.
  ['a new order without body', 201, 'POST', orders],
  ['a new order with an empty body', 201, 'POST', orders, ''],
  ['PATCH without body', 400, 'PATCH', consent],
  ['PATCH with an empty body', 400, 'PATCH', consent, ''],
  ['PATCH with broken JSON', 400, 'PATCH', consent, '{"checked":'],
  ['PATCH with spaces around the JSON', 200, 'PATCH', consent, ` \n${tick}\n`],
  ['PATCH with a byte order mark', 200, 'PATCH', consent, `\uFEFF${tick}`],
  [
    'PATCH with all members of a consent',
    200,
    'PATCH',
    consent,
    '{"id":"ci_newsletter","checked":true,"text":"x","required":true}',
  ],
  ['PATCH with a text that is a number', 400, 'PATCH', consent, '{"checked":true,"text":5}'],
  ['PATCH with a string', 400, 'PATCH', consent, '{"checked":"true"}'],
  ['a new order with a currency that is none', 400, 'POST', orders, '{"currency":"kronor"}'],
  ['a new order with half a line', 400, 'POST', orders, '{"cart":{"items":[{"quantity":0.5}]}}'],
  ['a body of 1 MiB and more', 400, 'PATCH', `${order}/attributes`, `{"a":"${'x'.repeat(2 ** 20)}"}`],
  ['a body of 17 MiB', 400, 'PATCH', `${order}/attributes`, `{"a":"${'x'.repeat(17 * 2 ** 20)}"}`],
  // Content types.
  ...['application/json; charset=utf-8', 'Application/JSON', 'application/merge-patch+json', 'text/json'].map(
    (type): Row => [`PATCH with ${type}`, 200, 'PATCH', consent, tick, [...key, ['content-type', type]]],
  ),
  ['PATCH with text/plain', 400, 'PATCH', consent, tick, [...key, ['Content-Type', 'text/plain']]],
  ['PATCH without a type', 400, 'PATCH', consent, tick, key],
  // Paths.
  ['a trailing slash after an order', 200, 'GET', `${order}/`],
  ['a trailing slash after the orders', 201, 'POST', `${orders}/`, '{}'],
  ['a trailing slash after validate', 200, 'POST', `${order}/validate/`, '{}'],
  ['a trailing slash after a consent', 200, 'PATCH', `${consent}/`, tick],
  ['two trailing slashes', 404, 'GET', `${order}//`],
  ['a base address that ends in a slash', 200, 'GET', order.replace('/api/', '//api/')],
  ['no base path', 200, 'GET', order.replace('/checkout/order/api/', '/api/')],
  ['an id with an escape that is not needed', 200, 'GET', `${orders}/%6F_1`],
  ['an id that is not UTF-8', 404, 'GET', `${orders}/%E0%A4`],
  ['a query', 200, 'GET', `${order}?fields=cart&a=%E0`],
  ['a query after validate', 200, 'POST', `${order}/validate?force=true`, '{}'],
  ['an unknown order', 404, 'GET', `${orders}/o_2`],
  ['an unknown version', 404, 'GET', order.replace('v0', 'v2')],
  ['an unknown path', 404, 'GET', `${order}/coupons`],
  // Methods.
  ['POST to an order', 405, 'POST', order, '{}'],
  ['HEAD of an order', 405, 'HEAD', order],
  ['OPTIONS of an order', 405, 'OPTIONS', order],
  ['the list of orders', 501, 'GET', `${orders}?cart_reference=c`],
  ['DELETE order', 501, 'DELETE', order],
  ['a hook', 501, 'POST', `${order}/hooks`, '{"subscribeTo":"/reference"}'],
  ['a notification', 501, 'POST', `${order}/notifications`, '{}'],
  // Headers.
  [
    'names in capitals',
    200,
    'GET',
    order,
    undefined,
    key.map(([name, value]) => [name.toUpperCase(), value] as const),
  ],
  [
    'bearer in small letters',
    200,
    'GET',
    order,
    undefined,
    [['Authorization', 'bearer sandbox-key'], ...key.slice(1)],
  ],
  [
    'two spaces after Bearer',
    200,
    'GET',
    order,
    undefined,
    [['authorization', 'Bearer  sandbox-key'], ...key.slice(1)],
  ],
  ['a key without Bearer', 401, 'GET', order, undefined, [['authorization', 'sandbox-key'], ...key.slice(1)]],
  ['another key', 401, 'GET', order, undefined, [['authorization', 'Bearer sandbox-key2'], ...key.slice(1)]],
  ['no key', 401, 'GET', order, undefined, key.slice(1)],
  ['spaces around a value', 200, 'GET', order, undefined, [key[0], ['x-merchant', ' acme '], key[2]]],
  ['no channel', 400, 'GET', order, undefined, key.slice(0, 2)],
  ['an empty channel', 400, 'GET', order, undefined, [key[0], key[1], ['x-channel', '']]],
  ['another channel', 404, 'GET', order, undefined, [key[0], key[1], ['x-channel', 'acme-no']]],
  ['two merchants', 404, 'GET', order, undefined, [...key, ['x-merchant', 'acme']]],
  ['an adapter', 200, 'PATCH', consent, tick, [...key, json, ['x-adapterid', 'ui']]],
  // Versions.
  [
    'PUT validation',
    200,
    'PUT',
    `${order}/validations/VALIDATION`,
    '{"adapterId":"a","url":"https://checks.example"}',
  ],
  ['PUT validation without members', 400, 'PUT', `${order}/validations/VALIDATION`, '{}'],
  [
    'PUT validation in v1',
    200,
    'PUT',
    `${order}/validations/VALIDATION`.replace('v0', 'v1'),
    '{"adapterId":"a","invoke":"https://checks.example"}',
  ],
  [
    'POST validation in v1',
    200,
    'POST',
    `${order}/validations`.replace('v0', 'v1'),
    '{"adapterId":"a","invoke":"{config.adapter.publicUrl}/v"}',
  ],
  // Cart, customer, payments, shippings.
  [
    'PUT cart',
    200,
    'PUT',
    `${order}/cart`,
    '{"items":[{"name":"Mug","quantity":1,"total":{"includingVat":25}}]}',
  ],
  ['PUT cart with a list', 400, 'PUT', `${order}/cart`, '[]'],
  [
    'PUT billing address',
    200,
    'PUT',
    `${order}/customer/billing`,
    '{"type":"Person","country":"se","attributes":{"vatId":null}}',
  ],
  ['PUT shipping address', 200, 'PUT', `${order}/customer/shipping`, '{"givenName":"Ebba"}'],
  ['PUT reference', 200, 'PUT', `${order}/reference`, '"r-1"'],
  ['PUT reference with an object', 400, 'PUT', `${order}/reference`, '{}'],
  ['POST payment', 201, 'POST', `${order}/payments`, '{"amount":20}'],
  ['GET payments', 200, 'GET', `${order}/payments`],
  ['PUT payment', 200, 'PUT', `${order}/payments/PAYMENT`, '{"amount":20,"state":"Reserved"}'],
  ['PUT payment that is missing', 404, 'PUT', `${order}/payments/p_none`, '{"amount":20}'],
  ['POST shipping', 201, 'POST', `${order}/shippings`, '{"total":{"includingVat":5},"vatRate":0.25}'],
  ['POST shipping without total', 400, 'POST', `${order}/shippings`, '{"vatRate":0.25}'],
  ['GET shipping', 200, 'GET', `${order}/shippings/ss_1`],
  ['PUT shipping', 200, 'PUT', `${order}/shippings/ss_1`, '{"total":{},"vatRate":0,"state":"removed"}'],
];

test.each(rows.map((row) => [row[0], row[1], row] as const))(
  'function and server: %s gets %i',
  async (_, status, [, , method, path, body, headers = [...key, json]]) => {
    direct.reset();
    served.sandbox.reset();
    const [seeded] = direct.orders.list();
    const target = path
      .replace('VALIDATION', seeded?.validations[0]?.id ?? '')
      .replace('PAYMENT', String(seeded?.payments[0]?.['id']));
    const sent = { method, path: target, headers, body };
    const [fromFunction, fromServer] = [await sendDirect(sent), await sendServed(sent)];
    expect(fromServer).toEqual(fromFunction);
    expect(fromFunction.status).toBe(status);
    expect(served.sandbox.orders.list()).toEqual(direct.orders.list());
    expect(served.sandbox.receipts.list()).toEqual(direct.receipts.list());
  },
);
