import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { failureOf, json, scripted } from '../test/scripted.ts';
import type { Step } from '../test/scripted.ts';
import { createOrderAdmin } from './admin.ts';
import { createOrderClient, isOrderApiError, isUnsavedAnswersError, OrderApiError } from './index.ts';
import type { OrderApiErrorKind, OrderClient } from './index.ts';

afterEach(() => void vi.useRealTimers());

const read = (client: OrderClient): Promise<unknown> => client.getOrder('o1');
const failWith = (step: Step, call = read): Promise<unknown> => failureOf(call(at(step)));
const at = (step: Step) =>
  createOrderClient({ baseUrl: 'https://shop.example', fetch: scripted(step).fetch, retry: 0 });

describe('kind and outcome', () => {
  test.each<[number, OrderApiErrorKind, boolean]>([
    [400, 'invalid', false],
    [401, 'unauthorized', false],
    [402, 'invalid', false],
    [403, 'forbidden', false],
    [404, 'not-found', false],
    [408, 'timeout', true],
    [409, 'conflict', true],
    [410, 'not-found', false],
    [412, 'conflict', true],
    [413, 'invalid', false],
    [422, 'invalid', false],
    [423, 'conflict', true],
    [429, 'rate-limited', true],
    [500, 'server', true],
    [502, 'server', true],
    [503, 'server', true],
    [504, 'timeout', true],
    [599, 'server', true],
  ])('SE4, SE6, SE7: status %i has kind %s', async (status, kind, retryable) => {
    const error = await failWith(new Response(null, { status }));
    expect(error).toMatchObject({ kind, status, retryable, operation: 'getOrder' });
  });

  test.each([400, 401, 403, 404, 409, 412, 413, 423, 429])(
    'a write with status %i was not applied',
    async (status) => {
      const error = await failWith(new Response(null, { status }), (client) =>
        client.patchConsent('o1', 'news', true),
      );
      expect(error).toMatchObject({ outcome: 'not-applied' });
    },
  );

  test.each([408, 500, 502, 503, 504])('a write with status %i has an unknown outcome', async (status) => {
    const error = await failWith(new Response(null, { status }), (client) =>
      client.patchConsent('o1', 'news', true),
    );
    expect(error).toMatchObject({ outcome: 'unknown' });
  });

  test.each([400, 401, 403, 404, 409, 412, 413, 422, 423])(
    'SE6, SE7: status %i is not retried',
    async (status) => {
      const { fetch, sent } = scripted(new Response(null, { status }));
      const client = createOrderClient({ baseUrl: 'https://shop.example', fetch });
      await failureOf(client.patchConsent('o1', 'news', true));
      expect(sent).toHaveLength(1);
    },
  );

  test('SE2: status 204 is a success, as 200 is', async () => {
    await at(new Response(null, { status: 204 })).patchConsent('o1', 'news', true);
  });

  test('NF17: an opaque redirect of a browser is an error', async () => {
    const opaque = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
    const error = await failWith(() => opaque);
    expect(error).toMatchObject({ kind: 'protocol', outcome: 'not-applied' });
  });
});

describe('error bodies', () => {
  test('code and message of the API become code and problem', async () => {
    const id = '0b7a6f0e-7d4c-4c1f-9f43-1f0a4a1f2b11';
    const body = { code: 'order-not-found', message: 'No order o1 of Anna', extra: [1] };
    const error = await failWith(json(body, 404, { 'x-correlation-id': id }));
    expect(error).toMatchObject({ code: 'order-not-found', correlationId: id });
    expect((error as OrderApiError).problem).toEqual({ code: body.code, message: body.message });
    expect(String(error)).toBe('OrderApiError: getOrder: not-found 404 (order-not-found)');
  });

  test('SE4: problem details become problem', async () => {
    const problem = { type: 'about:blank', title: 'Not Found', detail: 'gone', instance: '/o1' };
    const error = (await failWith(json({ ...problem, status: 404 }, 404))) as OrderApiError;
    expect(error.problem).toEqual(problem);
    expect(error.code).toBe(undefined);
  });

  test.each([
    ['nothing', ''],
    ['HTML', '<html><h1>Bad gateway</h1>'],
    ['half a document', '{"code":"x"'],
    ['a list', '[{"code":"x"}]'],
    ['members of other types', '{"code":1,"message":{"a":1}}'],
    ['null', 'null'],
  ])('a body of %s gives neither code nor problem', async (_, body) => {
    const error = (await failWith(new Response(body, { status: 502 }))) as OrderApiError;
    expect(error).toMatchObject({ kind: 'server', status: 502, code: undefined, problem: undefined });
  });

  test('a code with unexpected characters is not part of the message', async () => {
    for (const code of ['anna@example.org', 'a b', 'x'.repeat(65), '19800101-1234', 'a\nb']) {
      const error = (await failWith(json({ code }, 400))) as OrderApiError;
      expect(error.code).toBe(undefined);
      expect(String(error)).not.toContain(code);
      expect(error.problem).toEqual({ code });
    }
  });
});

describe('guards', () => {
  test('recognize an error of another copy of the package', async () => {
    vi.resetModules();
    const copy = await import('./index.ts');
    const init = { kind: 'network', operation: 'getOrder', outcome: 'not-applied', reason: 'x' } as const;
    const foreign = new copy.OrderApiError(init);
    expect(foreign instanceof OrderApiError).toBe(false);
    expect(isOrderApiError(foreign)).toBe(true);
    expect(copy.isOrderApiError(new OrderApiError(init))).toBe(true);
    expect(isUnsavedAnswersError(new copy.UnsavedAnswersError([]))).toBe(true);
    expect(isUnsavedAnswersError(foreign)).toBe(false);
  });

  test.each([undefined, null, 'OrderApiError', {}, new Error('x'), { name: 'OrderApiError' }])(
    'reject %j',
    (value) => {
      expect(isOrderApiError(value)).toBe(false);
      expect(isUnsavedAnswersError(value)).toBe(false);
    },
  );

  test('an error survives structuredClone, which caches shared between tabs use', async () => {
    const error = await failWith(new TypeError('fetch failed'));
    expect(structuredClone(error)).toBeInstanceOf(Error);
  });
});

describe('no error contains the key, a header, a body or the response', () => {
  const key = 'sk-canary-7f3a9b';
  const personal = 'anna.canary@example.org';
  const secrets = [key, personal, 'acme-canary', 'Anna Canary', 'canary'];

  const echo = async (request: Request, status: number, type = 'application/json') => {
    const sent = { ...Object.fromEntries(request.headers), body: await request.clone().text() };
    const text = JSON.stringify({
      code: `${key} ${personal}`,
      message: JSON.stringify(sent),
      detail: sent.body,
    });
    return new Response(text, {
      status,
      headers: { 'content-type': type, 'x-echo': sent.body.slice(0, 99) },
    });
  };
  const steps: Record<string, (request: Request) => Response | Promise<Response>> = {
    'a refusal that echoes the request': (request) => echo(request, 400),
    'a server error that echoes the request': (request) => echo(request, 500),
    'an HTML error that echoes the request': (request) => echo(request, 502, 'text/html'),
    'an HTML page that echoes the request': (request) => echo(request, 200, 'text/html'),
    'a refusal whose code is the key': () => json({ code: key }, 400, { 'x-correlation-id': key }),
    'a redirect that carries the key along': () =>
      new Response(null, { status: 307, headers: { location: `https://evil.example/?key=${key}` } }),
    'a network failure': () => Promise.reject(new TypeError('fetch failed')),
    'a network failure whose message quotes a header': (request) =>
      Promise.reject(new TypeError(`bad header: ${request.headers.get('authorization') ?? ''}`)),
    'a network failure whose cause quotes the body': async (request) => {
      const cause = Object.assign(new Error(await request.clone().text()), { code: 'EBAD', request });
      throw new TypeError('fetch failed', { cause });
    },
    'a network failure that holds the request': (request) =>
      Promise.reject(
        Object.assign(new Error('no'), { request, config: { headers: { authorization: key } } }),
      ),
    'a thrown string': () => {
      // oxlint-disable-next-line typescript/only-throw-error -- an injected fetch may throw anything
      throw `${key} ${personal}`;
    },
    silence: () => new Promise<never>(() => undefined),
  };

  const shapes = (error: unknown): string[] => {
    const { stack, cause, message } = error as Error;
    return [
      String(error),
      message,
      stack ?? '',
      String((cause as Error | undefined)?.stack),
      JSON.stringify(error),
      JSON.stringify({ cause }),
      JSON.stringify(error, Object.getOwnPropertyNames(error)),
      inspect(error, { depth: Infinity, showHidden: false }),
      inspect(structuredClone(error), { depth: Infinity }),
    ];
  };

  test.each(Object.entries(steps))('%s', async (_, step) => {
    vi.useFakeTimers();
    const admin = createOrderAdmin({
      baseUrl: 'https://api.example',
      fetch: scripted(step).fetch,
      apiKey: key,
      merchant: 'acme-canary',
      channel: 'acme-canary-se',
    });
    const attributes = { email: personal, note: 'Anna Canary\n"quoted"' };
    const calls = [
      admin.patchAttributes('o1', attributes),
      admin.createOrder({ attributes }),
      admin.createConsent('o1', { id: 'news', text: personal }),
      admin.registerValidation('o1', { adapterId: 'stock', url: `https://checks.example/?key=${key}` }),
      admin.getOrder('o1'),
    ].map(failureOf);
    await vi.runAllTimersAsync();
    for (const error of await Promise.all(calls)) {
      expect(isOrderApiError(error)).toBe(true);
      for (const shape of shapes(error)) {
        for (const secret of secrets) expect(shape.toLowerCase()).not.toContain(secret.toLowerCase());
      }
    }
  });

  test('a cause keeps the error code of the platform and drops its message', async () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    const error = (await failWith(new TypeError('fetch failed', { cause }))) as OrderApiError;
    expect(error.cause).toEqual(new Error('ECONNREFUSED'));
  });
});
