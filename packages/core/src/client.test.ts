import fc from 'fast-check';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { codePoint } from '../../../tests/code-points.ts';
import { failureOf, json, ok, scripted } from '../test/scripted.ts';
import type { Step } from '../test/scripted.ts';
import { createOrderClient } from './index.ts';
import type { JsonValue, OrderClient, OrderClientOptions } from './index.ts';

const order = { id: 'o1', merchant: 'acme', channel: 'acme-se', consents: [{ id: 'news', checked: true }] };
const orders = '/api/v0/checkout/orders';

function clientOf(...steps: [Step, ...Step[]]) {
  const { fetch, sent } = scripted(...steps);
  return { sent, client: createOrderClient({ baseUrl: 'https://shop.example/norce', fetch }) };
}

afterEach(() => void vi.useRealTimers());

describe('requests', () => {
  test('every operation sends its method, path and body', async () => {
    const { client, sent } = clientOf(({ method }) => (method === 'GET' ? json(order) : ok()));
    await client.getOrder('o1');
    await client.patchConsent('o1', 'news', true);
    await client.patchConsents('o1', [{ id: 'news', checked: false }]);
    await client.patchAttributes('o1', { note: 'ring', gift: null });
    await client.registerValidation('o1', { name: 'stock' });
    await client.validateOrder('o1');
    expect(sent.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['GET', `/norce${orders}/o1`, ''],
      ['PATCH', `/norce${orders}/o1/consents/news`, '{"checked":true}'],
      ['PATCH', `/norce${orders}/o1/consents`, '[{"id":"news","checked":false}]'],
      ['PATCH', `/norce${orders}/o1/attributes`, '{"note":"ring","gift":null}'],
      ['POST', `/norce${orders}/o1/validations`, '{"name":"stock"}'],
      ['POST', `/norce${orders}/o1/validate`, ''],
    ]);
    expect(new Set(sent.map(({ request }) => request.headers.get('authorization')))).toEqual(new Set([null]));
  });

  test.each(['https://shop.example', 'https://shop.example/', 'https://shop.example//'])(
    'the base URL %s accepts any number of trailing slashes',
    async (baseUrl) => {
      const { fetch, sent } = scripted(json(order));
      await createOrderClient({ baseUrl, fetch }).getOrder('o1');
      expect(sent[0]?.path).toBe(`${orders}/o1`);
    },
  );

  test.each([
    '',
    'shop.example',
    'ftp://shop.example',
    'javascript:alert(1)',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://shop.example /x',
    'https://user:pass@shop.example',
    'https://shop.example/?a=1',
    'https://shop.example/#a',
    '/api?a=1',
    undefined as never,
  ])('createOrderClient rejects the base URL %j', (baseUrl) => {
    expect(() => createOrderClient({ baseUrl })).toThrow(TypeError);
  });

  test.each([undefined, null, '/api/norce'])(
    'createOrderClient rejects %j in place of options',
    (options) => {
      expect(() => createOrderClient(options as never)).toThrow('baseUrl must be a /path or http(s) URL');
    },
  );

  test('a relative base URL outside a page rejects with the reason', async () => {
    const error = await failureOf(createOrderClient({ baseUrl: '/api/norce' }).getOrder('o1'));
    expect(error).toMatchObject({ kind: 'invalid', outcome: 'not-applied' });
    expect(String(error)).toContain('baseUrl must be absolute');
  });

  test('a path as base URL is resolved against the origin, not against `<base>` or a user name in the address', async () => {
    vi.stubGlobal('origin', 'https://shop.example');
    vi.stubGlobal('document', { baseURI: 'https://user:password@cdn.example/' });
    onTestFinished(() => void vi.unstubAllGlobals());
    const { fetch, sent } = scripted(json(order));
    await createOrderClient({ baseUrl: '/api/norce', fetch }).getOrder('o1');
    await createOrderClient({ baseUrl: '/', fetch }).getOrder('o1');
    await createOrderClient({ baseUrl: 'HTTPS://api.shop.example/norce', fetch }).getOrder('o1');
    expect(sent.map(({ request }) => request.url)).toEqual([
      `https://shop.example/api/norce${orders}/o1`,
      `https://shop.example${orders}/o1`,
      `https://api.shop.example/norce${orders}/o1`,
    ]);
  });

  test('a base URL works where the origin is opaque, such as in an iframe with `sandbox`', async () => {
    vi.stubGlobal('origin', 'null');
    /** Resolves paths as a browser does. */
    class PageRequest extends Request {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(typeof input === 'string' ? new URL(input, 'https://shop.example/checkout/') : input, init);
      }
    }
    vi.stubGlobal('Request', PageRequest);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { fetch, sent } = scripted(json(order));
    await createOrderClient({ baseUrl: '/api/norce', fetch }).getOrder('o1');
    await createOrderClient({ baseUrl: 'https://api.shop.example/norce', fetch }).getOrder('o1');
    expect(sent.map(({ request }) => request.url)).toEqual([
      `https://shop.example/api/norce${orders}/o1`,
      `https://api.shop.example/norce${orders}/o1`,
    ]);
  });

  test('createOrderClient rejects an option that is named like a key', () => {
    for (const name of ['apiKey', 'apikey', 'key', 'token', 'Authorization', 'accessToken', 'bearer']) {
      const options = { baseUrl: '/api', [name]: 'sk-canary' } as OrderClientOptions;
      expect(() => createOrderClient(options)).toThrow(/createOrderHandler/);
      expect(() => createOrderClient(options)).not.toThrow(/sk-canary/);
    }
  });

  test('headers that get past the types are not sent', async () => {
    const { fetch, sent } = scripted(ok());
    const options = { baseUrl: 'https://shop.example', fetch, headers: { 'x-merchant': 'evil' } };
    await createOrderClient(options).patchConsent('o1', 'news', true);
    expect(sent[0]?.request.headers.get('x-merchant')).toBe(null);
  });

  test('empty lists and objects are not sent', async () => {
    const { client, sent } = clientOf(ok());
    await client.patchConsents('o1', []);
    await client.patchAttributes('o1', {});
    expect(sent).toHaveLength(0);
  });

  test.each(['false', 'true', 0, 1, null, undefined, [], {}])(
    'HB14: checked %j is rejected, not converted to a boolean',
    async (checked) => {
      const { client, sent } = clientOf(ok());
      const one = await failureOf(client.patchConsent('o1', 'news', checked as boolean));
      const many = await failureOf(client.patchConsents('o1', [{ id: 'news', checked: checked as boolean }]));
      for (const error of [one, many])
        expect(error).toMatchObject({ kind: 'invalid', outcome: 'not-applied' });
      expect(sent).toHaveLength(0);
    },
  );
});

describe('ids', () => {
  const calls: [string, (client: OrderClient, id: string) => Promise<unknown>][] = [
    ['getOrder', (client, id) => client.getOrder(id)],
    ['patchConsent of the order', (client, id) => client.patchConsent(id, 'news', true)],
    ['patchConsent', (client, id) => client.patchConsent('o1', id, true)],
    ['patchConsents', (client, id) => client.patchConsents('o1', [{ id, checked: true }])],
    ['patchAttributes', (client, id) => client.patchAttributes(id, { a: 1 })],
    ['registerValidation', (client, id) => client.registerValidation(id, { name: 'stock' })],
    ['validateOrder', (client, id) => client.validateOrder(id)],
  ];
  const hostile = [
    '',
    '.',
    '..',
    '/',
    '\\',
    '//evil.example',
    'https://evil.example',
    'https:\\\\evil.example',
    'a/../b',
    '..\\b',
    '%2e%2e',
    '%2E',
    '%2f',
    '%5c',
    '%u002f',
    '..;v=1',
    ';v=1',
    'a\u202eb',
    'a\u2028b',
    'a\r\nx-merchant: evil',
    'a\0',
    '\u0085',
    '\ud800',
    'x'.repeat(257),
  ];

  test.each(calls)('HB2: %s rejects an id that could change host or path', async (_, call) => {
    const { client, sent } = clientOf(ok());
    for (const id of hostile) {
      const error = await failureOf(call(client, id));
      expect(error, JSON.stringify(id)).toMatchObject({ kind: 'invalid', outcome: 'not-applied' });
      expect(String(error)).toMatch(/is not an id .*nothing was sent/);
    }
    for (const id of [undefined, null, 7, ['a'], { toString: () => '../x' }]) {
      expect(await failureOf(call(client, id as string))).toMatchObject({ kind: 'invalid' });
    }
    expect(sent).toHaveLength(0);
  });

  test('HB2: no id changes the host or the shape of the path', async () => {
    const id = fc.oneof(
      fc.string({ unit: codePoint }),
      fc.string({ unit: fc.constantFrom('.', '/', '\\', '%', '2', 'e', '?', '#', ':', '@', ' ', ';', 'a') }),
      fc.webUrl(),
    );
    await fc.assert(
      fc.asyncProperty(id, id, async (orderId, consentId) => {
        const { client, sent } = clientOf(ok());
        const error: unknown = await client.patchConsent(orderId, consentId, true).catch((e: unknown) => e);
        if (error !== undefined) {
          expect(error).toMatchObject({ kind: 'invalid', outcome: 'not-applied' });
          expect(sent).toHaveLength(0);
          return;
        }
        const url = new URL(sent[0]?.request.url ?? '');
        expect(url.origin + url.search + url.hash).toBe('https://shop.example');
        const parts = url.pathname.split('/');
        expect(parts).toHaveLength(9);
        expect([parts[6], parts[7], parts[8]].map((part) => decodeURIComponent(part ?? ''))).toEqual([
          orderId,
          'consents',
          consentId,
        ]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('attributes', () => {
  const refused: [string, unknown, string][] = [
    ['undefined', { a: { b: undefined } }, 'attributes.a.b'],
    ['a function', { a: [1, () => 1] }, 'attributes.a.1'],
    ['a symbol', { a: Symbol('x') }, 'attributes.a'],
    ['NaN', { a: NaN }, 'attributes.a'],
    ['Infinity', { a: -Infinity }, 'attributes.a'],
    ['BigInt', { a: 1n }, 'attributes.a'],
    ['a date', { a: new Date(0) }, 'attributes.a'],
    ['a map', { a: new Map() }, 'attributes.a'],
    ['an object of a class', { a: new URLSearchParams() }, 'attributes.a'],
    ['a hole in an array', { a: new Array(2) }, 'attributes.a.0'],
    ['a key with a line break', { 'a b\n': NaN }, '"attributes.a b\\n"'],
    ['a key of 100,000 characters', { ['x'.repeat(100_000)]: NaN }, 'attributes.xxx'],
    ['null', null, 'attributes'],
    ['an array', [1], 'attributes'],
    ['a string', 'x', 'attributes'],
  ];
  const cycle: Record<string, unknown> = {};
  cycle['a'] = { b: [cycle] };
  refused.push(['a cycle', cycle, 'attributes.a.b.0']);
  const deep = JSON.parse('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)) as unknown;
  refused.push(['10,000 levels', deep, 'attributes.a.a']);

  test.each(refused)('HC7, AT3: %s is rejected with its path before sending', async (_, attributes, path) => {
    const { client, sent } = clientOf(ok());
    const error = await failureOf(client.patchAttributes('o1', attributes as Record<string, JsonValue>));
    expect(error).toMatchObject({ kind: 'invalid', outcome: 'not-applied', operation: 'patchAttributes' });
    expect(String(error)).toContain(path);
    expect(String(error).length).toBeLessThan(1_000);
    expect(sent).toHaveLength(0);
  });

  test('lists are sent in pages with Prototype.js, whose entries of an array are its members', async () => {
    vi.spyOn(Array.prototype, 'entries').mockImplementation(function entries(this: unknown[]) {
      return this.slice() as never;
    });
    onTestFinished(() => void vi.restoreAllMocks());
    const { client, sent } = clientOf(ok());
    await client.patchAttributes('o1', { a: [1, { b: [] }] });
    expect(sent[0]?.body).toBe('{"a":[1,{"b":[]}]}');
  });

  test('AT3: null is sent as null', async () => {
    const { client, sent } = clientOf(ok());
    await client.patchAttributes('o1', { a: null });
    expect(sent[0]?.body).toBe('{"a":null}');
  });

  test('hostile key names are sent unchanged and do not pollute prototypes', async () => {
    const { client, sent } = clientOf(ok());
    const text = '{"__proto__":{"a":1},"constructor":{"prototype":{"b":1}},"toString":"x","":0}';
    await client.patchAttributes('o1', JSON.parse(text) as Record<string, JsonValue>);
    expect(sent[0]?.body).toBe(text);
    expect(({} as Record<string, unknown>)['a']).toBe(undefined);
  });

  test('hostile key names of a response do not pollute prototypes', async () => {
    const attributes = '{"__proto__":{"isAdmin":true},"hasOwnProperty":1}';
    const { client } = clientOf(
      new Response(`{"merchant":"m","channel":"c","attributes":${attributes}}`, { status: 200 }),
    );
    const read = await client.getOrder('o1');
    expect(JSON.stringify(read.attributes)).toBe(attributes);
    expect(({} as Record<string, unknown>)['isAdmin']).toBe(undefined);
  });

  test('every JSON value is sent unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), async (attributes) => {
        const { client, sent } = clientOf(ok());
        await client.patchAttributes('o1', attributes as Record<string, JsonValue>);
        if (Object.keys(attributes).length === 0) return;
        expect(JSON.parse(sent[0]?.body ?? '')).toEqual(JSON.parse(JSON.stringify(attributes)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('reading an order', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', 'maintenance'],
    ['half of it', '{"id":"o1"'],
    ['a list', '[]'],
    ['null', 'null'],
    ['consents that are no list', '{"id":"o1","consents":{}}'],
    ['consents that are no objects', '{"id":"o1","consents":["news"]}'],
    ['validations that are no objects', '{"id":"o1","validations":[1]}'],
    ['the response of a service worker without a connection', '{"offline":true}'],
  ])('%s with status 200 is not an order', async (_, body) => {
    const { client } = clientOf(new Response(body, { headers: { 'content-type': 'application/json' } }));
    const error = await failureOf(client.getOrder('o1'));
    expect(error).toMatchObject({ kind: 'protocol', status: 200, outcome: 'not-applied', retryable: true });
  });

  test.each(['text/html; charset=utf-8', 'application/xhtml+xml'])(
    'a page of %s with status 200 is neither an order nor a save',
    async (type) => {
      const page = new Response('<html>', { headers: { 'content-type': type } });
      const { client } = clientOf(page);
      expect(await failureOf(client.getOrder('o1'))).toMatchObject({
        kind: 'protocol',
        outcome: 'not-applied',
      });
      expect(await failureOf(client.patchConsent('o1', 'news', true))).toMatchObject({
        kind: 'protocol',
        outcome: 'unknown',
      });
    },
  );

  test.each([
    { merchant: 'acme', channel: 'acme-se' },
    { merchant: 'acme', channel: 'acme-se', consents: [{ id: 'a', checked: true }] },
    { consents: [{ id: 'a', checked: true }] },
  ])('an order without an id, which the published schema does not require, is read: %j', async (body) => {
    expect(await clientOf(json(body)).client.getOrder('o1')).toEqual(body);
  });

  test('SE11: unknown members and a text of null are kept', async () => {
    const body = { ...order, consents: [{ id: 'a', text: null, checked: null, new: 1 }], validations: null };
    expect(await clientOf(json(body)).client.getOrder('o1')).toEqual(body);
  });
});

describe('validateOrder', () => {
  const reason = { code: 'item-out-of-stock', adapterId: 'stock' };

  test.each([
    ['an empty list', '[]'],
    ['nothing', ''],
  ])('%s with status 200 is ok', async (_, body) => {
    expect(await clientOf(new Response(body)).client.validateOrder('o1')).toEqual({ ok: true });
  });

  test.each([
    ['a bare list', JSON.stringify([reason]), [reason]],
    ['a list under errors', JSON.stringify({ errors: [reason] }), [reason]],
    [
      'one code and message',
      '{"code":"order-validation","message":"no"}',
      [{ code: 'order-validation', message: 'no' }],
    ],
    ['bare codes', '["out-of-stock"]', [{ code: 'out-of-stock' }]],
    ['nothing', '', []],
    ['no JSON', 'nope', []],
    ['null', 'null', []],
    ['an empty list', '[]', []],
    ['an empty object', '{}', []],
  ])('status 400 with %s resolves with the failures it lists', async (_, body, failures) => {
    const { client, sent } = clientOf(new Response(body, { status: 400 }));
    expect(await client.validateOrder('o1')).toEqual({ ok: false, failures });
    expect(sent).toHaveLength(1);
  });

  test.each([[[reason]], [{ errors: [reason] }], [['out-of-stock']]])(
    'status 200 with failures is not ok: %j',
    async (body) => {
      expect(await clientOf(json(body)).client.validateOrder('o1')).toMatchObject({ ok: false });
    },
  );

  test('status 200 without JSON rejects', async () => {
    const error = await failureOf(clientOf(new Response('Welcome')).client.validateOrder('o1'));
    expect(error).toMatchObject({ kind: 'protocol', outcome: 'not-applied' });
  });

  test.each([401, 404, 500])('status %i rejects without a retry', async (status) => {
    const { client, sent } = clientOf(new Response(null, { status }));
    expect(await failureOf(client.validateOrder('o1'))).toMatchObject({ status, outcome: 'not-applied' });
    expect(sent).toHaveLength(1);
  });
});

describe('registerValidation', () => {
  const known = { ...order, validations: [{ id: 'v7', name: 'stock' }] };

  test('reads the id from the location header when there is one', async () => {
    const located = new Response(null, { headers: { location: `${orders}/o1/validations/v1` } });
    expect(await clientOf(located).client.registerValidation('o1', { name: 'stock' })).toEqual({ id: 'v1' });
    expect(await clientOf(ok()).client.registerValidation('o1', { name: 'stock' })).toEqual({
      id: undefined,
    });
  });

  test('VA2: reads the order after a lost response and does not register twice', async () => {
    const { client, sent } = clientOf(new TypeError('fetch failed'), json(known));
    expect(await client.registerValidation('o1', { name: 'stock' })).toEqual({ id: 'v7' });
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('VA2: registers again when the order does not have the validation', async () => {
    const { client, sent } = clientOf(new Response(null, { status: 502 }), json(order), ok());
    const heard = vi.fn();
    await client.registerValidation('o1', { name: 'stock' }, { onRetry: heard });
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
    expect(heard).toHaveBeenCalledOnce();
  });

  test('HC12: registers again although onRetry throws', async () => {
    const { client, sent } = clientOf(new Response(null, { status: 502 }), json(order), ok());
    const onRetry = () => {
      throw new Error('of the shop');
    };
    await client.registerValidation('o1', { name: 'stock' }, { onRetry });
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
  });

  test('VA2: rejects with an unknown outcome when the order cannot be read', async () => {
    const steps: Step[] = [new TypeError('fetch failed'), new Response(null, { status: 404 })];
    const { client, sent } = clientOf(...(steps as [Step]));
    const error = await failureOf(client.registerValidation('o1', { name: 'stock' }));
    expect(error).toMatchObject({ kind: 'network', outcome: 'unknown', operation: 'createValidation' });
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test.each([403, 409])(
    'VA2: the outcome stays unknown when the second attempt gets a %i',
    async (status) => {
      const { client, sent } = clientOf(
        new TypeError('fetch failed'),
        json(order),
        new Response(null, { status }),
      );
      const error = await failureOf(client.registerValidation('o1', { name: 'stock' }));
      expect(error).toMatchObject({ status, outcome: 'unknown', operation: 'createValidation' });
      expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
    },
  );

  test('VA2: does not read the order when retry is 0', async () => {
    const { client, sent } = clientOf(new TypeError('fetch failed'));
    await failureOf(client.registerValidation('o1', { name: 'stock' }, { retry: 0 }));
    expect(sent).toHaveLength(1);
  });

  test.each([400, 403, 404, 409, 429])('VA3: does not retry status %i', async (status) => {
    const { client, sent } = clientOf(new Response(null, { status }));
    const error = await failureOf(client.registerValidation('o1', { name: 'stock' }));
    expect(error).toMatchObject({ status, outcome: 'not-applied' });
    expect(sent).toHaveLength(1);
  });

  test('NF10: times out within 30 seconds, including its read and second attempt', async () => {
    vi.useFakeTimers({ now: 0 });
    const { client } = clientOf('silence');
    const failure = failureOf(client.registerValidation('o1', { name: 'stock' }));
    await vi.runAllTimersAsync();
    expect(await failure).toMatchObject({ kind: 'timeout', outcome: 'unknown' });
    expect(Date.now()).toBeLessThanOrEqual(30_000);
  });

  test('NF10: times out within totalTimeout when only the order responds', async () => {
    vi.useFakeTimers({ now: 0 });
    const slowOrder = () => new Promise<Response>((resolve) => setTimeout(resolve, 9_000, json(order)));
    const { client } = clientOf('silence', slowOrder, 'silence');
    const options = { timeout: 10_000, totalTimeout: 22_000 };
    const failure = failureOf(client.registerValidation('o1', { name: 'stock' }, options));
    await vi.runAllTimersAsync();
    expect(await failure).toMatchObject({ kind: 'timeout', outcome: 'unknown' });
    expect(Date.now()).toBe(22_000);
  });
});

test('an import sends no request, starts no timer and adds no global', async () => {
  vi.resetModules();
  const fetch = vi.spyOn(globalThis, 'fetch');
  const timers = vi.spyOn(globalThis, 'setTimeout');
  const before = Object.getOwnPropertyNames(globalThis);
  onTestFinished(() => void vi.restoreAllMocks());
  await import('./index.ts');
  expect(Object.getOwnPropertyNames(globalThis)).toEqual(before);
  expect(fetch).not.toHaveBeenCalled();
  expect(timers).not.toHaveBeenCalled();
});
