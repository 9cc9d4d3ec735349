import { inspect } from 'node:util';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { failureOf, json, ok, scripted } from '../test/scripted.ts';
import type { Step } from '../test/scripted.ts';
import { createOrderAdmin } from './admin.ts';
import type { OrderAdminOptions } from './admin.ts';
import type { OrderApiError } from './errors.ts';

const orders = '/api/v0/checkout/orders';
const access = { apiKey: 'sk-1', merchant: 'acme', channel: 'acme-se' };
const order = { id: 'o1', merchant: 'acme', channel: 'acme-se' };

function adminOf(...steps: [Step, ...Step[]]) {
  const { fetch, sent } = scripted(...steps);
  return {
    sent,
    admin: createOrderAdmin({ ...access, baseUrl: 'https://api.example/checkout/order', fetch }),
  };
}

afterEach(() => void vi.useRealTimers());

describe('requests', () => {
  test('every operation sends its method, path, body and the headers of the merchant', async () => {
    const { admin, sent } = adminOf((request) =>
      request.method === 'GET' || new URL(request.url).pathname.endsWith('/orders') ? json(order) : ok(),
    );
    const stock = { adapterId: 'stock', url: 'https://checks.example/{order_id}' };
    await admin.createOrder({ currency: 'SEK' });
    await admin.createOrder();
    await admin.getOrder('o1');
    await admin.createConsent('o1', { id: 'terms', text: 'I agree', required: true });
    await admin.deleteConsent('o1', 'terms');
    await admin.patchConsent('o1', 'terms', true);
    await admin.registerValidation('o1', stock);
    await admin.updateValidation('o1', 'v1', stock);
    await admin.deleteValidation('o1', 'v1');
    await admin.setState('o1', 'processing');
    await admin.validateOrder('o1');
    const root = `/checkout/order${orders}`;
    const registration = '{"adapterId":"stock","url":"https://checks.example/{order_id}"}';
    expect(sent.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', root, '{"currency":"SEK"}'],
      ['POST', root, '{}'],
      ['GET', `${root}/o1`, ''],
      ['POST', `${root}/o1/consents`, '{"id":"terms","text":"I agree","required":true}'],
      ['DELETE', `${root}/o1/consents/terms`, ''],
      ['PATCH', `${root}/o1/consents/terms`, '{"checked":true}'],
      ['POST', `${root}/o1/validations`, registration],
      ['PUT', `${root}/o1/validations/v1`, registration],
      ['DELETE', `${root}/o1/validations/v1`, ''],
      ['PUT', `${root}/o1/state`, '{"currentStatus":"processing"}'],
      ['POST', `${root}/o1/validate`, ''],
    ]);
    for (const { request } of sent) {
      expect(request.headers.get('authorization')).toBe('Bearer sk-1');
      expect(request.headers.get('x-merchant')).toBe('acme');
      expect(request.headers.get('x-channel')).toBe('acme-se');
      expect(request.headers.get('x-adapterid')).toBe(null);
    }
  });

  test('adapterId is sent as x-adapterid', async () => {
    const { fetch, sent } = scripted(ok());
    const admin = createOrderAdmin({ ...access, baseUrl: 'https://api.example', adapterId: 'ui', fetch });
    await admin.deleteConsent('o1', 'a');
    expect(sent[0]?.request.headers.get('x-adapterid')).toBe('ui');
  });

  test('v1 uses its own path and member names', async () => {
    const { fetch, sent } = scripted(ok());
    const admin = createOrderAdmin({ ...access, baseUrl: 'https://api.example', apiVersion: 'v1', fetch });
    const url = 'https://checks.example';
    await admin.registerValidation('o1', { adapterId: 'stock', url, reference: 'r', description: 'd' });
    expect([sent[0]?.path, sent[0]?.body]).toEqual([
      '/api/v1/checkout/orders/o1/validations',
      '{"adapterId":"stock","invoke":"https://checks.example","reference":"r","description":"d"}',
    ]);
  });

  test.each(['v0', 'v1'] as const)(
    'createOrder names the URL of a validation as %s does',
    async (apiVersion) => {
      const { fetch, sent } = scripted(json(order));
      const admin = createOrderAdmin({ ...access, baseUrl: 'https://api.example', apiVersion, fetch });
      const member = apiVersion === 'v0' ? 'url' : 'invoke';
      const stock = { adapterId: 'stock', url: 'https://checks.example' };
      await admin.createOrder({ currency: 'SEK', validations: [stock, { adapterId: 'none' }] });
      await admin.createOrder({ validations: [{ adapterId: 'stock', [member]: 'https://checks.example' }] });
      await admin.createOrder({ validations: null as unknown as [] });
      expect(sent.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
        {
          currency: 'SEK',
          validations: [{ adapterId: 'stock', [member]: 'https://checks.example' }, { adapterId: 'none' }],
        },
        { validations: [{ adapterId: 'stock', [member]: 'https://checks.example' }] },
        { validations: null },
      ]);
    },
  );

  test('createOrder leaves out members that are undefined', async () => {
    const { admin, sent } = adminOf(json(order));
    await admin.createOrder({ culture: undefined, currency: 'SEK', validations: undefined });
    expect(sent[0]?.body).toBe('{"currency":"SEK"}');
  });

  test('v0 does not send members of v1', async () => {
    const { admin, sent } = adminOf(ok());
    const validation = { adapterId: 'stock', url: 'https://checks.example', reference: 'r' };
    await admin.registerValidation('o1', validation);
    expect(sent[0]?.body).toBe('{"adapterId":"stock","url":"https://checks.example"}');
  });

  test.each(['..', '', 'a/b', '%2e'])(
    'HB2: the id %j of a sub-resource is rejected before sending',
    async (id) => {
      const { admin, sent } = adminOf(ok());
      const validation = { adapterId: 'stock', url: 'https://checks.example' };
      const calls = [
        admin.deleteConsent('o1', id),
        admin.createConsent(id, { id: 'a' }),
        admin.updateValidation('o1', id, validation),
        admin.deleteValidation('o1', id),
        admin.registerValidation(id, validation),
        admin.setState(id, 'completed'),
      ];
      for (const call of calls) expect(await failureOf(call)).toMatchObject({ kind: 'invalid' });
      expect(sent).toHaveLength(0);
    },
  );

  test('HC7: an order or a consent that JSON would change is rejected with its path', async () => {
    const { admin, sent } = adminOf(ok());
    const attributes = { total: 10n };
    expect(String(await failureOf(admin.createOrder({ attributes })))).toContain('order.attributes.total');
    const consent = { id: 'a', text: undefined as never };
    expect(String(await failureOf(admin.createConsent('o1', consent)))).toContain('consent.text');
    expect(sent).toHaveLength(0);
  });
});

describe('responses', () => {
  test.each([
    ['an object', json({ id: 'o7' }, 201)],
    ['a string', json('o7', 201)],
    ['the location header', new Response(null, { status: 201, headers: { location: `${orders}/o7` } })],
    ['body and location header', json({ id: 'o7' }, 201, { location: `${orders}/o7` })],
  ])('createOrder reads the id from %s', async (_, response) => {
    expect(await adminOf(response).admin.createOrder()).toEqual({ id: 'o7' });
  });

  test.each([json({}, 201), json(7, 201), json('', 201), new Response('created', { status: 201 })])(
    'createOrder without an id in the response rejects with an unknown outcome (%#)',
    async (response) => {
      const error = await failureOf(adminOf(response).admin.createOrder());
      expect(error).toMatchObject({ kind: 'protocol', outcome: 'unknown', status: 201 });
    },
  );

  test.each(['createOrder', 'createConsent', 'deleteConsent', 'updateValidation', 'setState'] as const)(
    '%s has an unknown outcome after a lost response and is not retried',
    async (operation) => {
      const { admin, sent } = adminOf(new TypeError('fetch failed'));
      const validation = { adapterId: 'stock', url: 'https://checks.example' };
      const calls = {
        createOrder: () => admin.createOrder(),
        createConsent: () => admin.createConsent('o1', { id: 'a' }),
        deleteConsent: () => admin.deleteConsent('o1', 'a'),
        updateValidation: () => admin.updateValidation('o1', 'v1', validation),
        setState: () => admin.setState('o1', 'completed'),
      };
      expect(await failureOf(calls[operation]())).toMatchObject({ kind: 'network', outcome: 'unknown' });
      expect(sent).toHaveLength(1);
    },
  );

  test('setState resolves with pending after a 202', async () => {
    expect(await adminOf(ok()).admin.setState('o1', 'completed')).toBe('done');
    const accepted = new Response(null, { status: 202 });
    expect(await adminOf(accepted).admin.setState('o1', 'completed')).toBe('pending');
  });

  test.each(['v0', 'v1'] as const)(
    'VA2: registerValidation finds a lost registration in the order (%s)',
    async (version) => {
      const member = version === 'v0' ? 'url' : 'invoke';
      const validations = [
        { id: 'v1', adapterId: 'other', [member]: 'https://checks.example' },
        { id: 'v2', adapterId: 'stock', [member]: 'https://checks.example' },
      ];
      const { fetch, sent } = scripted(new TypeError('fetch failed'), json({ ...order, validations }));
      const admin = createOrderAdmin({
        ...access,
        baseUrl: 'https://api.example',
        fetch,
        apiVersion: version,
      });
      const registered = await admin.registerValidation('o1', {
        adapterId: 'stock',
        url: 'https://checks.example',
      });
      expect(registered).toEqual({ id: 'v2' });
      expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET']);
    },
  );
});

test('VA2: registerValidation finds a lost registration whose address the order has with its id filled in', async () => {
  const validations = [{ id: 'v2', adapterId: 'stock', url: 'https://checks.example/o1?for=o1' }];
  const { fetch, sent } = scripted(new TypeError('fetch failed'), json({ ...order, validations }));
  const admin = createOrderAdmin({ ...access, baseUrl: 'https://api.example', fetch });
  const validation = { adapterId: 'stock', url: 'https://checks.example/{order_id}?for={order_id}' };
  expect(await admin.registerValidation('o1', validation)).toEqual({ id: 'v2' });
  expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET']);
});

describe('base URL', () => {
  test.each([
    ['playground', 'https://acme.api-se.playground.norce.tech/checkout/order/api/v0/checkout/orders/o1'],
    ['stage', 'https://acme.api-se.stage.norce.tech/checkout/order/api/v0/checkout/orders/o1'],
    ['production', 'https://acme.api-se.norce.tech/checkout/order/api/v0/checkout/orders/o1'],
  ] as const)('slug and environment %s make the host', async (environment, url) => {
    const { fetch, sent } = scripted(json(order));
    await createOrderAdmin({ ...access, slug: 'acme', environment, fetch }).getOrder('o1');
    expect(sent[0]?.request.url).toBe(url);
  });

  test.each(['', 'a.b', 'a/b', '-a', 'a@evil.example', 'a#', 'x'.repeat(64), undefined])(
    'createOrderAdmin rejects the slug %j',
    (slug) => {
      const options = { ...access, slug, environment: 'stage' } as OrderAdminOptions;
      expect(() => createOrderAdmin(options)).toThrow(/slug Norce assigned/);
    },
  );

  test.each(['prod', 'toString', '__proto__', undefined])(
    'createOrderAdmin rejects the environment %j',
    (environment) => {
      const options = { ...access, slug: 'acme', environment } as OrderAdminOptions;
      expect(() => createOrderAdmin(options)).toThrow(/needs an environment/);
    },
  );
});

describe('credentials', () => {
  test.each([
    ['a line break', 'sk-canary\nX: y'],
    ['a trailing line break', 'sk-canary\n'],
    ['a byte order mark', '\ufeffsk-canary'],
    ['a letter beyond ASCII', 'sk-canäry'],
    ['a space', 'sk canary'],
    ['quotes around it', '"sk-canary"'],
    ['single quotes around it', "'sk-canary'"],
    ['no characters', ''],
    ['the value undefined', undefined],
  ])('AU4: a key with %s is rejected, and the message does not quote it', (_, apiKey) => {
    const start = () =>
      createOrderAdmin({ ...access, apiKey: apiKey as string, baseUrl: 'https://api.example' });
    expect(start).toThrow(TypeError);
    try {
      start();
    } catch (error) {
      expect(inspect(error, { depth: Infinity })).not.toMatch(/sk.?can/);
      expect(String(error)).toContain('apiKey is missing or holds characters no header can carry');
    }
  });

  test.each<[string, OrderAdminOptions['apiKey']]>([
    ['a text', 'canary-key'],
    ['a function', () => 'canary-key'],
  ])('AU4: a response that repeats the key, %s, leaves no trace of it in the error', async (_, apiKey) => {
    for (const repeated of [{ code: 'canary-key' }, { message: 'No such key: Bearer canary-key' }]) {
      const unavailable = json({ code: 'unavailable', ...repeated }, 503, { 'retry-after': '0' });
      const { fetch } = scripted(unavailable, json({ code: 'unauthorized', ...repeated }, 401));
      const admin = createOrderAdmin({ ...access, apiKey, baseUrl: 'https://api.example', fetch });
      const errors: OrderApiError[] = [];
      const onRetry = (error: OrderApiError) => void errors.push(error);
      errors.push((await failureOf(admin.getOrder('o1', { onRetry }))) as OrderApiError);
      expect(errors).toMatchObject([
        { kind: 'server', status: 503 },
        { kind: 'unauthorized', status: 401 },
      ]);
      for (const error of errors) {
        const shown = inspect(error, { depth: Infinity, showHidden: true });
        expect([error.problem, error.code]).toEqual([undefined, undefined]);
        expect([shown, JSON.stringify(error)].join()).not.toContain('canary');
      }
    }
    const { fetch } = scripted(json({ code: 'unauthorized', message: 'No such key.' }, 401));
    const admin = createOrderAdmin({ ...access, apiKey, baseUrl: 'https://api.example', fetch });
    expect(await failureOf(admin.getOrder('o1'))).toHaveProperty('problem', {
      code: 'unauthorized',
      message: 'No such key.',
    });
  });

  const quotedKey = 'canary+key/9b2e==';
  const quotedHeaders = JSON.stringify({ authorization: `Bearer ${quotedKey}` });

  test.each([
    ['JSON with escapes', quotedHeaders.replaceAll('+', '\\u002b').replaceAll('/', '\\/')],
    ['JSON in JSON', JSON.stringify({ request: quotedHeaders.replaceAll('+', '\\u002B') })],
    ['a URL', `https://api.example/?token=${encodeURIComponent(quotedKey)}`],
  ])('AU4: an error does not repeat the key in a request that is quoted as %s', async (_, message) => {
    const { fetch } = scripted(json({ code: 'unauthorized', message }, 401));
    const admin = createOrderAdmin({ ...access, apiKey: quotedKey, baseUrl: 'https://api.example', fetch });
    expect(await failureOf(admin.getOrder('o1'))).toMatchObject({ status: 401, problem: undefined });
  });

  test('AU4: an error does not repeat a key with escapes of its own, whichever of them are decoded', async () => {
    const apiKey = 'canary%2Fkey+9b2e';
    const { fetch } = scripted(json({ code: 'unauthorized', message: 'canary%2Fkey\\u002b9b2e' }, 401));
    const admin = createOrderAdmin({ ...access, apiKey, baseUrl: 'https://api.example', fetch });
    expect(await failureOf(admin.getOrder('o1'))).toMatchObject({ status: 401, problem: undefined });
  });

  test('AU4: an error does not repeat the key of its request, however many keys followed', async () => {
    let calls = 0;
    const apiKey = () => `canary-key-${calls++}`;
    const release: (() => void)[] = [];
    const fetch = async (request: Request): Promise<Response> => {
      const message = `No such key: ${request.headers.get('authorization')}`;
      await new Promise<void>((resolve) => release.push(resolve));
      return json({ code: 'unauthorized', message }, 401);
    };
    const admin = createOrderAdmin({ ...access, apiKey, baseUrl: 'https://api.example', fetch });
    const failures = Array.from({ length: 40 }, () => failureOf(admin.getOrder('o1')));
    await expect.poll(() => release.length).toBe(40);
    for (const resolve of release) resolve();
    const problems = (await Promise.all(failures)).map((error) => (error as OrderApiError).problem);
    expect(problems).toEqual(failures.map(() => undefined));
  });

  test('AU4: an error repeats the key neither as its correlation id nor as the code of its cause', async () => {
    const apiKey = 'c4na4e0b-7d4a-4f43-9a2b-0c5a8a1f6d11';
    const { fetch } = scripted(
      json({ code: 'unauthorized' }, 401, { 'x-correlation-id': apiKey }),
      Object.assign(new Error('failed'), { code: `REFUSED_${apiKey}` }),
    );
    const admin = createOrderAdmin({ ...access, apiKey, baseUrl: 'https://api.example', fetch, retry: 0 });
    for (const kind of ['unauthorized', 'network']) {
      const error = await failureOf(admin.getOrder('o1'));
      expect(error).toMatchObject({ kind });
      expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(apiKey);
    }
  });

  test('AU4: the reasons of a refused validation are left out if they repeat the key', async () => {
    const { fetch } = scripted(
      json([{ code: 'failed', message: 'Bearer canary-key' }], 400),
      json([{ code: 'failed', message: 'Sold out' }], 400),
    );
    const admin = createOrderAdmin({
      ...access,
      apiKey: 'canary-key',
      baseUrl: 'https://api.example',
      fetch,
    });
    expect(await admin.validateOrder('o1')).toEqual({ ok: false, failures: [] });
    expect(await admin.validateOrder('o1')).toEqual({
      ok: false,
      failures: [{ code: 'failed', message: 'Sold out' }],
    });
  });

  test('a key that is a function is called for each request', async () => {
    const keys = ['sk-first', 'sk-second'];
    const { fetch, sent } = scripted(json(order));
    const apiKey = () => Promise.resolve(keys[sent.length] ?? '');
    const admin = createOrderAdmin({ ...access, apiKey, baseUrl: 'https://api.example', fetch });
    await admin.getOrder('o1');
    await admin.getOrder('o1');
    expect(sent.map(({ request }) => request.headers.get('authorization'))).toEqual([
      'Bearer sk-first',
      'Bearer sk-second',
    ]);
    expect(inspect(admin, { depth: Infinity, showHidden: true })).not.toContain('sk-');
  });

  test('AU4: a function that returns no key fails the call, and the error does not quote it', async () => {
    const { fetch, sent } = scripted(ok());
    const options = { ...access, apiKey: () => 'sk canary', baseUrl: 'https://api.example', fetch, retry: 0 };
    const error = await failureOf(createOrderAdmin(options).deleteConsent('o1', 'a'));
    expect(inspect(error, { depth: Infinity })).not.toContain('canary');
    expect(sent).toEqual([]);
  });

  test.each([
    ['rejects', () => Promise.reject(new Error('vault: canary'))],
    [
      'throws',
      () => {
        throw new Error('vault: canary');
      },
    ],
    ['returns no key', () => 'sk canary'],
  ])('a function for the key that %s: nothing was sent, and the error names the cause', async (_, apiKey) => {
    const { fetch, sent } = scripted(ok());
    const admin = createOrderAdmin({ ...access, apiKey, baseUrl: 'https://api.example', fetch });
    const error = await failureOf(admin.createOrder());
    expect(error).toMatchObject({
      kind: 'network',
      outcome: 'not-applied',
      cause: { message: 'API_KEY_ENOTFOUND' },
    });
    expect(inspect(error, { depth: Infinity })).not.toContain('canary');
    expect(sent).toEqual([]);
  });

  test('after a lost request, a function for the key that fails leaves the outcome unknown', async () => {
    const { fetch, sent } = scripted(new TypeError('fetch failed'));
    const apiKey = () => (sent.length === 0 ? 'sk-1' : Promise.reject(new Error('vault')));
    const admin = createOrderAdmin({ ...access, apiKey, baseUrl: 'https://api.example', fetch, retry: 1 });
    const error = await failureOf(admin.patchConsent('o1', 'news', true));
    expect(error).toMatchObject({ kind: 'network', outcome: 'unknown' });
    expect(sent).toHaveLength(1);
  });

  test.each(['merchant', 'channel', 'adapterId'])('AU4: a line break in %s is rejected', (name) => {
    const options = { ...access, baseUrl: 'https://api.example', [name]: 'a\r\nb' };
    expect(() => createOrderAdmin(options)).toThrow(name);
  });

  test('AU5: createOrderAdmin throws in a page without dangerouslyAllowBrowser', () => {
    vi.stubGlobal('window', globalThis);
    vi.stubGlobal('document', {});
    onTestFinished(() => void vi.unstubAllGlobals());
    const options = { ...access, baseUrl: 'https://api.example' };
    expect(() => createOrderAdmin(options)).toThrow(/runs in a page/);
    expect(() => createOrderAdmin(options)).not.toThrow(/sk-1/);
    expect(createOrderAdmin({ ...options, dangerouslyAllowBrowser: true })).toBeTypeOf('object');
  });

  test.each(['v2', '__proto__', '', '../v0', null])(
    'rejects the version %j, whose paths no API has',
    (apiVersion) => {
      const options = {
        slug: 'acme',
        environment: 'stage',
        apiKey: 'k',
        merchant: 'm',
        channel: 'c',
      } as const;
      expect(() => createOrderAdmin({ ...options, apiVersion: apiVersion as never })).toThrow(
        new TypeError('createOrderAdmin: apiVersion is neither "v0" nor "v1".'),
      );
    },
  );

  test('the key is not visible on the client', () => {
    const { admin } = adminOf(ok());
    expect(inspect(admin, { depth: Infinity, showHidden: true })).not.toContain('sk-1');
    expect(JSON.stringify(admin)).toBe('{}');
  });
});
