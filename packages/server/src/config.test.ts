import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createOrderHandler } from './handler.ts';
import type { OrderHandlerOptions, Upstream } from './options.ts';

const upstream = {
  baseUrl: 'https://api.test/checkout/order',
  apiKey: 'canary-key',
  merchant: 'acme',
  channel: 'acme-se',
};
const options: OrderHandlerOptions = { upstream, authorize: () => true };

/** Returns the error of invalid options in each form that a log could print. */
function printed(changed: unknown): string {
  try {
    createOrderHandler(changed as OrderHandlerOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return `${String(error)} ${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)}`;
  }
  throw new Error('the options were accepted');
}

test.each<[string, string]>([
  ['a line break', 'canary\nX'],
  ['a trailing line break', 'canary-key\n'],
  ['a carriage return', 'canary\r\nx-merchant: evil'],
  ['a byte order mark', '\ufeffcanary-key'],
  ['a letter beyond ASCII', 'canåry-key-canary'],
  ['a space', 'canary key'],
  ['the word Bearer', 'Bearer canary-key'],
  ['nothing', ''],
])('AU4: a key with %s fails at start with a three-part message that does not quote it', (_name, apiKey) => {
  const text = printed({ ...options, upstream: { ...upstream, apiKey } });
  expect(text).toMatch(/upstream\.apiKey .+ Why it matters: .+ What to do: /);
  expect(text).not.toMatch(/canary|canåry|evil/);
});

test.each<[string, unknown]>([
  ['merchant', ''],
  ['merchant', ' '],
  ['merchant', 'a\nb'],
  ['merchant', undefined],
  ['channel', ''],
  ['channel', 'å'],
  ['channel', null],
  ['adapterId', ''],
  ['apiKey', undefined],
  ['apiKey', 7],
])('rejects %s %j', (name, value) => {
  expect(printed({ ...options, upstream: { ...upstream, [name]: value } })).toContain(`upstream.${name}`);
});

test.each([
  'api.test',
  '/checkout/order',
  'ftp://api.test',
  'https://user:canary@api.test',
  'https://api.test/?key=canary',
  'https://api.test/#canary',
  'http://api.test',
  'http://10.0.0.1',
  '',
])('the key is not sent to %j', (baseUrl) => {
  const text = printed({ ...options, upstream: { ...upstream, baseUrl } });
  expect(text).toContain('upstream.baseUrl');
  expect(text).not.toContain('canary');
});

test.each([() => Promise.resolve(new Response()), { close: () => Promise.resolve() }])(
  'rejects a transport that undiciTransport() did not make (%#)',
  (transport) => {
    expect(printed({ ...options, upstream: { ...upstream, transport } })).toContain('upstream.transport');
  },
);

test.each([
  'http://127.0.0.1:4010',
  'http://localhost:4010/checkout/order/',
  'http://[::1]:1',
  'http://sandbox:4010',
  'https://api.test',
])('accepts %s as upstream', (baseUrl) => {
  expect(createOrderHandler({ ...options, upstream: { ...upstream, baseUrl } })).toBeTypeOf('function');
});

test.each<[Extract<Upstream, { slug: string }>['environment'], string]>([
  ['playground', 'https://acme.api-se.playground.norce.tech/checkout/order/api/v0/checkout/orders/o_1'],
  ['stage', 'https://acme.api-se.stage.norce.tech/checkout/order/api/v0/checkout/orders/o_1'],
  ['production', 'https://acme.api-se.norce.tech/checkout/order/api/v0/checkout/orders/o_1'],
])('derives the host from slug and %s', async (environment, url) => {
  const seen: string[] = [];
  const fetch = (request: Request) => {
    seen.push(request.url);
    return Promise.resolve(Response.json({ id: 'o_1' }));
  };
  const { apiKey, merchant, channel } = upstream;
  const handler = createOrderHandler({
    ...options,
    upstream: { slug: 'acme', environment, apiKey, merchant, channel, fetch },
  });
  const headers = { 'sec-fetch-site': 'same-origin' };
  await handler(new Request('https://shop.test/api/norce/api/v0/checkout/orders/o_1', { headers }));
  expect(seen).toEqual([url]);
});

test.each<[string | undefined, string | undefined]>([
  [undefined, 'production'],
  ['acme', undefined],
  ['evil.test/', 'production'],
  ['a.b', 'production'],
  ['', 'stage'],
  ['-a', 'stage'],
  ['acme', 'test'],
  ['acme', 'constructor'],
])('rejects the slug %j in %j', (slug, environment) => {
  const { apiKey, merchant, channel } = upstream;
  expect(printed({ ...options, upstream: { slug, environment, apiKey, merchant, channel } })).toContain(
    'upstream.slug',
  );
});

test('names both options for the address of the API when neither is set', () => {
  const { apiKey, merchant, channel } = upstream;
  expect(printed({ ...options, upstream: { baseUrl: undefined, apiKey, merchant, channel } })).toContain(
    'upstream.slug and baseUrl are missing',
  );
});

test.each([
  '*',
  'null',
  'shop.example',
  'https://shop.example/checkout',
  'https://user@shop.example',
  'ftp://shop.example',
  'file://',
  'data:text/html,x',
  'app:shop',
  'app://',
  'app://*',
  'app://shop/checkout',
  'app://user@shop',
  'https://*.shop.example',
  '',
])('rejects %j as trusted origin', (origin) => {
  expect(printed({ ...options, trustedOrigins: [origin] })).toContain('trustedOrigins');
});

test.each(['api', '/api/', '/api//norce', '/a b', '/api?x', '/%61', '/a/../norce', '/./norce', '/norce/..'])(
  'rejects %j as base path',
  (basePath) => {
    expect(printed({ ...options, basePath })).toContain('basePath');
  },
);

test.each<[string, unknown]>([
  ['timeout', 0],
  ['timeout', Number.NaN],
  ['bodyTimeout', Infinity],
  ['maxBodyBytes', -1],
])('rejects %s %d', (name, value) => {
  expect(printed({ ...options, [name]: value })).toContain(name);
});

test.each([
  { adapterId: '', url: 'https://a.test' },
  { adapterId: undefined, url: 'https://a.test' },
  { adapterId: 'a', url: undefined },
  { adapterId: 'a', url: '/checks' },
  { adapterId: 'a', url: 'ftp://a.test' },
])('rejects the validation %j', (stock) => {
  expect(printed({ ...options, validations: { stock } })).toContain('validation');
});

test.each([
  { adapterId: '', origins: ['https://a.test'] },
  { adapterId: undefined, origins: ['https://a.test'] },
  { adapterId: 'a', origins: [] },
  { adapterId: 'a', origins: [undefined] },
  { adapterId: 'a', origins: undefined },
  { adapterId: 'a', origins: ['http://a.test'] },
])('rejects the trusted validations %j', (trustedValidations) => {
  expect(printed({ ...options, trustedValidations })).toContain('trustedValidations has no adapterId');
});

test('rejects a consent log with a short secret', () => {
  expect(printed({ ...options, consentLog: { secret: 'short', write: () => undefined } })).toContain(
    'consentLog.secret',
  );
});

// JavaScript gets past the types, and the first request would fail, or nothing would.
test.each<[string, unknown]>([
  ['attributes', 'canary'],
  ['attributes', { canary: true }],
  ['attributes', [undefined]],
  ['trustedOrigins', 'https://shop.example'],
  ['preflightHeaders', 'baggage'],
  ['formReturnTo', [undefined]],
  ['formReturnTo', { path: '/checkout' }],
  ['validation', { stock: undefined }],
  ['validation', { stock: { adapterId: 'a', url: 7 } }],
  ['trustedValidations', { adapterId: 'a', origins: 'https://a.test' }],
  ['rateLimit', { consume: () => undefined }],
  ['project', ['id']],
  ['onEvent', { info: () => undefined }],
  ['waitUntil', {}],
  ['consentLog', { secret: 'x'.repeat(32), write: 'canary' }],
  ['consentLog', { secret: 'x'.repeat(32), writeAll: {} }],
  ['consentLog', { secret: 'x'.repeat(32), write: () => undefined, awaited: 'false' }],
  ['validationMessages', 'false'],
  ['traceContext', 0],
  ['allowMissingOrigin', 'true'],
  ['upstream', undefined],
  ['upstream', null],
  ['upstream.fetch', { ...upstream, fetch: 'canary' }],
])('explains a value of another kind: %s %j', (named, value) => {
  const option = { validation: 'validations', 'upstream.fetch': 'upstream' }[named] ?? named;
  const text = printed({ ...options, [option]: value });
  expect(text).toMatch(/^TypeError: createOrderHandler: .+ Why it matters: .+ What to do: /);
  expect(text).toContain(named);
  expect(text).not.toContain('canary');
});

test.each([undefined, {}])('explains that authorize is missing in %j', (given) => {
  expect(printed(given)).toMatch(/authorize is missing. Why it matters: .+ What to do: /);
});

test.each(['attributes', 'rateLimit', 'project', 'onEvent', 'waitUntil', 'consentLog'])(
  'an option that a condition leaves out is off: %s',
  (name) => {
    for (const value of [undefined, null, false]) {
      expect(createOrderHandler({ ...options, [name]: value })).toBeTypeOf('function');
    }
  },
);

test.each(['', '/', '/norce', '/shop/api/norce', '/.norce', '/..norce/a.b'])(
  'the handler can be mounted at %j',
  async (basePath) => {
    const fetch = () => Promise.resolve(Response.json({ id: 'o_1' }));
    const handler = createOrderHandler({ ...options, basePath, upstream: { ...upstream, fetch } });
    const path = `${basePath === '/' ? '' : basePath}/api/v0/checkout/orders/o_1?_=1`;
    const headers = { 'sec-fetch-site': 'same-origin' };
    expect((await handler(new Request(`https://shop.test${path}`, { headers }))).status).toBe(200);
  },
);

test('AU4: the handler does not expose the key', () => {
  expect(inspect(createOrderHandler(options), { depth: 9, showHidden: true })).not.toContain('canary');
});
