import Fastify from 'fastify';
import { Hono } from 'hono';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import Koa from 'koa';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import type { Ask } from '../test/rig.ts';
import { listen, send, startRig } from '../test/rig.ts';
import { createOrderHandler } from './handler.ts';
import { toNodeListener } from './node.ts';
import type { OrderHandler } from './options.ts';

// The recipes of docs/guides/servers.md.

type Mount = (handler: OrderHandler) => Promise<string>;

const mounts: Readonly<Record<string, Mount>> = {
  'node:http': (handler) => listen(toNodeListener(handler)),

  Express: (handler) => {
    const app = express();
    app.use('/api/norce', toNodeListener(handler));
    app.use(express.json());
    return listen(app as RequestListener);
  },

  Fastify: async (handler) => {
    const app = Fastify();
    const listener = toNodeListener(handler);
    await app.register((scope, _options, done) => {
      // Fastify would read the bodies, and reject types it does not know.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, next) => next(null));
      scope.all('/api/norce/*', (request, reply) => {
        reply.hijack();
        listener(request.raw, reply.raw);
      });
      done();
    });
    onTestFinished(() => app.close());
    return await app.listen({ port: 0, host: '127.0.0.1' });
  },

  Koa: (handler) => {
    const app = new Koa();
    const listener = toNodeListener(handler);
    app.use(async (context, next) => {
      if (!context.path.startsWith('/api/norce/')) {
        await next();
        return;
      }
      context.respond = false;
      listener(context.req, context.res);
    });
    const callback = app.callback();
    return listen((request: IncomingMessage, response: ServerResponse) => void callback(request, response));
  },

  Hono: (handler) => {
    const app = new Hono();
    app.all('/api/norce/*', (c) => handler(c.req.raw));
    return listen(toNodeListener(async (request) => await app.fetch(request)));
  },
};

const chunked = { 'content-length': undefined, 'transfer-encoding': 'chunked' };
const asks: readonly (readonly [what: string, ask: Ask, status: number])[] = [
  ['a read', {}, 200],
  ['a tick', { method: 'PATCH', path: '/o_1/consents/a', body: { checked: true } }, 200],
  [
    'a tick in chunks',
    { method: 'PATCH', path: '/o_1/consents/a', body: { checked: true }, headers: chunked },
    200,
  ],
  ['a batch', { method: 'PATCH', path: '/o_1/consents', body: [{ id: 'a', checked: true }] }, 200],
  ['a validation', { method: 'POST', path: '/o_1/validations', body: { name: 'stock' } }, 200],
  ['validate', { method: 'POST', path: '/o_1/validate' }, 200],
  ['validate with a body, as some clients send it', { method: 'POST', path: '/o_1/validate', body: {} }, 200],
  [
    'an id with a colon',
    { method: 'PATCH', path: '/o_1/consents/sms%3Anews', body: { checked: false } },
    200,
  ],
  ['a large body', { method: 'PATCH', path: '/o_1/consents/a', body: 'x'.repeat(80_000) }, 413],
  [
    'a large body in chunks',
    { method: 'PATCH', path: '/o_1/consents/a', body: 'x'.repeat(80_000), headers: chunked },
    413,
  ],
  [
    'a form',
    { method: 'PATCH', path: '/o_1/consents/a', body: 'a=b', headers: { 'content-type': 'text/plain' } },
    415,
  ],
  ['half a body', { method: 'PATCH', path: '/o_1/consents/a', body: '{"checked":' }, 400],
  ['another origin', { headers: { origin: 'https://evil.test' } }, 403],
  ['another path', { path: '/o_1/payments' }, 404],
  ['another method', { method: 'PUT', path: '/o_1', body: {} }, 405],
];

test.each(Object.keys(mounts))('the recipe for %s serves all requests of a shopper', async (name) => {
  const { upstreamOrigin, received } = await startRig({}, (request, response) => {
    response.end(request.method === 'GET' ? '{"id":"o_1"}' : '');
  });
  const handler = createOrderHandler({
    upstream: { baseUrl: upstreamOrigin, apiKey: 'k', merchant: 'm', channel: 'c' },
    authorize: () => true,
    validations: { stock: { adapterId: 'stock', url: 'https://checks.test/{order_id}' } },
  });
  const origin = (await mounts[name]?.(handler)) ?? '';
  for (const [what, ask, status] of asks) {
    expect((await send(origin, ask)).status, `${what} (${name})`).toBe(status);
  }
  expect(received).toHaveLength(asks.filter(([, , status]) => status === 200).length);
});
