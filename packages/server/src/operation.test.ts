import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Ask } from '../test/rig.ts';
import { listen, orders, startRig } from '../test/rig.ts';
import type { HandlerEvent } from './events.ts';
import { createOrderHandler } from './handler.ts';
import { toNodeListener, undiciTransport } from './node.ts';
import type { OrderHandler, OrderHandlerOptions } from './options.ts';
import type { OrderSlot } from './order-slots.ts';
import { createOrderSlots } from './order-slots.ts';
import { createTurns } from './turns.ts';

const key = 'canary-key-5f1d';
const secret = 'a-secret-for-hashes-of-thirty-two-bytes';
const shop = 'https://shop.test';

/** A promise and the function that resolves it. */
function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

/** A handler over a recording fetch, with its events. */
function setUp(
  options: Partial<OrderHandlerOptions> = {},
  answer: (request: Request) => Response | Promise<Response> = () => Response.json({ id: 'o_1' }),
  apiKey: string | (() => string | Promise<string>) = key,
) {
  const sent: Request[] = [];
  const events: HandlerEvent[] = [];
  const fetch = async (request: Request) => {
    sent.push(request);
    return await answer(request);
  };
  const handler = createOrderHandler({
    upstream: { baseUrl: 'https://api.test', apiKey, merchant: 'acme', channel: 'acme-se', fetch },
    authorize: () => true,
    onEvent: (event) => void events.push(event),
    ...options,
  });
  return { handler, sent, events };
}

function toRequest({ method = 'GET', path = '/o_1', headers = {}, body }: Ask): Request {
  return new Request(shop + orders + path, {
    method,
    headers: {
      origin: shop,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(headers as Record<string, string>),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const tick: Ask = { method: 'PATCH', path: '/o_1/consents/a', body: { checked: true } };

/** A log and an `onEvent` that end when the test allows it. */
function startSlow() {
  const gate = deferred();
  const done: string[] = [];
  const options: Partial<OrderHandlerOptions> = {
    consentLog: {
      secret,
      write: async () => {
        await gate.promise;
        done.push('row');
      },
    },
    onEvent: async () => {
      await gate.promise;
      done.push('event');
    },
  };
  return { options, done, open: gate.resolve };
}

test.each<[string, (work: Promise<unknown>[]) => Parameters<OrderHandler>]>([
  ['Workers', (work) => [toRequest(tick), {}, { waitUntil: (one: Promise<unknown>) => void work.push(one) }]],
  ['Hono', (work) => [toRequest(tick), { waitUntil: (one: Promise<unknown>) => void work.push(one) }]],
])('CL7: %s learn of rows and events that the response does not wait for', async (_runtime, argumentsOf) => {
  const { options, done, open } = startSlow();
  const work: Promise<unknown>[] = [];
  const { handler } = setUp(options);
  expect((await handler(...argumentsOf(work))).status).toBe(200);
  expect(done).toEqual([]);
  open();
  await Promise.all(work);
  expect(done.sort()).toEqual(['event', 'row']);
});

test('CL7: Workers complete the row of a write whose browser has left', async () => {
  const gate = deferred();
  const work: Promise<unknown>[] = [];
  const rows: string[] = [];
  const { handler } = setUp(
    { consentLog: { secret, awaited: true, write: ({ consentId }) => void rows.push(consentId) } },
    async () => {
      await gate.promise;
      return new Response();
    },
  );
  // A runtime that cancels the request still completes the announced work.
  void handler(toRequest(tick), {}, { waitUntil: (one: Promise<unknown>) => void work.push(one) });
  expect(work).toHaveLength(1);
  gate.resolve();
  await Promise.all(work);
  expect(rows).toEqual(['a']);
});

test('CL7: the waitUntil option comes before the one of the server', async () => {
  const work: Promise<unknown>[] = [];
  const { options, done, open } = startSlow();
  const { handler } = setUp({ ...options, waitUntil: (one) => void work.push(one) });
  const ofServer: Promise<unknown>[] = [];
  await handler(toRequest(tick), {}, { waitUntil: (one: Promise<unknown>) => void ofServer.push(one) });
  expect(ofServer).toEqual([]);
  open();
  await Promise.all(work);
  expect(done).toHaveLength(2);
});

const throwing = () => {
  throw new Error('`after` was called outside a request scope.');
};

test.each<[string, Partial<OrderHandlerOptions>, readonly unknown[]]>([
  ['the option', { waitUntil: throwing }, []],
  ['the context of the server', {}, [{ waitUntil: throwing }]],
])(
  'CL7: where waitUntil of %s throws, the response comes after rows and events',
  async (_what, given, platform) => {
    const { options, done, open } = startSlow();
    const { handler } = setUp({ ...options, ...given });
    const response = handler(toRequest(tick), ...platform);
    open();
    expect((await response).status).toBe(200);
    expect(done.sort()).toEqual(['event', 'row']);
  },
);

/** A query builder: a promise whose work begins when `then` is called, each time. */
function toQuery<Value>(run: () => Value): Promise<Value> {
  // oxlint-disable-next-line unicorn/no-thenable
  return { then: (...listeners) => Promise.resolve(run()).then(...listeners) } as Promise<Value>;
}

test('a hook may return a query builder, whose query runs once', async () => {
  const run: string[] = [];
  const query = <Value>(name: string, value: Value) =>
    toQuery(() => {
      run.push(name);
      return value;
    });
  const { handler } = setUp({
    rateLimit: () => query('rateLimit', true),
    authorize: () => query('authorize', true),
    project: (order) => query('project', order),
    consentLog: { secret, awaited: true, writeAll: () => query('consentLog', undefined) },
    onEvent: () => query('onEvent', undefined),
  });
  expect((await handler(toRequest(tick))).status).toBe(200);
  await handler.idle();
  expect(run).toEqual(['rateLimit', 'authorize', 'consentLog', 'onEvent']);
  run.length = 0;
  expect((await handler(toRequest({}))).status).toBe(200);
  await handler.idle();
  expect(run).toEqual(['rateLimit', 'authorize', 'project', 'onEvent']);
});

test.each<[string, () => void]>([
  ['Workers', () => vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' })],
  ['an edge runtime', () => vi.stubGlobal('EdgeRuntime', 'edge-runtime')],
  ['AWS Lambda', () => vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'shop')],
  ['Cloud Run', () => vi.stubEnv('K_SERVICE', 'shop')],
  ['Vercel', () => vi.stubEnv('VERCEL', '1')],
])('CL7: %s without a context respond after rows and events are complete', async (_runtime, stub) => {
  stub();
  onTestFinished(() => void vi.unstubAllGlobals().unstubAllEnvs());
  const { options, done, open } = startSlow();
  const { handler } = setUp(options);
  const response = handler(toRequest(tick));
  open();
  expect((await response).status).toBe(200);
  expect(done.sort()).toEqual(['event', 'row']);
});

test('CL7: an event of a failed row is complete too', async () => {
  const seen: string[] = [];
  const work: Promise<unknown>[] = [];
  const { handler } = setUp({
    consentLog: { secret, write: () => Promise.reject(new Error('disk')) },
    onEvent: async ({ type }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(type);
    },
  });
  await handler(toRequest(tick), {}, { waitUntil: (one: Promise<unknown>) => void work.push(one) });
  await Promise.all(work);
  expect(seen.sort()).toEqual(['consent-log', 'request']);
});

test('CL8: idle resolves when requests, rows and events are complete', async () => {
  const upstream = deferred();
  const { options, done, open } = startSlow();
  const { handler } = setUp(options, async () => {
    await upstream.promise;
    return new Response(null);
  });
  await handler.idle();
  const response = handler(toRequest(tick)).then(({ status }) => done.push(String(status)));
  const idle = handler.idle().then(() => done.push('idle'));
  upstream.resolve();
  await response;
  open();
  await idle;
  expect(done[0]).toBe('200');
  expect(done.slice(1, 3).sort()).toEqual(['event', 'row']);
  expect(done.at(-1)).toBe('idle');
});

test('CL8: idle also waits for requests through a Node server', async () => {
  const upstream = deferred();
  const { handler, sent } = setUp({}, async () => {
    await upstream.promise;
    return Response.json({ id: 'o_1' });
  });
  const origin = await listen(toNodeListener(handler));
  const response = fetch(`${origin}${orders}/o_1`, { headers: { origin } });
  await expect.poll(() => sent.length).toBe(1);
  const order: string[] = [];
  const idle = handler.idle().then(() => order.push('idle'));
  order.push('upstream');
  upstream.resolve();
  expect((await response).status).toBe(200);
  await idle;
  expect(order).toEqual(['upstream', 'idle']);
});

const never = () => new Promise<never>(() => undefined);
const schema = { '~standard': { version: 1, vendor: 'test', validate: never } } as const;

test.each<[string, Ask, Partial<OrderHandlerOptions>]>([
  ['authorize', {}, { authorize: never }],
  ['rateLimit', {}, { rateLimit: never }],
  ['project', {}, { project: never }],
  ['attributes', { method: 'PATCH', path: '/o_1/attributes', body: { gift: 1 } }, { attributes: schema }],
  ['consentLog', tick, { consentLog: { secret, awaited: true, write: never } }],
])(
  'CL5: a hanging %s ends the request after hookTimeout, and the event names it',
  async (hook, ask, options) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { handler, events } = setUp({ ...options, hookTimeout: 700 });
    let status = 0;
    void handler(toRequest(ask)).then((response) => (status = response.status));
    while (status === 0) await vi.advanceTimersByTimeAsync(100);
    expect(status).toBe(500);
    expect(events.filter(({ type }) => type === 'request')).toMatchObject([
      { level: 'error', hook, error: 'HookTimeoutError' },
    ]);
  },
);

const refuse = () => {
  throw new Error('canary');
};
/** Errors that throw when they are looked at. */
const unreadable: readonly Error[] = [
  new Proxy(new Error('canary'), { getPrototypeOf: refuse }),
  Object.defineProperty(new Error('canary'), 'code', { get: refuse }),
];

test.each<[string, Ask, (fail: () => Promise<never>) => Partial<OrderHandlerOptions>]>([
  ['authorize', {}, (authorize) => ({ authorize })],
  ['rateLimit', {}, (rateLimit) => ({ rateLimit })],
  ['project', {}, (project) => ({ project })],
  [
    'attributes',
    { method: 'PATCH', path: '/o_1/attributes', body: { gift: 1 } },
    (validate) => ({ attributes: { '~standard': { version: 1, vendor: 'test', validate } } }),
  ],
  ['consentLog', tick, (write) => ({ consentLog: { secret, awaited: true, write } })],
])('the event names %s as the hook that threw a value that cannot be read', async (hook, ask, toOptions) => {
  for (const thrown of unreadable) {
    const { handler, events } = setUp(toOptions(() => Promise.reject(thrown)));
    expect((await handler(toRequest(ask))).status).toBe(500);
    expect(events.at(-1)).toMatchObject({ type: 'request', level: 'error', hook, error: 'thrown value' });
  }
});

test('a value that cannot be read counts as any other error of apiKey, of fetch and of a log', async () => {
  for (const thrown of unreadable) {
    const fail = () => Promise.reject(thrown);
    const locked = setUp({}, undefined, fail);
    expect((await locked.handler(toRequest({}))).status).toBe(500);
    expect(locked.events).toMatchObject([{ hook: 'apiKey', error: 'thrown value' }]);
    const cut = setUp({}, fail);
    expect((await cut.handler(toRequest({}))).status).toBe(502);
    expect(cut.events).toMatchObject([{ problem: 'upstream-error', error: 'thrown value' }]);
    const logging = setUp({ consentLog: { secret, write: fail } });
    expect((await logging.handler(toRequest(tick))).status).toBe(200);
    await logging.handler.idle();
    expect(logging.events.at(-1)).toMatchObject({ type: 'consent-log', answers: [{ orderId: 'o_1' }] });
  }
});

test('a waitUntil that rejects ends no process', async () => {
  const rejected: unknown[] = [];
  const onRejection = (reason: unknown) => void rejected.push(reason);
  process.on('unhandledRejection', onRejection);
  onTestFinished(() => void process.off('unhandledRejection', onRejection));
  const fail = () => Promise.reject(new Error('outside of a request'));
  // The type accepts it, as it does each function whose result it does not use.
  const waitUntil = fail as () => void;
  const { handler } = setUp({ waitUntil, consentLog: { secret, write: () => Promise.resolve() } });
  expect((await handler(toRequest(tick))).status).toBe(200);
  await handler.idle();
  // Node reports a rejection after the microtasks.
  await new Promise((resolve) => setImmediate(resolve));
  expect(rejected).toEqual([]);
});

test('CL5: a hook whose result is a function with a then that never ends is late too', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const endless = Object.assign(() => undefined, { then: () => undefined }) as unknown as Promise<boolean>;
  const { handler, events } = setUp({ authorize: () => endless, hookTimeout: 700 });
  let status = 0;
  void handler(toRequest({})).then((response) => (status = response.status));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(status).toBe(500);
  expect(events).toMatchObject([{ hook: 'authorize', error: 'HookTimeoutError' }]);
});

test('CL5: a hanging apiKey, onEvent or log does not keep the handler busy', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const hanging = { consentLog: { secret, write: never }, onEvent: never, hookTimeout: 700 };
  const { handler } = setUp(hanging);
  const stuck = setUp({ hookTimeout: 700 }, undefined, never);
  const ended: string[] = [];
  const statuses: number[] = [];
  void handler(toRequest(tick)).then(({ status }) => statuses.push(status));
  void stuck.handler(toRequest({})).then(({ status }) => statuses.push(status));
  void Promise.all([handler.idle(), stuck.handler.idle()]).then(() => ended.push('idle'));
  while (ended.length === 0) await vi.advanceTimersByTimeAsync(100);
  expect(statuses).toEqual([200, 500]);
  expect(stuck.events).toMatchObject([{ hook: 'apiKey', error: 'HookTimeoutError', attempts: 0 }]);
});

test('CL8: idle waits no longer than timeout for the body of a write, also of a fetch that ignores its signal', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const endless = () => Promise.resolve(new Response(new ReadableStream()));
  const { handler } = setUp({ timeout: 700 }, endless);
  expect((await handler(toRequest(tick))).status).toBe(200);
  let isIdle = false;
  void handler.idle().then(() => (isIdle = true));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isIdle).toBe(true);
});

test('I5: a slow apiKey ends the request after timeout, and nothing is sent', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const slowKey = () => new Promise<string>((resolve) => setTimeout(resolve, 4_000, key));
  const { handler, sent, events } = setUp({ timeout: 1_000 }, undefined, slowKey);
  const statuses: number[] = [];
  void handler(toRequest({})).then(({ status }) => statuses.push(status));
  await vi.advanceTimersByTimeAsync(1_500);
  expect(statuses).toEqual([504]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([sent.length, events]).toMatchObject([0, [{ problem: 'upstream-timeout', attempts: 0 }]]);
});

test('64 orders that hang leave sockets for an order that does not', async () => {
  const upstream = await listen((request, response) => {
    if (request.url?.endsWith('/o_ok')) response.end('{"id":"o_ok"}');
  });
  const transport = undiciTransport();
  const rig = await startRig({ upstream: { baseUrl: upstream, transport } });
  const hanging = Array.from({ length: 64 }, (_, index) =>
    rig.ask({ path: `/o_${index}` }).catch(() => undefined),
  );
  // One order with many requests takes a part of the sockets only.
  hanging.push(...Array.from({ length: 600 }, () => rig.ask({ path: '/o_busy' }).catch(() => undefined)));
  expect((await rig.ask({ path: '/o_ok' })).status).toBe(200);
});

test('requests of one order beyond maxPerOrder wait for their turn', async () => {
  const held: (() => void)[] = [];
  const { handler, sent } = setUp({ maxPerOrder: 2 }, async () => {
    await new Promise<void>((resolve) => held.push(resolve));
    return Response.json({ id: 'o_1' });
  });
  const responses = [1, 2, 3, 4].map(() => handler(toRequest({})));
  await expect.poll(() => held.length).toBe(2);
  const other = handler(toRequest({ path: '/o_2' }));
  await expect.poll(() => held.length).toBe(3);
  for (let index = 0; index < 5; index++) {
    await expect.poll(() => held.length).toBeGreaterThan(index);
    held[index]?.();
  }
  const statuses = (await Promise.all([...responses, other])).map(({ status }) => status);
  expect(statuses).toEqual([200, 200, 200, 200, 200]);
  expect(sent).toHaveLength(5);
});

test('a request that waits for its turn times out, and frees no turn of another', async () => {
  const { handler, sent } = setUp({ maxPerOrder: 1, timeout: 100 }, () => new Promise(() => undefined));
  const statuses = async () =>
    (await Promise.all([1, 2, 3].map(() => handler(toRequest({}))))).map(({ status }) => status);
  expect(await statuses()).toEqual([504, 504, 504]);
  const before = sent.length;
  expect(await statuses()).toEqual([504, 504, 504]);
  expect(sent.length).toBeGreaterThan(before);
});

test('a request that the runtime ended without a trace gives its turn back after the timeout', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const slots = createOrderSlots(1, 10_000);
  const ended = slots.enter('o_1', () => undefined);
  vi.advanceTimersByTime(10_001);
  const next = slots.enter('o_1', () => undefined);
  expect(next).not.toBeInstanceOf(Promise);
  // The late end of the first request frees no slot of another.
  slots.leave('o_1', ended as OrderSlot);
  expect(slots.enter('o_1', () => undefined)).toBeInstanceOf(Promise);
});

test('NJ7: a form waits for the first one of its order, also after another has given up', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const turns = createTurns();
  const written: string[] = [];
  const write = (name: string) => Promise.resolve(written.push(name));
  const first = turns('o_1', 10_000, async () => {
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    await write('first');
  });
  const second = expect(turns('o_1', 10_000, () => write('second'))).rejects.toThrow('took too long');
  await vi.advanceTimersByTimeAsync(11_000);
  await second;
  const third = turns('o_1', 10_000, () => write('third'));
  await vi.advanceTimersByTimeAsync(4_000);
  await Promise.all([first, third]);
  expect(written).toEqual(['first', 'third']);
});

test('NJ7: a form that the runtime ended without a trace does not block its order for good', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const turns = createTurns();
  void turns('o_1', 10_000, () => new Promise(() => undefined));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await turns('o_1', 10_000, () => Promise.resolve('written'))).toBe('written');
});

test('a key that is a function may change, and no key is ever repeated to a browser', async () => {
  const keys = ['canary-first', 'canary-second'];
  let current = 0;
  const { handler, sent } = setUp(
    {},
    () => Response.json({ code: 'canary-first', message: 'canary-second' }, { status: 400 }),
    () => Promise.resolve(keys[current] ?? ''),
  );
  const texts = [];
  for (current of [0, 1, 0]) texts.push(await (await handler(toRequest(tick))).text());
  expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual([
    'Bearer canary-first',
    'Bearer canary-second',
    'Bearer canary-first',
  ]);
  expect(texts.join()).not.toContain('canary');
});

test('I6: no key is repeated to a browser, however many others came while its request ran', async () => {
  const answering = deferred();
  let made = 0;
  const { handler } = setUp(
    { attributes: ['note'] },
    async ({ headers }) => {
      await answering.promise;
      return Response.json({ id: 'o_1', attributes: { note: headers.get('authorization') } });
    },
    () => `canary-${made++}`,
  );
  const reads = Array.from({ length: 40 }, (_, index) => handler(toRequest({ path: `/o_${index}` })));
  answering.resolve();
  const texts = await Promise.all(reads.map(async (read) => await (await read).text()));
  expect(texts.filter((text) => text.includes('canary'))).toEqual([]);
});

test.each(['', 'a b', 'line\nbreak', undefined, 7])(
  'a function that returns the key %j is an error event',
  async (given) => {
    const { handler, sent, events } = setUp({}, undefined, () => given as string);
    expect((await handler(toRequest({}))).status).toBe(500);
    expect(sent).toEqual([]);
    expect(events).toMatchObject([{ level: 'error', hook: 'apiKey', error: 'TypeError' }]);
  },
);

test.each([
  ['its code', { code: 'sk_live_canary_9b2e' }],
  ['its code, in capitals', { code: 'SK_LIVE_CANARY' }],
  ['its name', { name: 'sk.live-canary' }],
  ['the code of its cause', { cause: Object.assign(new Error('cause'), { code: 'canary9b2e' }) }],
])('I6: the event repeats no key that a function never returned, here as %s', async (_what, members) => {
  const fail = () => Promise.reject(Object.assign(new Error('canary'), members));
  const { handler, events } = setUp({}, undefined, fail);
  expect((await handler(toRequest({}))).status).toBe(500);
  expect(events).toMatchObject([
    { level: 'error', hook: 'apiKey', error: expect.stringContaining('Error') as string },
  ]);
  expect(JSON.stringify(events)).not.toMatch(/canary/i);
});

test.each([
  ['Error ECONNREFUSED', { code: 'ECONNREFUSED' }],
  ['Error EAI_AGAIN', { code: 'EAI_AGAIN' }],
  ['Error UND_ERR_CONNECT_TIMEOUT', { code: 'UND_ERR_CONNECT_TIMEOUT' }],
  ['AccessDeniedException 403', { name: 'AccessDeniedException', code: '403' }],
  [
    'TypeError < Error ENOTFOUND',
    { name: 'TypeError', cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) },
  ],
])('the event of a function for the key that fails has the error %s', async (error, members) => {
  const { handler, events } = setUp({}, undefined, () => Promise.reject(Object.assign(new Error(), members)));
  expect((await handler(toRequest({}))).status).toBe(500);
  expect(events).toMatchObject([{ hook: 'apiKey', error }]);
});

test.each([
  ['a text', key],
  ['a function', () => key],
])('I6: a project that adds the key, %s, shows nothing', async (_what, apiKey) => {
  const project = (_: unknown, reduced: object) => ({ ...reduced, note: `\u0000${key}` });
  const { handler, events } = setUp({ project }, undefined, apiKey);
  const answer = await handler(toRequest({}));
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain(key);
  expect(events).toMatchObject([{ level: 'error', hook: 'project', error: 'TypeError' }]);
});

test('sends the correlation id upstream, and takes the one of a trusted proxy', async () => {
  const { handler, sent, events } = setUp({ requestIdHeader: 'x-request-id' });
  const given = await handler(toRequest({ headers: { 'x-request-id': 'req-1234567' } }));
  expect(given.headers.get('x-correlation-id')).toBe('req-1234567');
  const made = await handler(toRequest({ headers: { 'x-request-id': 'a "b" <c>' } }));
  expect(made.headers.get('x-correlation-id')).toMatch(/^[\da-f-]{36}$/);
  const ids = [given, made].map(({ headers }) => headers.get('x-correlation-id'));
  expect(sent.map(({ headers }) => headers.get('x-request-id'))).toEqual(ids);
  expect(events.map(({ correlationId }) => correlationId)).toEqual(ids);
  const usual = await setUp().handler(toRequest({ headers: { 'x-request-id': 'req-1234567' } }));
  expect(usual.headers.get('x-correlation-id')).not.toBe('req-1234567');
});

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const openTelemetry = Symbol.for('opentelemetry.js.api.1');

test.each<[string, OrderHandlerOptions['traceContext'], boolean, string | null]>([
  ['goes upstream', undefined, false, traceparent],
  ['goes upstream on request', true, false, traceparent],
  ['does not go upstream beside the one of OpenTelemetry in this process', undefined, true, null],
  ['does not go upstream beside the one of OpenTelemetry on request either', true, true, null],
  ['does not go upstream on request', false, false, null],
])('the traceparent of the page %s', async (_what, traceContext, isTraced, expected) => {
  Object.defineProperty(globalThis, openTelemetry, {
    value: isTraced ? { trace: {} } : undefined,
    configurable: true,
  });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, openTelemetry));
  const { handler, sent } = setUp({ traceContext });
  await handler(toRequest({ headers: { traceparent } }));
  expect(sent[0]?.headers.get('traceparent')).toBe(expected);
});

const traceparentOfAgent = traceparent.replace('b7ad6b7169203331', '00f067aa0ba902b7');

/** Adds a header to each request of fetch and undici, as New Relic, Datadog and Elastic do. */
function startAgent() {
  const addHeader = (message: unknown) =>
    (message as { request: { addHeader: (name: string, value: string) => void } }).request.addHeader(
      'traceparent',
      traceparentOfAgent,
    );
  subscribe('undici:request:create', addHeader);
  onTestFinished(() => void unsubscribe('undici:request:create', addHeader));
}

test.each(['fetch', 'undiciTransport'])(
  'the traceparent of the page does not go upstream beside the one that an agent adds to requests of %s',
  async (name) => {
    const transport = name === 'fetch' ? undefined : undiciTransport();
    const { ask, received } = await startRig({ upstream: { transport } }, (_request, response) =>
      response.end('{"id":"o_1"}'),
    );
    await ask({ headers: { traceparent } });
    startAgent();
    await ask({ headers: { traceparent } });
    expect(received.map(({ headers }) => headers['traceparent'])).toEqual([traceparent, traceparentOfAgent]);
    await transport?.close();
  },
);

test('the traceparent of the page does not go upstream beside that of an agent that starts with undici', async () => {
  const transport = undiciTransport();
  const apiKey = () => {
    startAgent();
    return 'test-key';
  };
  const { ask, received } = await startRig({ upstream: { transport, apiKey } }, (_request, response) =>
    response.end('{"id":"o_1"}'),
  );
  await ask({ headers: { traceparent, tracestate: 'shop=1' } });
  expect(received[0]?.headers).toMatchObject({ traceparent: traceparentOfAgent });
  expect(received[0]?.headers['tracestate']).toBeUndefined();
  await transport.close();
});

test('a page of a trusted origin may send the headers of its tracing', async () => {
  const { handler, sent } = setUp({ trustedOrigins: [shop], preflightHeaders: ['baggage', 'sentry-trace'] });
  const preflight = await handler(toRequest({ method: 'OPTIONS' }));
  const allowed = preflight.headers.get('access-control-allow-headers')?.split(', ');
  expect(allowed).toEqual(
    expect.arrayContaining(['content-type', 'idempotency-key', 'baggage', 'sentry-trace']),
  );
  await handler(toRequest({ headers: { baggage: 'a=b' } }));
  expect(sent[0]?.headers.get('baggage')).toBeNull();
  expect(() => setUp({ preflightHeaders: ['a, b'] })).toThrow(/header name/);
});

test.each([
  [0, '203.0.113.9', '127.0.0.1'],
  [1, '203.0.113.9', '203.0.113.9'],
  [1, '6.6.6.6,\t203.0.113.9', '203.0.113.9'],
  [2, '6.6.6.6, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  [2, '203.0.113.9', '203.0.113.9'],
  [1, undefined, '127.0.0.1'],
])(
  'rateLimit gets the address of the client behind %i proxies (%s)',
  async (trustedProxies, forwarded, expected) => {
    const addresses: unknown[] = [];
    const rig = await startRig(
      { trustedProxies, rateLimit: (_request, _scope, { address }) => void addresses.push(address) },
      (_request, response) => response.end('{"id":"o_1"}'),
    );
    expect((await rig.ask({ headers: { 'x-forwarded-for': forwarded } })).status).toBe(200);
    expect(String(addresses[0]).replace('::ffff:', '')).toBe(expected);
  },
);

test.each<[string, unknown[]]>([
  ['Deno', [{ remoteAddr: { hostname: '203.0.113.9' } }]],
  ['Bun', [{ requestIP: () => ({ address: '203.0.113.9' }) }]],
  ['Netlify', [{ ip: '203.0.113.9', waitUntil: () => undefined }]],
])('rateLimit gets the address of the client from %s', async (_runtime, platform) => {
  const addresses: unknown[] = [];
  const { handler } = setUp({ rateLimit: (_request, _scope, { address }) => void addresses.push(address) });
  await handler(toRequest({}), ...platform);
  await handler(toRequest({}));
  expect(addresses).toEqual(['203.0.113.9', undefined]);
});

test('CL7: takes address and waitUntil from the request of h3, Nitro and TanStack Start', async () => {
  const addresses: unknown[] = [];
  const work: Promise<unknown>[] = [];
  const { handler } = setUp({
    rateLimit: (_request, _scope, { address }) => void addresses.push(address),
    onEvent: () => Promise.resolve(),
  });
  const ofServer = { ip: '203.0.113.9', waitUntil: (one: Promise<unknown>) => void work.push(one) };
  await handler(Object.assign(toRequest(tick), ofServer));
  expect(addresses).toEqual(['203.0.113.9']);
  expect(work.length).toBeGreaterThan(0);
  await Promise.all(work);
});

test.each(['http://', '/relative', 'http://evil host/api'])(
  'the URL %j of a malformed Host is an error of the client, not of the shop',
  async (url) => {
    const { handler, sent, events } = setUp();
    const request = toRequest({});
    Object.defineProperty(request, 'url', { get: () => url });
    const response = await handler(request);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'invalid-url' });
    expect(events).toMatchObject([{ level: 'info' }]);
    expect(sent).toEqual([]);
  },
);

test.each([
  '/o_1',
  '/o_1/',
  '/o_1?x=1',
  '/o_1#x',
  '/./o_1',
  '/x/../o_1',
  '/x/%2e%2e/o_1',
  '/..',
  '/o_1/consents/..',
  '/o%5F1',
  '/o.1',
  '/o~1',
  '\\o_1',
  '/o_1\\consents',
])('reads the path %j in the same way behind another request', async (path) => {
  const ask = async (url: string, before: readonly string[]) => {
    const { handler, sent } = setUp();
    const send = async (to: string) => {
      const request = toRequest({ headers: { 'sec-fetch-site': 'same-origin' } });
      Object.defineProperty(request, 'url', { get: () => to });
      return (await handler(request)).status;
    };
    for (const one of before) await send(one);
    const status = await send(url);
    return { status, sent: sent.slice(before.length).map(({ url: to }) => to) };
  };
  for (const origin of [shop, `${shop}:8443`, `${shop}.example`, `${shop}@evil.example`, 'https:']) {
    const url = origin + orders + path;
    expect(await ask(url, [`${shop}${orders}/o_1`])).toEqual(await ask(url, []));
  }
});

test.each<[Ask, number]>([
  [{ path: '/o_1/' }, 200],
  [{ ...tick, path: '/o_1/consents/a/' }, 200],
  [{ method: 'PATCH', path: '/o_1/consents/', body: [{ id: 'a', checked: true }] }, 200],
  [{ path: '/o_1//' }, 404],
  [{ path: '/' }, 400],
])('accepts the slash that some hosts add at the end of a path: %j', async (ask, status) => {
  const { handler, sent } = setUp();
  expect((await handler(toRequest(ask))).status).toBe(status);
  expect(sent.every(({ url }) => !url.endsWith('/'))).toBe(true);
});
