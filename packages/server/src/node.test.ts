import express from 'express';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listen, orders, send, startRig } from '../testing/rig.ts';
import type { OrderEvent } from './events.ts';
import { createOrderHandler } from './handler.ts';
import { toNodeListener, undiciTransport } from './node.ts';

const tick = { method: 'PATCH', path: '/o_1/consents/a', body: { checked: true } };

/** An upstream that closes each socket at its second request, as one does that has just decided the socket was idle. */
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
  const events: OrderEvent[] = [];
  const rig = await startRig({
    upstream: { baseUrl, transport },
    onEvent: (event) => void events.push(event),
  });
  return { ...rig, events };
}

test.each([{}, tick])(
  'NF19: a socket the upstream had just closed is not the shopper’s trouble: %j',
  async (ask) => {
    const upstream = await startClosing();
    const rig = await startOnUndici(upstream.baseUrl);
    expect((await rig.ask(ask)).status).toBe(200);
    expect((await rig.ask(ask)).status).toBe(200);
    expect(upstream.lines).toHaveLength(3);
    expect(rig.events).toMatchObject([{ attempts: 1 }, { attempts: 2, status: 200 }]);
  },
);

test('NF19: a POST on such a socket is not repeated, since it may have arrived', async () => {
  const upstream = await startClosing();
  const rig = await startOnUndici(upstream.baseUrl);
  const validate = { method: 'POST', path: '/o_1/validate' };
  expect((await rig.ask(validate)).status).toBe(200);
  expect((await rig.ask(validate)).status).toBe(502);
  expect(upstream.lines).toHaveLength(2);
});

test('NF19: an upstream that always hangs up is asked twice and not more', async () => {
  const upstream = await startClosing(true);
  const rig = await startOnUndici(upstream.baseUrl);
  expect((await rig.ask(tick)).status).toBe(502);
  expect(upstream.lines).toHaveLength(2);
  expect(rig.events).toMatchObject([{ attempts: 2, problem: 'upstream-error' }]);
});

test('the sockets to the upstream are bounded, and used again', async () => {
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

test('undici follows no redirect, and gives up in time', async () => {
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

test('a server that stops can wait for the last write', async () => {
  const upstream = await listen((_request, response) => void setTimeout(() => response.end(), 50));
  const transport = undiciTransport();
  const rig = await startRig({ upstream: { baseUrl: upstream, transport } });
  const answer = rig.ask(tick);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await transport.close();
  expect((await answer).status).toBe(200);
});

test.each(['use', 'all'] as const)('Express can mount the handler by app.%s', async (way) => {
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

test('behind a body parser the operator is told what is wrong, and nothing is sent', async () => {
  const { upstreamOrigin, received } = await startRig();
  const upstream = { baseUrl: upstreamOrigin, apiKey: 'k', merchant: 'm', channel: 'c' };
  const events: OrderEvent[] = [];
  const handler = createOrderHandler({
    upstream,
    authorize: () => true,
    onEvent: (event) => void events.push(event),
  });
  const app = express().use(express.json()).use('/api/norce', toNodeListener(handler));
  const answer = await send(await listen(app as RequestListener), tick);
  expect(answer.status).toBe(500);
  expect(events).toMatchObject([{ level: 'error', error: 'TypeError BODY_ALREADY_READ' }]);
  expect(received).toEqual([]);
});

test.each(['', 'evil host', 'shop.test/../evil', 'user@shop.test', 'shop.test:99999'])(
  'a host header of %j is no way in',
  async (host) => {
    const { raw, received, origin } = await startRig();
    const answer = await raw(
      `GET ${orders}/o_1 HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(received).toEqual([]);
  },
);
