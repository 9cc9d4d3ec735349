import { expect, test } from 'vitest';
import type { Ask } from '../test/rig.ts';
import { startRig } from '../test/rig.ts';

const tick = { method: 'PATCH', path: '/o_1/consents/ci_news', body: { checked: true } };

test.each<[Ask, string, string]>([
  [{ path: '/o_1' }, 'GET /o_1', ''],
  [tick, 'PATCH /o_1/consents/ci_news', '{"checked":true}'],
  [{ ...tick, body: { checked: false } }, 'PATCH /o_1/consents/ci_news', '{"checked":false}'],
  [
    { ...tick, path: '/o_1/consents/sms%3Anyheter%20%C3%A5r' },
    'PATCH /o_1/consents/sms%3Anyheter%20%C3%A5r',
    '{"checked":true}',
  ],
  [
    {
      method: 'PATCH',
      path: '/o_1/consents',
      body: [
        { id: 'a', checked: true, text: 'x' },
        { checked: false, id: 'b' },
      ],
    },
    'PATCH /o_1/consents',
    '[{"id":"a","checked":true},{"id":"b","checked":false}]',
  ],
  [
    { method: 'PATCH', path: '/o_1/attributes', body: { gift: { to: ['Ann', null, 1.5] }, note: null } },
    'PATCH /o_1/attributes',
    '{"gift":{"to":["Ann",null,1.5]},"note":null}',
  ],
  [
    { method: 'POST', path: '/o_1/validations', body: { name: 'stock' } },
    'POST /o_1/validations',
    '{"adapterId":"stock_adapter","url":"https://checks.test/{order_id}"}',
  ],
  [{ method: 'POST', path: '/o_1/validate' }, 'POST /o_1/validate', ''],
])('the six operations reach the order: %j', async (ask, line, body) => {
  const { ask: send, received } = await startRig({}, (request, response) =>
    response.end(request.method === 'GET' ? '{"id":"o_1"}' : ''),
  );
  expect((await send(ask)).status).toBe(200);
  expect(
    received.map(
      ({ method = '', url = '' }) => `${method} ${url.replace('/checkout/order/api/v0/checkout/orders', '')}`,
    ),
  ).toEqual([line]);
  expect(received[0]?.body).toBe(body);
});

test.each<[string, number]>([
  ['//evil.test/x', 400],
  ['/https://evil.test', 400],
  ['/https%3A%2F%2Fevil.test', 400],
  ['/%2F%2Fevil.test%2Fx', 400],
  ['/..%2f..%2fadmin', 400],
  ['/%2e%2e%5cadmin', 400],
  ['/o_1%00', 400],
  ['/o_1%0d%0ax-merchant:%20evil', 400],
  ['/o_1;v=1', 400],
  ['/o_1%3Fa=b', 400],
  ['/o%255f1', 400],
  ['/%C3%B6', 400],
  [`/${'a'.repeat(129)}`, 400],
  ['/', 400],
])('HB2: rejects an id that is a URL, a path or oddly encoded: %s', async (path, status) => {
  const { ask, received } = await startRig();
  const whole = `//api/norce/api/v0/checkout/orders${path}`;
  expect((await ask({ path: whole })).status).toBe(status);
  expect((await ask({ ...tick, path: `${whole}/consents/ci_news` })).status).toBe(status);
  expect(received).toEqual([]);
});

test.each([
  '..%2fattributes',
  'a%2Fb',
  'a%5Cb',
  'a%',
  'a%ff',
  'a%C0%AFb',
  'a%0d%0ab',
  'a%00',
  'a%252Fb',
  '%252e%252e',
  'a%25u002Fb',
  '..;a',
  '%2e%2e%3Ba',
  'a%E2%80%AEb',
  '%ED%A0%80',
  'a'.repeat(257),
])('HB2: rejects a consent id that could mean another path: %j', async (id) => {
  const { ask, received } = await startRig();
  expect((await ask({ ...tick, path: `/o_1/consents/${id}` })).status).toBe(400);
  expect(received).toEqual([]);
});

test.each([
  ['%61', 'a'],
  ['a:B', 'a%3AB'],
  ['a%3aB', 'a%3AB'],
  ['%20a', '%20a'],
  ['a%3Fb%23', 'a%3Fb%23'],
  ['50%25', '50%25'],
  ['a+b', 'a%2Bb'],
  ["%27%28%29%21%2a%7E'()!*~", "'()!*~'()!*~"],
  ['%f0%9f%8d%aa', '%F0%9F%8D%AA'],
  ['a;b&c,d', 'a%3Bb%26c%2Cd'],
])('HC13: a consent id that a proxy encodes anew is the same id: %j', async (segment, sent) => {
  const { ask, received } = await startRig();
  expect((await ask({ ...tick, path: `/o_1/consents/${segment}` })).status).toBe(200);
  expect(received.map(({ url = '' }) => url.split('/consents/')[1])).toEqual([sent]);
});

test('HC13: every name and id of a path may be encoded anew, but no slash in it separates', async () => {
  const { ask, received } = await startRig();
  const mount = '//%61pi/norce/api/v0/checkout/%6Frders';
  expect((await ask({ ...tick, path: `${mount}/%6F_1/%63onsents/a` })).status).toBe(200);
  expect(received.map(({ url = '' }) => url.split('/orders')[1])).toEqual(['/o_1/consents/a']);
  for (const path of [
    '/o_1/consents%2Fa',
    '/o_1/consents%2F%7Bconsent_id%7D',
    '/o_1%2Fconsents/a',
    '//api%2Fnorce/api/v0/checkout/orders/o_1/consents/a',
    '//api/norce/api/v0%2Fcheckout/orders/o_1/consents/a',
  ]) {
    expect((await ask({ ...tick, path })).status, path).toBeGreaterThanOrEqual(400);
  }
  expect(received).toHaveLength(1);
});

test('HB2: an absolute request target leads to the configured upstream or nowhere', async () => {
  const { raw, received, upstreamOrigin } = await startRig();
  const host = new URL(upstreamOrigin).host;
  const answer = await raw(
    `PATCH http://evil.test/api/norce/api/v0/checkout/orders/o_1/consents/a HTTP/1.1\r\nHost: evil.test\r\nSec-Fetch-Site: same-origin\r\n` +
      `Content-Type: application/json\r\nContent-Length: 16\r\nConnection: close\r\n\r\n{"checked":true}`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 (200|4\d\d)/);
  expect(received.every(({ headers }) => headers.host === host)).toBe(true);
});

test.each<[string, string, number]>([
  ['PUT', '/o_1', 405],
  ['DELETE', '/o_1', 405],
  ['HEAD', '/o_1', 405],
  ['POST', '/o_1', 405],
  ['TRACE', '/o_1', 405],
  ['PROPFIND', '/o_1', 405],
  ['POST', '/o_1/consents', 405],
  ['PUT', '/o_1/consents/a', 405],
  ['DELETE', '/o_1/consents/a', 405],
  ['GET', '/o_1/consents', 405],
  ['PUT', '/o_1/attributes', 405],
  ['GET', '/o_1/validations', 405],
  ['PATCH', '/o_1/validate', 405],
  ['PUT', '/o_1/validations/v_1', 404],
  ['DELETE', '/o_1/validations/v_1', 404],
  ['PUT', '/o_1/state', 404],
  ['POST', '/o_1/payments', 404],
  ['PUT', '/o_1/cart', 404],
  ['PUT', '/o_1/customer/billing', 404],
  ['POST', '/o_1/hooks', 404],
  ['POST', '/o_1/notifications', 404],
  ['PATCH', '/o_1/consents/a/b', 404],
  ['PATCH', '/o_1/Consents/a', 404],
  ['GET', '/o_1//', 404],
  ['POST', '//api/norce/api/v0/checkout/orders', 404],
  ['GET', '//api/norce/api/v0/checkout/orders', 404],
  ['GET', '//api/norce/api/v1/checkout/orders/o_1', 404],
  ['GET', '//api/v0/checkout/orders/o_1', 404],
  ['GET', '//api/norce/api/v0/checkout/orders/../../configuration', 404],
  ['GET', '//api/norcex/api/v0/checkout/orders/o_1', 404],
  ['GET', '//', 404],
])('HB3: %s %s does not exist', async (method, path, status) => {
  const { ask, received } = await startRig();
  const answer = await ask({
    method,
    path,
    ...(!['GET', 'HEAD', 'TRACE'].includes(method) && { body: { checked: true } }),
  });
  expect(answer.status).toBe(status);
  if (status === 405) expect(answer.headers.allow).toMatch(/^(GET|PATCH|POST)$/);
  expect(received).toEqual([]);
});

test('HB3: a header cannot turn a method into another', async () => {
  const { ask, received } = await startRig({}, (_request, response) => response.end('{"id":"o_1"}'));
  for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
    await ask({ headers: { [name]: 'DELETE' } });
  }
  expect(received.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  expect(Object.keys(received[0]?.headers ?? {})).not.toContain('x-http-method-override');
});

test('an operation without allowed values does not exist', async () => {
  const { ask, received } = await startRig({ attributes: [], validations: {} });
  expect((await ask({ method: 'PATCH', path: '/o_1/attributes', body: { gift: 1 } })).status).toBe(404);
  expect((await ask({ method: 'POST', path: '/o_1/validations', body: { name: 'stock' } })).status).toBe(404);
  expect(received).toEqual([]);
});

test('AU6: does not forward key, merchant, channel, host and cookies of a browser', async () => {
  const { ask, received, upstreamOrigin } = await startRig({ upstream: { adapterId: 'shop_ui' } });
  const hostile = {
    authorization: 'Bearer evil',
    'x-merchant': 'evil',
    'x-channel': 'evil',
    'x-adapterid': 'evil',
    cookie: 'session=1',
    'x-forwarded-host': 'evil.test',
    'x-forwarded-for': '1.2.3.4',
    forwarded: 'host=evil.test',
    'accept-language': 'xx',
    referer: 'https://evil.test',
    'user-agent': 'evil',
    connection: 'x-merchant',
    te: 'trailers',
    'x-anything': 'evil',
  };
  expect((await ask({ ...tick, headers: hostile })).status).toBe(200);
  const { headers } = received[0] ?? {};
  expect(JSON.stringify(headers)).not.toMatch(/evil|session/);
  expect(headers).toMatchObject({
    authorization: 'Bearer canary-key-9b2e',
    host: new URL(upstreamOrigin).host,
    'x-merchant': 'acme',
    'x-channel': 'acme-se',
    'x-adapterid': 'shop_ui',
  });
  const allowed = [
    'accept',
    'accept-encoding',
    'accept-language',
    'authorization',
    'cache-control',
    'connection',
    'content-length',
    'content-type',
    'host',
    'pragma',
    'sec-fetch-mode',
    'user-agent',
    'x-adapterid',
    'x-channel',
    'x-merchant',
    'x-request-id',
  ];
  expect(Object.keys(headers ?? {}).filter((name) => !allowed.includes(name))).toEqual([]);
});

test('HB13: members beside the answer are not forwarded', async () => {
  const { ask, received } = await startRig();
  const body = { checked: true, required: false, text: 'x', id: 'y' };
  expect((await ask({ ...tick, body })).status).toBe(200);
  expect((await ask({ method: 'PATCH', path: '/o_1/consents', body: [{ ...body, id: 'a' }] })).status).toBe(
    200,
  );
  expect(received.map((request) => request.body)).toEqual([
    '{"checked":true}',
    '[{"id":"a","checked":true}]',
  ]);
});

test.each(['false', 'true', 0, 1, null, [], {}, [true], { checked: true }])(
  'HB14: rejects %j as checked',
  async (checked) => {
    const { ask, received } = await startRig();
    const single = await ask({ ...tick, body: { checked } });
    const several = await ask({
      method: 'PATCH',
      path: '/o_1/consents',
      body: [
        { id: 'a', checked: true },
        { id: 'b', checked },
      ],
    });
    expect([single.status, several.status]).toEqual([400, 400]);
    expect(received).toEqual([]);
  },
);

test.each([
  'null',
  '[]',
  'true',
  '"checked"',
  '1',
  '{}',
  '{"Checked":true}',
  '',
  ' ',
  '{"checked":true',
  "{'checked':true}",
])('HB14: rejects the body %s', async (body) => {
  const { ask, received } = await startRig();
  expect((await ask({ ...tick, body })).status).toBe(400);
  expect(received).toEqual([]);
});

test.each<[unknown]>([
  [[]],
  [{}],
  [{ id: 'a', checked: true }],
  [[{ checked: true }]],
  [[{ id: '../a', checked: true }]],
  [[{ id: '', checked: true }]],
  [[{ id: 1, checked: true }]],
  [[null]],
  [[['a', true]]],
  [
    [
      { id: 'a', checked: true },
      { id: 'a', checked: false },
    ],
  ],
  [Array.from({ length: 101 }, (_, index) => ({ id: `c${index}`, checked: true }))],
])('HB14: rejects a list without exactly one answer per consent: %j', async (body) => {
  const { ask, received } = await startRig();
  expect((await ask({ method: 'PATCH', path: '/o_1/consents', body })).status).toBe(400);
  expect(received).toEqual([]);
});

test.each<[unknown, string]>([
  [{ gift: 1, price: 0 }, 'attribute-not-allowed'],
  [{ constructor: 1 }, 'invalid-body'],
  [{ toString: 1 }, 'attribute-not-allowed'],
  [{}, 'invalid-body'],
  [[], 'invalid-body'],
  ['{"__proto__":{"gift":1}}', 'invalid-body'],
  ['{"gift":{"a":{"__proto__":1}}}', 'invalid-body'],
  ['{"gift":1,"gift":2}', 'invalid-body'],
  ['{"gift":1,"\\u0067ift":2}', 'invalid-body'],
  ['{"gift":1e999}', 'invalid-body'],
])('rejects all attributes if one is off the list, duplicate or a prototype key: %j', async (body, code) => {
  const { ask, received } = await startRig();
  const answer = await ask({ method: 'PATCH', path: '/o_1/attributes', body });
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toMatchObject({ code });
  expect(received).toEqual([]);
});

test('keys inside a string and keys of two objects are not duplicates', async () => {
  const { ask, received } = await startRig();
  const body = '{"gift":"{\\"a\\":1,\\"a\\":2}","note":[{"a":"\\\\"},{"a":"}"},["a","a"]]}';
  expect((await ask({ method: 'PATCH', path: '/o_1/attributes', body })).status).toBe(200);
  expect(JSON.parse(received[0]?.body ?? '')).toEqual(JSON.parse(body));
});

test('HB15: line breaks in headers do not become headers upstream', async () => {
  const { raw, received } = await startRig();
  const head =
    'PATCH /api/norce/api/v0/checkout/orders/o_1/consents/a HTTP/1.1\r\nHost: shop.test\r\nSec-Fetch-Site: same-origin\r\n';
  const rest =
    'Content-Type: application/json\r\nContent-Length: 16\r\nConnection: close\r\n\r\n{"checked":true}';
  await raw(
    `${head}traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\nx-merchant: evil\r\n${rest}`,
  );
  await raw(`${head}tracestate: a=b\rx-merchant: evil\r\n${rest}`);
  await raw(`${head}x-note: a\r\n x-merchant: evil\r\n${rest}`);
  expect(received.length).toBeLessThanOrEqual(2);
  expect(JSON.stringify(received)).not.toContain('evil');
});

test('HB15: one message cannot be read as two', async () => {
  const { raw, received } = await startRig();
  const head =
    'PATCH /api/norce/api/v0/checkout/orders/o_1/consents/a HTTP/1.1\r\nHost: shop.test\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n';
  const inner = '0\r\n\r\nDELETE /checkout/order/api/v0/checkout/orders/o_1 HTTP/1.1\r\n\r\n';
  await raw(`${head}Content-Length: ${inner.length}\r\nTransfer-Encoding: chunked\r\n\r\n${inner}`);
  await raw(`${head}Content-Length: 16\r\nContent-Length: 4\r\n\r\n{"checked":true}`);
  expect(received).toEqual([]);
});

test('forwards a well-formed trace context, and no other', async () => {
  const { ask, received } = await startRig();
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await ask({ ...tick, headers: { traceparent, tracestate: 'shop=1' } });
  await ask({ ...tick, headers: { traceparent: `${traceparent}-evil`, tracestate: 'shop=1' } });
  await ask({ ...tick, headers: { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` } });
  const states = [
    'rojo=00f067aa0ba902b7, congo@vendor=t61,,\ta/b=x y',
    'words of a page',
    'shop=1,words',
    'SHOP=1',
    'shop=a=b',
    '=1',
    Array.from({ length: 33 }, (_, index) => `s${index}=1`).join(),
    `shop=${'x'.repeat(510)}`,
  ];
  for (const tracestate of states) await ask({ ...tick, headers: { traceparent, tracestate } });
  expect(received.map(({ headers }) => [headers['traceparent'], headers['tracestate']])).toEqual([
    [traceparent, 'shop=1'],
    [undefined, undefined],
    [undefined, undefined],
    [traceparent, states[0]],
    ...states.slice(1).map(() => [traceparent, undefined]),
  ]);
});
