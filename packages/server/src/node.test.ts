import express from 'express';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { Agent as HttpAgent, createServer, request as httpRequest } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { Agent } from 'undici';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listen, orders, send, startRig } from '../test/rig.ts';
import type { HandlerEvent } from './events.ts';
import { orderCookie } from './cookie.ts';
import { createOrderHandler } from './handler.ts';
import { toNodeListener, undiciTransport } from './node.ts';
import type { UndiciDispatcher } from './node.ts';
import type { FetchHandler, OrderHandlerOptions } from './options.ts';

const tick = { method: 'PATCH', path: '/o_1/consents/a', body: { checked: true } };

/** An upstream that closes each socket at its second request, like a server whose keep-alive timeout just ended. */
async function startClosing(alwaysClose = false) {
  const lines: string[] = [];
  const served = new WeakSet<Socket>();
  const listener: RequestListener = (request, response) => {
    lines.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (alwaysClose || served.has(request.socket)) return void request.socket.destroy();
    served.add(request.socket);
    request.resume().on('end', () => response.end(request.method === 'GET' ? '{"id":"o_1"}' : ''));
  };
  return { baseUrl: await listen(listener), lines };
}

async function startOnUndici(baseUrl: string) {
  const transport = undiciTransport();
  onTestFinished(() => transport.close());
  const events: HandlerEvent[] = [];
  const rig = await startRig({
    upstream: { baseUrl, transport },
    onEvent: (event) => void events.push(event),
  });
  return { ...rig, events };
}

test.each([{}, tick])('NF19: retries on a socket that the upstream just closed: %j', async (ask) => {
  const upstream = await startClosing();
  const rig = await startOnUndici(upstream.baseUrl);
  expect((await rig.ask(ask)).status).toBe(200);
  expect((await rig.ask(ask)).status).toBe(200);
  expect(upstream.lines).toHaveLength(3);
  expect(rig.events).toMatchObject([{ attempts: 1 }, { attempts: 2, status: 200 }]);
});

test('NF19: does not retry a POST on such a socket, because it may have arrived', async () => {
  const upstream = await startClosing();
  const rig = await startOnUndici(upstream.baseUrl);
  const validate = { method: 'POST', path: '/o_1/validate' };
  expect((await rig.ask(validate)).status).toBe(200);
  expect((await rig.ask(validate)).status).toBe(502);
  expect(upstream.lines).toHaveLength(2);
});

test('NF19: retries once only if the upstream always closes the socket', async () => {
  const upstream = await startClosing(true);
  const rig = await startOnUndici(upstream.baseUrl);
  expect((await rig.ask(tick)).status).toBe(502);
  expect(upstream.lines).toHaveLength(2);
  expect(rig.events).toMatchObject([{ attempts: 2, problem: 'upstream-error' }]);
});

test('bounds and reuses the sockets to the upstream', async () => {
  let open = 0;
  let most = 0;
  let opened = 0;
  const server = createServer((_request, response) => void setTimeout(() => response.end('{"id":"o_1"}'), 5));
  server.on('connection', (socket: Socket) => {
    opened++;
    most = Math.max(most, ++open);
    socket.on('close', () => open--);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const transport = undiciTransport({ connections: 4 });
  onTestFinished(async () => {
    await transport.close();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rig = await startRig({ upstream: { baseUrl, transport } });
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => rig.ask(index % 2 ? tick : {})));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(most).toBeLessThanOrEqual(4);
  expect(opened).toBeLessThanOrEqual(4);
});

test('undici follows no redirect, and times out', async () => {
  const other = await startRig();
  const redirecting = await listen((_request, response) =>
    response.writeHead(307, { location: other.upstreamOrigin }).end(),
  );
  expect((await (await startOnUndici(redirecting)).ask(tick)).status).toBe(502);
  expect(other.received).toEqual([]);
  const silent = await listen(() => undefined);
  const transport = undiciTransport();
  onTestFinished(() => transport.close());
  const rig = await startRig({ timeout: 100, upstream: { baseUrl: silent, transport } });
  expect((await rig.ask(tick)).status).toBe(504);
});

test('close waits for the last write', async () => {
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const upstream = await listen((_request, response) => {
    arrive();
    setTimeout(() => response.end(), 50);
  });
  const transport = undiciTransport();
  const rig = await startRig({ upstream: { baseUrl: upstream, transport } });
  const answer = rig.ask(tick);
  await arrived;
  await transport.close();
  expect((await answer).status).toBe(200);
});

test('close may be called twice and before the first request, and ends the transport', async () => {
  const upstream = await listen((_request, response) => void response.end('{"id":"o_1"}'));
  for (const isUsed of [true, false]) {
    const transport = undiciTransport();
    const rig = await startRig({ upstream: { baseUrl: upstream, transport } });
    if (isUsed) expect((await rig.ask()).status).toBe(200);
    await Promise.all([transport.close(), transport.close()]);
    await transport.close();
    expect((await rig.ask()).status).toBe(502);
  }
});

test.each<[string, (text: string) => Buffer]>([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['GZIP', gzipSync],
  ['identity', (text) => Buffer.from(text)],
  ['deflate, br', (text) => brotliCompressSync(deflateSync(text))],
])('reads a response in the encoding %s, although it did not ask for it', async (encoding, encode) => {
  const asked: unknown[] = [];
  const upstream = await listen((request, response) => {
    asked.push(request.headers['accept-encoding']);
    const isRead = request.method === 'GET';
    const text = isRead ? '{"id":"o_1"}' : '[{"code":"stock-low"}]';
    response.writeHead(isRead ? 200 : 400, { 'content-encoding': encoding }).end(encode(text));
  });
  const rig = await startOnUndici(upstream);
  expect(await rig.ask()).toMatchObject({ status: 200, text: expect.stringContaining('o_1') as string });
  const refused = await rig.ask({ method: 'POST', path: '/o_1/validate' });
  expect(JSON.parse(refused.text)).toMatchObject({ errors: [{ code: 'stock-low' }] });
  expect(asked).toEqual(['identity', 'identity']);
});

test('a compressed response that is broken, unknown or grows beyond the limit is a 502', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
  for (const [encoding, body] of [
    ['gzip', Buffer.from('{"id":"o_1"}')],
    ['lzma', Buffer.from('{"id":"o_1"}')],
    ['gzip', bomb],
  ] as const) {
    const upstream = await listen((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    expect((await (await startOnUndici(upstream)).ask()).status).toBe(502);
  }
});

test('sends requests through a dispatcher of the shop, and bounds their responses', async () => {
  const upstream = await listen((request, response) => {
    response.end(request.url?.endsWith('o_2') ? 'x'.repeat(6_000_000) : '{"id":"o_1"}');
  });
  const agent = new Agent();
  const paths: string[] = [];
  const dispatcher: UndiciDispatcher = {
    dispatch: (options, handler) => {
      paths.push(options.path);
      return agent.dispatch(options, handler);
    },
    close: () => agent.close(),
  };
  const transport = undiciTransport({ dispatcher });
  const rig = await startRig({ upstream: { baseUrl: upstream, transport } });
  expect((await rig.ask()).status).toBe(200);
  expect((await rig.ask({ path: '/o_2' })).status).toBe(502);
  expect(paths).toEqual(['/api/v0/checkout/orders/o_1', '/api/v0/checkout/orders/o_2']);
  await transport.close();
  expect(agent.closed).toBe(true);
});

test('a body that arrives with its headers becomes no stream', async () => {
  const requests: Request[] = [];
  const rig = await startRig({ authorize: (request) => requests.push(request) > 0 });
  expect((await rig.ask(tick)).status).toBe(200);
  expect(requests.map(({ bodyUsed }) => bodyUsed)).toEqual([false]);
});

test('a request that a dispatcher keeps waiting ends in time, and is not sent again', async () => {
  const handlers: Parameters<UndiciDispatcher['dispatch']>[1][] = [];
  const dispatcher: UndiciDispatcher = {
    dispatch: (_options, handler) => handlers.push(handler) > 0,
    close: () => Promise.resolve(),
  };
  const events: HandlerEvent[] = [];
  const rig = await startRig({
    upstream: { transport: undiciTransport({ dispatcher }) },
    timeout: 50,
    onEvent: (event) => void events.push(event),
  });
  expect((await rig.ask()).status).toBe(504);
  const closed = Object.assign(new Error('closed'), { code: 'UND_ERR_SOCKET' });
  handlers[0]?.onResponseError?.({} as Dispatcher.DispatchController, closed);
  expect(handlers).toHaveLength(1);
  expect(events).toMatchObject([{ attempts: 1 }]);
});

test('fails at start on Bun, whose undici cannot send', () => {
  vi.stubGlobal('Bun', { version: '1.3.0' });
  onTestFinished(() => void vi.unstubAllGlobals());
  expect(() => undiciTransport()).toThrow(/undiciTransport: Bun .* omit `transport`/);
});

test.each(['connections', 'keepAliveTimeout'])(
  'undiciTransport refuses %s of a variable that is not set',
  (name) => {
    expect(() => undiciTransport({ [name]: Number.NaN })).toThrow(
      `undiciTransport: ${name} is not a positive number`,
    );
  },
);

test.each(['use', 'all'] as const)('mounts in Express by app.%s', async (way) => {
  const { upstreamOrigin, received } = await startRig();
  const upstream = { baseUrl: upstreamOrigin, apiKey: 'k', merchant: 'm', channel: 'c' };
  const listener = toNodeListener(createOrderHandler({ upstream, authorize: () => true }));
  const app = express();
  if (way === 'use') app.use('/api/norce', listener);
  else app.all('/api/norce/*path', listener);
  app.use((_request, response) => void response.status(418).end());
  const origin = await listen(app as RequestListener);
  expect((await send(origin, tick)).status).toBe(200);
  expect((await send(origin, { path: '//other' })).status).toBe(418);
  expect(received).toHaveLength(1);
});

/** Mounts a handler behind a body parser, with a recording upstream. */
async function startBehind(parser: express.RequestHandler) {
  const { upstreamOrigin, received } = await startRig();
  const upstream = { baseUrl: upstreamOrigin, apiKey: 'k', merchant: 'm', channel: 'c' };
  const events: HandlerEvent[] = [];
  const handler = createOrderHandler({
    upstream,
    authorize: () => true,
    onEvent: (event) => void events.push(event),
  });
  const app = express().use(parser).use('/api/norce', toNodeListener(handler));
  return { origin: await listen(app as RequestListener), events, received };
}

test('behind a body parser the event names the mistake, and nothing is sent', async () => {
  const { origin, events, received } = await startBehind(express.json());
  expect((await send(origin, tick)).status).toBe(500);
  expect(events).toMatchObject([{ level: 'error', error: 'TypeError BODY_ALREADY_READ' }]);
  expect(received).toEqual([]);
});

test('behind a body parser an empty body is a mistake of the browser, and no error of the operator', async () => {
  // The type makes the parser read it.
  const { origin, events } = await startBehind(express.raw({ type: () => true }));
  const headers = { 'content-length': '0' };
  expect((await send(origin, { ...tick, headers, body: '' })).status).toBe(400);
  expect(events).toMatchObject([{ level: 'info', problem: 'invalid-body' }]);
});

test.each(['chunked', 'of known length'])(
  'behind a body parser a body %s is a mistake in mounting',
  async (kind) => {
    const { origin, received } = await startBehind(express.json());
    const length = kind === 'chunked' ? { 'content-length': undefined, 'transfer-encoding': 'chunked' } : {};
    expect((await send(origin, { ...tick, headers: length })).status).toBe(500);
    expect(received).toEqual([]);
  },
);

test('an empty chunked body is an error of the browser', async () => {
  const { ask } = await startRig();
  const headers = { 'content-length': undefined, 'transfer-encoding': 'chunked' };
  expect((await ask({ ...tick, body: '', headers })).status).toBe(400);
});

/** A server with a handler of these options and a recording upstream. */
async function startShop(options: Partial<OrderHandlerOptions>, wrap = (handler: FetchHandler) => handler) {
  const { upstreamOrigin, received } = await startRig();
  const upstream = { baseUrl: upstreamOrigin, apiKey: 'k', merchant: 'm', channel: 'c' };
  const handler = createOrderHandler({ upstream, authorize: () => true, ...options });
  return { origin: await listen(toNodeListener(wrap(handler))), received };
}

test('a hook may read a clone of the request with its body', async () => {
  const seen: unknown[] = [];
  const { origin, received } = await startShop({
    rateLimit: (request) => {
      const copy = request.clone();
      void copy.json().then((body) => seen.push(copy.headers.get('x-note'), body));
      return true;
    },
  });
  expect((await send(origin, { ...tick, headers: { 'x-note': 'hi' } })).status).toBe(200);
  expect(received[0]?.body).toBe('{"checked":true}');
  expect(seen).toEqual(['hi', { checked: true }]);
});

test.each(['the handler', 'a function that wraps it'])(
  'a server that responds before %s keeps the connection, and the answer its row',
  async (what) => {
    const held: (() => void)[] = [];
    const late: (() => void)[] = [];
    const { upstreamOrigin } = await startRig({}, (_request, response) => {
      held.push(() => response.end());
      late.shift()?.();
    });
    const rows: string[] = [];
    const write = ({ consentId }: { readonly consentId: string }) => void rows.push(consentId);
    const handler = createOrderHandler({
      upstream: { baseUrl: upstreamOrigin, apiKey: 'k', merchant: 'm', channel: 'c' },
      authorize: () => true,
      consentLog: { secret: 's'.repeat(32), awaited: true, write },
    });
    const listener = toNodeListener(what === 'the handler' ? handler : (request) => handler(request));
    let sockets = 0;
    const server = createServer((request, response) => {
      late.push(() => response.writeHead(503).end());
      listener(request, response);
    }).on('connection', () => sockets++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const agent = new HttpAgent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => {
      agent.destroy();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const ask = async () => {
      const headers = { origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' };
      const path = `${orders}/o_1/consents/a`;
      const request = httpRequest({ agent, port, host: '127.0.0.1', method: 'PATCH', path, headers });
      request.end('{"checked":true}');
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      await once(response.resume(), 'end');
      return response.statusCode;
    };
    for (const count of [1, 2]) {
      expect(await ask()).toBe(503);
      held.shift()?.();
      await handler.idle();
      expect(rows).toHaveLength(count);
    }
    expect(sockets).toBe(1);
  },
);

test('mounts a function that wraps the handler', async () => {
  const asked: string[] = [];
  const { origin, received } = await startShop({}, (handler) => (request) => {
    asked.push(request.method);
    return handler(request);
  });
  const answer = await send(origin, tick);
  expect(answer).toMatchObject({ status: 200, text: '', headers: { 'cache-control': 'no-store' } });
  expect(asked).toEqual(['PATCH']);
  expect(received[0]?.body).toBe('{"checked":true}');
});

test.each([0, 30])('reads a body that arrives %d ms after its headers, in chunks', async (pause) => {
  const { origin, received } = await startRig();
  const head = `PATCH ${orders}/o_1/consents/a HTTP/1.1\r\nHost: shop.test\r\nSec-Fetch-Site: same-origin\r\n`;
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  const answer = once(socket, 'data');
  for (const piece of [
    `${head}Content-Type: application/json\r\nContent-Length: 16\r\n\r\n`,
    '{"check',
    'ed":true}',
  ]) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 200 /);
  socket.destroy();
  expect(received[0]?.body).toBe('{"checked":true}');
});

test.each([
  ['the handler', 'Content-Length: 131072'],
  ['the handler', 'Transfer-Encoding: chunked'],
  ['a function that wraps it', 'Content-Length: 131072'],
])('a connection that closes after the refusal of %s is not reset: %s', async (what, framing) => {
  let decide: () => void = () => undefined;
  const decided = new Promise<void>((resolve) => (decide = resolve));
  const { origin } = await startShop({ onEvent: () => decide() }, (handler) =>
    what === 'the handler' ? handler : (request) => handler(request),
  );
  const socket = connect({ port: Number(new URL(origin).port), host: '127.0.0.1', allowHalfOpen: true });
  let received = '';
  socket.on('data', (bytes: Buffer) => (received += String(bytes)));
  const ended = once(socket, 'end');
  const send = (bytes: string) =>
    new Promise<void>((resolve, reject) =>
      socket.write(bytes, (error) => (error ? reject(error) : resolve())),
    );
  const isChunked = framing.includes('chunked');
  const piece = isChunked ? `4000\r\n${'x'.repeat(0x4000)}\r\n` : 'x'.repeat(0x4000);
  // As nginx sends by default.
  const fields = `Host: shop.test\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n`;
  await send(
    `PATCH ${orders}/o_1/consents/a HTTP/1.1\r\n${fields}Content-Type: application/json\r\n${framing}\r\n\r\n`,
  );
  for (let count = 1; count <= 8; count++) {
    await send(piece);
    if (count < 5) continue;
    await decided;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (isChunked) await send('0\r\n\r\n');
  await ended;
  expect(received).toMatch(/^HTTP\/1\.1 413 /);
  socket.destroy();
});

test.each([
  ['the handler', 'HEAD'],
  ['the handler', 'OPTIONS'],
  ['a function that wraps it', 'HEAD'],
])('a server that rejects bodies where none belongs takes the response of %s to %s', async (what, method) => {
  const upstream = { baseUrl: 'http://127.0.0.1:9', apiKey: 'k', merchant: 'm', channel: 'c' };
  const trustedOrigins = ['https://checkout.shop.test'];
  const handler = createOrderHandler({ upstream, authorize: () => true, trustedOrigins });
  const listener = toNodeListener(what === 'the handler' ? handler : (request) => handler(request));
  const server = createServer({ rejectNonStandardBodyWrites: true }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const answer = once(socket, 'data');
  const fields = `Host: shop.test\r\nOrigin: ${trustedOrigins[0]}\r\nContent-Length: 2\r\n\r\n`;
  socket.write(`${method} ${orders}/o_1 HTTP/1.1\r\n${fields}{`);
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.write('}');
  expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 (204|405) /);
  socket.destroy();
});

test('reads all values of a repeated header', async () => {
  const { raw, received } = await startRig();
  const answer = await raw(
    `PATCH ${orders}/o_1/consents/a HTTP/1.1\r\nHost: shop.test\r\nSec-Fetch-Site: same-origin\r\n` +
      'Content-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: 16\r\n\r\n{"checked":true}',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 415 /);
  expect(received).toEqual([]);
});

test('reads an order in many chunks, times out without an end', async () => {
  const text = 'x'.repeat(1_000_000);
  const long = await listen((_request, response) =>
    response.end(JSON.stringify({ id: 'o_1', culture: text })),
  );
  const answer = await (await startOnUndici(long)).ask();
  expect(JSON.parse(answer.text)).toMatchObject({ culture: text });
  let written = 0;
  const endless = await listen((_request, response) => {
    const write = () => {
      while (!response.destroyed && response.write(text)) written++;
    };
    response.on('drain', write);
    write();
  });
  expect((await (await startOnUndici(endless)).ask()).status).toBe(502);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(written).toBeLessThan(30);
});

test('HB18: forwards 1 000 rejected ticks as they are, without a retry', async () => {
  let asked = 0;
  const upstream = await listen((request, response) => {
    const status = ++asked > 100 ? 429 : 200;
    request.resume().on('end', () => response.writeHead(status, { 'retry-after': '7' }).end());
  });
  const { ask, events } = await startOnUndici(upstream);
  const answers = [];
  for (let burst = 0; burst < 20; burst++) {
    answers.push(...(await Promise.all(Array.from({ length: 50 }, () => ask(tick)))));
  }
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(900);
  expect(new Set(refused.map(({ headers }) => headers['retry-after']))).toEqual(new Set(['7']));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(100);
  expect(asked).toBe(1_000);
  expect(events.every((event) => event.type === 'request' && event.attempts === 1)).toBe(true);
});

test('HB18: rateLimit stops such a burst before it reaches the order API', async () => {
  let left = 100;
  const { origin, received } = await startShop({ rateLimit: () => (left-- > 0 ? true : 3) });
  const answers = await Promise.all(Array.from({ length: 300 }, () => send(origin, tick)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(100);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(200);
  expect(refused.every(({ headers }) => headers['retry-after'] === '3')).toBe(true);
  expect(received).toHaveLength(100);
});

test.each(['', 'evil host', 'shop.test/../evil', 'user@shop.test', 'shop.test:99999'])(
  'rejects the host header %j',
  async (host) => {
    const { raw, received, origin } = await startRig();
    const answer = await raw(
      `GET ${orders}/o_1 HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(received).toEqual([]);
  },
);

test('serves HTTP/2: cookies in several fields, bodies without a length, and a session that survives a refused body', async () => {
  const cookie = orderCookie({ secret: 's'.repeat(32) });
  const { received, handler } = startHandler({ authorize: cookie });
  const server = createHttp2Server(toNodeListener(handler)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  onTestFinished(async () => {
    session.destroy();
    server.close();
    await once(server, 'close');
  });
  const bound = (await cookie.bind('o_1')).split(';')[0] ?? '';
  const ask = async (
    path: string,
    headers: Readonly<Record<string, string | string[]>> = {},
    body?: string,
  ) => {
    const stream = session.request({
      ':method': body === undefined ? 'GET' : 'PATCH',
      ':path': orders + path,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      cookie: ['a=b', bound],
      ...headers,
    });
    stream.on('error', () => undefined);
    const status = once(stream, 'response').then(
      ([received]) => (received as { ':status': number })[':status'],
    );
    stream.resume().end(body);
    return await status;
  };
  const consent = '/o_1/consents/a';
  expect(await ask('/o_1')).toBe(200);
  expect(await ask(consent, {}, '{"checked":true}')).toBe(200);
  expect(await ask(consent, { 'content-length': '16' }, '{"checked":true}')).toBe(200);
  expect(await ask(consent, { cookie: [bound, bound] }, '{"checked":true}')).toBe(403);
  expect(await ask(consent, {}, 'x'.repeat(100_000))).toBe(413);
  expect(await ask('/o_1', { cookie: 'a=b' })).toBe(403);
  expect(await ask('/o_1')).toBe(200);
  expect(received).toEqual(['GET', 'PATCH', 'PATCH', 'GET']);
});

/** Creates a handler whose order API accepts everything. */
function startHandler(options: Pick<OrderHandlerOptions, 'authorize'>) {
  const received: string[] = [];
  const handler = createOrderHandler({
    ...options,
    upstream: {
      baseUrl: 'https://api.test',
      apiKey: 'k',
      merchant: 'acme',
      channel: 'acme-se',
      fetch: ({ method }) => {
        received.push(method);
        return Promise.resolve(new Response('{"id":"o_1"}'));
      },
    },
  });
  return { received, handler };
}

test('responds once where a Hono server has replaced the global Response', async () => {
  const program = fileURLToPath(new URL('../test/after-hono.ts', import.meta.url));
  const parameters = ['--import', 'tsx', '--conditions=@norce-kit/source', program];
  // A process of its own, because the replacement cannot be undone.
  expect(await promisify(execFile)(process.execPath, parameters)).toEqual({
    stdout: '200 900000',
    stderr: '',
  });
});
