import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Responder } from '../test/rig.ts';
import { key, startRig } from '../test/rig.ts';
import type { HandlerEvent } from './events.ts';
import { createOrderHandler } from './handler.ts';
import { undiciTransport } from './node.ts';

const tick = { method: 'PATCH', path: '/o_1/consents/a', body: { checked: true } };
const validate = { method: 'POST', path: '/o_1/validate' };

/** Returns an upstream that always sends this response. */
function always(status: number, headers: Record<string, string | string[]> = {}, body = ''): Responder {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

/** Starts a rig that collects its events. */
async function startObserved(respond: Responder, options: Parameters<typeof startRig>[0] = {}) {
  const events: HandlerEvent[] = [];
  const rig = await startRig({ ...options, onEvent: (event) => void events.push(event) }, respond);
  return { ...rig, events };
}

const leaky = {
  'set-cookie': ['session=upstream', 'x=1'],
  'access-control-allow-origin': '*',
  'www-authenticate': 'Bearer realm="norce"',
  server: 'upstream',
  etag: '"1"',
  'cache-control': 'public, max-age=600',
  'x-powered-by': 'upstream',
  'content-type': 'application/json',
};

test('AU1: a revoked key gives 502 to the browser, and an error event with the status', async () => {
  const respond = always(401, leaky, '{"code":"unauthorized","message":"token canary-key-9b2e is revoked"}');
  const { ask, events, received } = await startObserved(respond);
  const answer = await ask(tick);
  expect(answer.status).toBe(502);
  expect(answer.headers['www-authenticate']).toBeUndefined();
  expect(answer.text + JSON.stringify(answer.headers)).not.toMatch(/canary|revoked|unauthorized/);
  expect(events).toMatchObject([
    { level: 'error', status: 502, upstreamStatus: 401, problem: 'upstream-error', attempts: 1 },
  ]);
  expect(JSON.stringify(events)).not.toContain('canary');
  expect(received).toHaveLength(1);
});

test.each([200, 204, 400, 401, 403, 404, 409, 418, 429, 500, 502, 503, 301])(
  'AU7: does not forward cookies, CORS and other headers of a %i',
  async (status) => {
    const { ask } = await startRig(
      {},
      always(status, { ...leaky, location: 'https://evil.test' }, status === 204 ? '' : '{"id":"o_1"}'),
    );
    for (const request of [{}, tick, validate]) {
      const { headers } = await ask(request);
      const own = [
        'cache-control',
        'connection',
        'content-length',
        'content-type',
        'date',
        'keep-alive',
        'transfer-encoding',
        'vary',
        'x-content-type-options',
        'x-correlation-id',
      ];
      expect(Object.keys(headers).filter((name) => !own.includes(name))).toEqual([]);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    }
  },
);

test.each([301, 302, 303, 307, 308, 300, 304])(
  'AU8: a %i is not followed, with the key or without',
  async (status) => {
    const other = await startRig();
    const { ask, received } = await startRig(
      {},
      always(status, { location: `${other.upstreamOrigin}/steal` }),
    );
    expect((await ask(tick)).status).toBe(502);
    expect((await ask()).status).toBe(502);
    expect(received).toHaveLength(2);
    expect(other.received).toEqual([]);
  },
);

test.each([400, 404, 409, 410, 412, 422, 423, 429])(
  'a %i of the API keeps its meaning and its code',
  async (status) => {
    const { ask, events } = await startObserved(
      always(status, {}, '{"code":"order-not-found","message":"No order o_1 for ann@shop.test"}'),
    );
    const answer = await ask(tick);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    const problem = JSON.parse(answer.text) as Record<string, unknown>;
    expect(problem).toEqual({
      type: 'urn:norce-kit:order-api',
      title: 'The order service does not accept this.',
      status,
      code: 'order-not-found',
      correlationId: answer.headers['x-correlation-id'],
    });
    expect(events).toMatchObject([{ level: 'info', code: 'order-not-found', upstreamStatus: status }]);
  },
);

test.each(['<b>x</b>', 'a b', 'x'.repeat(65), 'åäö', 7, null, { a: 1 }])(
  'drops a code that is not a short word: %j',
  async (code) => {
    const { ask } = await startRig({}, always(400, {}, JSON.stringify({ code })));
    const problem = JSON.parse((await ask(tick)).text) as Record<string, unknown>;
    expect(problem['code']).toBeUndefined();
  },
);

test.each([401, 402, 403, 405, 408, 413, 418, 500, 501, 502, 504, 599])(
  'a %i of the API is 502',
  async (status) => {
    const { ask, received } = await startRig({}, always(status, {}, 'x'));
    expect((await ask(tick)).status).toBe(502);
    expect(received).toHaveLength(1);
  },
);

test.each<[number, string, string | undefined]>([
  [429, '7', '7'],
  [503, '120', '120'],
  [429, '0x10', undefined],
  [429, '-1', undefined],
  [429, '1.5', undefined],
  [429, '1e9', undefined],
  [429, '9999999', undefined],
  [429, 'soon', undefined],
  [429, 'Thu, 01 Jan 1970 00:00:00 GMT', '0'],
  [404, '7', undefined],
  [500, '7', undefined],
])('HB18: a %i with retry-after %j forwards %j, and is not retried', async (status, wait, passed) => {
  const { ask, received } = await startRig({}, always(status, { 'retry-after': wait }));
  const answer = await ask(tick);
  expect(answer.headers['retry-after']).toBe(passed);
  expect(received).toHaveLength(1);
});

test.each([
  ['Thu, 01 Jan 2026 12:00:00 GMT', '7'],
  ['Thu, 01 Jan 2026 12:01:00 GMT', '0'],
])('HB18: a retry-after with a time is measured by the clock of the order API: %s', async (date, passed) => {
  const { ask } = await startRig({}, always(429, { date, 'retry-after': 'Thu, 01 Jan 2026 12:00:07 GMT' }));
  expect((await ask(tick)).headers['retry-after']).toBe(passed);
});

test('HB18: rateLimit runs before anything is sent', async () => {
  const verdicts = [true, undefined, false, 2.2, Number.NaN] as const;
  let asked = 0;
  const { ask, received } = await startRig({ rateLimit: () => verdicts[asked++] });
  const answers = [];
  while (asked < verdicts.length) answers.push(await ask(tick));
  expect(answers.map(({ status, headers }) => [status, headers['retry-after']])).toEqual([
    [200, undefined],
    [200, undefined],
    [429, undefined],
    [429, '3'],
    [429, undefined],
  ]);
  expect(received).toHaveLength(2);
});

test('HB18: a rateLimit that throws rejects the request', async () => {
  const { ask, received } = await startRig({ rateLimit: () => Promise.reject(new Error('redis is down')) });
  expect((await ask(tick)).status).toBe(500);
  expect(received).toEqual([]);
});

test('HB17: does not forward a stack trace of the upstream, but a correlation id', async () => {
  const stack = 'Error: connect to db-17.internal\n at Order.save (/srv/order.js:1:2)';
  const { ask, events } = await startObserved(always(500, { 'content-type': 'text/plain' }, stack));
  const answer = await ask(tick);
  expect(answer.text).not.toMatch(/internal|order\.js/);
  const { correlationId } = JSON.parse(answer.text) as { correlationId: string };
  expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
  expect(events).toMatchObject([{ correlationId, level: 'warn', status: 502, upstreamStatus: 500 }]);
});

test('HB17: stops reading a failure of 12 MiB', async () => {
  let sent = 0;
  const { ask } = await startRig({}, (_request, response) => {
    response.writeHead(500, { 'content-type': 'text/html' });
    const chunk = Buffer.alloc(65_536, 60);
    const more = () => {
      while (sent < 192 && !response.destroyed) {
        sent++;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  });
  expect((await ask(tick)).status).toBe(502);
  expect(sent).toBeLessThan(192);
});

test.each<
  [string, { method?: string; path?: string; body?: unknown; headers?: Record<string, string> }, number]
>([
  ['a read', {}, 200],
  ['a write', tick, 200],
  ['a refusal', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
  ['a missing page', { path: '/o_1/state' }, 404],
  ['a HEAD', { method: 'HEAD' }, 405],
])('HB19: %s is never cached', async (_name, request, status) => {
  const { ask } = await startRig({}, always(200, { etag: '"1"', 'cache-control': 'public' }, '{"id":"o_1"}'));
  const answer = await ask(request);
  expect(answer.status).toBe(status);
  expect(answer.headers['cache-control']).toBe('no-store');
  // `Cache.put` of service workers, which ignores `no-store`, refuses it.
  expect(answer.headers['vary']).toBe('origin, *');
  expect(answer.headers.etag).toBeUndefined();
});

test('HB19: a conditional read gets the order, not a 304', async () => {
  const { ask, received } = await startRig({}, always(200, {}, '{"id":"o_1"}'));
  expect(
    (await ask({ headers: { 'if-none-match': '"1"', 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' } }))
      .status,
  ).toBe(200);
  expect(received[0]?.headers['if-none-match']).toBeUndefined();
});

/** Returns the text with escaped letters. Some servers escape `+` and `/` by default. */
const spell = (text: string) => text.replaceAll('y', '\\u0079').replaceAll('e', '\\u0065');

test.each<[string, Responder]>([
  ['an order', always(200, {}, spell('{"id":"o_1","culture":"canary-key-9b2e"}'))],
  ['a code', always(400, {}, spell('{"code":"canary-key-9b2e"}').replace('cod\\u0065', 'code'))],
  ['a reason', always(400, {}, '[{"code":"canar\\u0079-key-9b2e","message":"canary-key\\u002d9b2e"}]')],
])('I6: does not forward the key if %s repeats it with escapes', async (_name, respond) => {
  const { ask, events } = await startObserved(respond, { validationMessages: true });
  for (const request of [{}, tick, validate]) {
    expect((await ask(request)).text).not.toContain('canary-key');
  }
  expect(JSON.stringify(events)).not.toContain('canary-key');
});

test('I6: an event has neither a code nor a name with the key', async () => {
  const thrown = [
    Object.assign(new Error('x'), { code: key }),
    Object.assign(new Error('x'), { name: `Error_${key}` }),
    new Error('x', { cause: Object.assign(new Error('x'), { code: key }) }),
  ];
  const consentLog = { secret: 'a-secret-for-hashes-of-thirty-two-bytes', awaited: true };
  for (const error of thrown) {
    const fail = () => Promise.reject(error);
    const failing = [{ authorize: fail }, { consentLog: { ...consentLog, write: fail } }];
    for (const options of [...failing, { upstream: { fetch: fail } }]) {
      const { ask, events } = await startObserved(always(200), options);
      expect((await ask(tick)).status).toBeGreaterThanOrEqual(500);
      expect(events.map((event) => event.error)).toEqual(events.map(() => 'hidden error'));
      expect(JSON.stringify(events)).not.toContain('canary');
    }
  }
});

test('I6: the event of a request does not have its key, however many keys followed', async () => {
  let calls = 0;
  const apiKey = () => `canary-key-${calls++}`;
  const failing: (() => void)[] = [];
  const fetch = async (request: Request): Promise<never> => {
    const code = request.headers.get('authorization')?.slice('Bearer '.length);
    await new Promise<void>((resolve) => failing.push(resolve));
    throw Object.assign(new Error('x'), { code });
  };
  const { ask, events } = await startObserved(always(200), { maxPerOrder: 40, upstream: { apiKey, fetch } });
  const answers = Array.from({ length: 40 }, () => ask());
  await expect.poll(() => failing.length).toBe(40);
  for (const fail of failing) fail();
  await Promise.all(answers);
  expect(events.map((event) => event.error)).toEqual(answers.map(() => 'hidden error'));
});

const apiKey = 'canary+key/9b2e==';
const quoted = JSON.stringify({ authorization: `Bearer ${apiKey}` });

test.each([
  ['JSON', quoted],
  ['JSON with escapes', quoted.replaceAll('+', '\\u002b').replaceAll('/', '\\/')],
  ['JSON in JSON', JSON.stringify({ request: quoted.replaceAll('+', '\\u002B') })],
  ['a URL', `https://api.test/?token=${encodeURIComponent(apiKey)}`],
  ['a URL with escapes', `https://api.test/?token=${encodeURIComponent(apiKey)}`.replaceAll('%', '\\u0025')],
])('I6: does not forward the key in a request that is quoted as %s', async (_name, text) => {
  const respond: Responder = (request, response) =>
    response.end(
      JSON.stringify(request.method === 'GET' ? { id: 'o_1', culture: text } : [{ message: text }]),
    );
  const { ask } = await startRig({ validationMessages: true, upstream: { apiKey } }, respond);
  for (const request of [{}, validate]) {
    const answer = await ask(request);
    expect([answer.status, answer.text.includes('canary')]).toEqual([502, false]);
  }
});

test.each([
  // A refusal is one without its reasons too. A 200 may contain reasons, so it must be complete.
  [400, 6_000, 400],
  [400, 500, 400],
  [200, 1_000, 504],
])(
  'times out on reasons that never end, with fetch and with undici (status %i)',
  async (status, timeout, expected) => {
    let closed = 0;
    const respond: Responder = (_request, response) => {
      response.on('close', () => closed++);
      response.writeHead(status).write('[');
    };
    const rigs = [
      await startRig({ timeout }, respond),
      await startRig({ timeout, upstream: { transport: undiciTransport() } }, respond),
    ];
    const answers = await Promise.all(rigs.map(({ ask }) => ask(validate)));
    expect(answers.map((answer) => answer.status)).toEqual([expected, expected]);
    await expect.poll(() => closed).toBe(2);
  },
);

test('NF5: confirms a write although its response body never ends', async () => {
  // Longer than the test may take.
  const { ask } = await startRig({ timeout: 900_000 }, (_request, response) =>
    response.writeHead(200).write('{'),
  );
  expect((await ask(tick)).status).toBe(200);
});

test('NF4: confirms a write although its response body breaks off', async () => {
  const { ask } = await startRig({}, (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"id":', () => response.destroy());
  });
  expect((await ask(tick)).status).toBe(200);
});

test.each([10_000, 300])(
  'forwards the status of a failure although its body never ends (timeout %d)',
  async (timeout) => {
    const { ask, events } = await startObserved(
      (_request, response) => response.writeHead(429, { 'retry-after': '3' }).write('{'),
      { timeout },
    );
    const answer = await ask(tick);
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '3']);
    expect(events).toMatchObject([{ problem: 'order-api', upstreamStatus: 429 }]);
  },
);

test.each<[string, Responder]>([
  ['says nothing', () => undefined],
  ['starts an order and stops', (_request, response) => response.writeHead(200).write('{"id":')],
])('times out on an upstream that %s', async (_name, respond) => {
  const { ask, events } = await startObserved(respond, { timeout: 150 });
  expect((await ask()).status).toBe(504);
  expect(events).toMatchObject([{ level: 'warn', status: 504, problem: 'upstream-timeout', attempts: 1 }]);
});

test.each<[string, Responder]>([
  ['says nothing', () => undefined],
  ['never ends what it says', (_request, response) => response.writeHead(200).write('[')],
])('closes the socket to an upstream that %s, also after garbage collection', async (_, respond) => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  let open = 0;
  const { ask } = await startRig({ timeout: 3_000 }, (request, response, body) => {
    open++;
    response.on('close', () => open--);
    respond(request, response, body);
  });
  const answers = Promise.all([{}, tick, validate].map((request) => ask(request)));
  await expect.poll(() => open).toBe(3);
  collectGarbage();
  await answers;
  await expect.poll(() => open).toBe(0);
});

test('a fetch that ignores its signal times out', async () => {
  const { ask } = await startRig({ timeout: 50, upstream: { fetch: () => new Promise(() => undefined) } });
  expect((await ask(tick)).status).toBe(504);
});

test.each<[string, Responder]>([
  [
    'is cut off',
    (_request, response) =>
      response.writeHead(200, { 'content-length': '100' }).write('{"id":', () => response.destroy()),
  ],
  ['hangs up', (_request, response) => void response.destroy()],
  ['sends a list', always(200, {}, '[]')],
  ['sends null', always(200, {}, 'null')],
  ['sends nothing', always(200)],
  ['sends half of it', always(200, {}, '{"id":"o_1"')],
  ['sends a page', always(200, { 'content-type': 'text/html; charset=utf-8' }, '<h1>Log in</h1>')],
  ['sends 5 MiB', always(200, {}, `{"id":"o_1","x":"${'x'.repeat(5 * 1024 * 1024)}"}`)],
])('an upstream that %s gives 502', async (_name, respond) => {
  const { ask } = await startRig({}, respond);
  expect((await ask()).status).toBe(502);
});

test.each(['text/html', 'application/xhtml+xml; charset=utf-8'])(
  'NF17: a login page (%s) with 200 does not confirm a write',
  async (type) => {
    const { ask } = await startRig({}, always(200, { 'content-type': type }, '<h1>Hotel</h1>'));
    expect((await ask(tick)).status).toBe(502);
    expect((await ask(validate)).status).toBe(502);
  },
);

test('an unreachable upstream gives 502, and an event without upstreamStatus', async () => {
  const { ask, events } = await startObserved(always(200), { upstream: { baseUrl: 'http://127.0.0.1:1' } });
  expect((await ask(tick)).status).toBe(502);
  expect(events).toMatchObject([{ level: 'warn', problem: 'upstream-error', attempts: 1 }]);
  expect(events[0]).not.toHaveProperty('upstreamStatus');
});

test.each<[string, unknown]>([
  [
    '[{"code":"stock-low","adapterId":"stock","message":"Item 7 of ann@shop.test"}]',
    [{ code: 'stock-low', adapterId: 'stock' }],
  ],
  ['{"errors":[{"code":"a"},{"code":"b","adapterId":"x"}]}', [{ code: 'a' }, { code: 'b', adapterId: 'x' }]],
  ['{"code":"order-validation","message":"no"}', [{ code: 'order-validation' }]],
  ['', []],
  ['<html>', []],
  ['null', []],
  ['[null,1,"x",[],{}]', [{ code: 'x' }]],
  ['["out-of-stock","not a code"]', [{ code: 'out-of-stock' }]],
  ['{"errors":{"code":"a"}}', [{ code: 'a' }]],
  [
    JSON.stringify(Array.from({ length: 60 }, () => ({ code: 'a' }))),
    Array.from({ length: 50 }, () => ({ code: 'a' })),
  ],
])('reads the reasons of a failed validation in every published shape: %s', async (body, errors) => {
  const { ask } = await startRig({}, always(400, {}, body));
  const answer = await ask(validate);
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toMatchObject({ errors });
});

test('validationMessages forwards the messages of validators', async () => {
  const { ask } = await startRig(
    { validationMessages: true },
    always(400, {}, '[{"code":"a","message":"Only 2 left"}]'),
  );
  expect(JSON.parse((await ask(validate)).text)).toMatchObject({
    errors: [{ code: 'a', message: 'Only 2 left' }],
  });
});

test('a passed validation returns the empty list of the API', async () => {
  const { ask } = await startRig({}, always(200, {}, '[]'));
  const answer = await ask(validate);
  expect([answer.status, answer.text]).toEqual([200, '[]']);
});

test('emits one event per request, and ignores errors of onEvent', async () => {
  const events: HandlerEvent[] = [];
  const { ask } = await startRig({
    onEvent: (event) => {
      events.push(event);
      if (events.length % 2 === 1) throw new Error('sink');
      return Promise.reject(new Error('sink'));
    },
  });
  expect((await ask(tick)).status).toBe(200);
  expect((await ask({ path: '/o_1/state' })).status).toBe(404);
  expect(
    (await ask({ ...tick, headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' } })).status,
  ).toBe(403);
  expect(events).toMatchObject([
    {
      type: 'request',
      operation: 'patchConsent',
      orderId: 'o_1',
      method: 'PATCH',
      status: 200,
      upstreamStatus: 200,
      attempts: 1,
    },
    { status: 404, problem: 'not-found', attempts: 0 },
    { status: 403, problem: 'cross-site', attempts: 0 },
  ]);
  expect(events.every((event) => event.type === 'request' && event.duration >= 0)).toBe(true);
});

test.each<[string, (order: object) => unknown]>([
  ['returns nothing', () => undefined],
  ['returns a text', () => 'order'],
  ['returns a list', (order) => [order]],
  ['returns a date', () => new Date()],
  ['returns what is nothing in JSON', () => ({ toJSON: () => undefined })],
  ['returns what is a text in JSON', () => ({ toJSON: () => 'order' })],
  ['returns what JSON cannot hold', () => ({ total: 1n })],
  ['resolves with nothing', () => Promise.resolve(undefined)],
  ['rejects', () => Promise.reject(new Error('canary'))],
])('a project that %s shows nothing, and the event names it', async (_, project) => {
  const respond = always(200, {}, '{"id":"o_1","customer":{"email":"canary@shop.test"}}');
  const { ask, events } = await startObserved(respond, { project });
  const answer = await ask();
  expect(answer.status).toBe(500);
  expect(answer.text + JSON.stringify(events)).not.toContain('canary');
  expect(events).toMatchObject([{ level: 'error', problem: 'internal-error', hook: 'project' }]);
});

test('shows what the promise of project has, also one of another library', async () => {
  const shown = {
    then: (resolve: (value: unknown) => void) => {
      resolve({ id: 'o_1' });
    },
  };
  for (const project of [() => Promise.resolve({ id: 'o_1' }), () => shown]) {
    const { ask } = await startRig({ project }, always(200, {}, '{"id":"o_1"}'));
    expect((await ask()).text).toBe('{"id":"o_1"}');
  }
});

test('completes the request of a page that is left', async () => {
  const sent: Request[] = [];
  const handler = createOrderHandler({
    upstream: {
      baseUrl: 'https://api.test',
      apiKey: 'k',
      merchant: 'm',
      channel: 'c',
      fetch: (request) => {
        sent.push(request);
        return Promise.resolve(new Response(null));
      },
    },
    authorize: () => true,
  });
  const left = new AbortController();
  const request = new Request('https://shop.test/api/norce/api/v0/checkout/orders/o_1/consents/a', {
    method: 'PATCH',
    keepalive: true,
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: '{"checked":true}',
    signal: left.signal,
  });
  const answer = handler(request);
  await new Promise((resolve) => setTimeout(resolve, 0));
  left.abort();
  expect((await answer).status).toBe(200);
  expect(sent[0]?.signal.aborted).toBe(false);
});
