import { Agent, createServer } from 'node:http';
import httpProxy from '@fastify/http-proxy';
import { getRequestListener } from '@hono/node-server';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { toNodeListener, undiciTransport } from '@norce-kit/server/node';
import fastify from 'fastify';
import { Hono } from 'hono';
import { proxy } from 'hono/proxy';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { Pool } from 'undici';
import { apiBase, cookieSecret, credentials, mount, secretHeaders } from './traffic.mjs';

/** @typedef {import('node:http').Server} Server */

const connections = 64;
const toUpstreamPath = (/** @type {string} */ path) => apiBase + path.slice(mount.length);

/**
 * The contenders. All add the same secret and have the same limit of sockets, where it can be set.
 *
 * @type {Record<string, (upstream: string) => Server | Promise<Server>>}
 */
export const contenders = {
  base: passThrough,
  'base that reduces': reduceByHand,
  ours: (upstream) => ours(upstream, { transport: undiciTransport({ connections }) }),
  'ours on fetch': (upstream) => ours(upstream),
  '@fastify/http-proxy': fastifyProxy,
  'http-proxy-middleware': middlewareProxy,
  'hono proxy()': honoProxy,
  'base again': passThrough,
};

/** A hand-written proxy: no checks, headers and bodies as they come. */
/** @param {string} upstream */
function passThrough(upstream) {
  const pool = new Pool(upstream, { connections });
  return createServer((request, response) => {
    const { host, connection, 'transfer-encoding': _, ...headers } = request.headers;
    pool
      .stream(
        {
          method: /** @type {import('undici').Dispatcher.HttpMethod} */ (request.method),
          path: toUpstreamPath(request.url ?? ''),
          headers: { ...headers, ...secretHeaders },
          body: request.method === 'GET' ? null : request,
        },
        ({ statusCode, headers: { connection, 'keep-alive': _, ...headers } }) => {
          response.writeHead(statusCode, headers);
          return response;
        },
      )
      .catch((error) => response.destroy(error));
  });
}

/** No checks either, but it parses the order and forwards only the members that the page shows. */
/** @param {string} upstream */
function reduceByHand(upstream) {
  const pool = new Pool(upstream, { connections });
  return createServer(async (request, response) => {
    const { host, connection, 'transfer-encoding': _, ...headers } = request.headers;
    const answer = await pool.request({
      method: /** @type {import('undici').Dispatcher.HttpMethod} */ (request.method),
      path: toUpstreamPath(request.url ?? ''),
      headers: { ...headers, ...secretHeaders },
      body: request.method === 'GET' ? null : request,
    });
    if (request.method !== 'GET') {
      await answer.body.dump();
      return void response.writeHead(answer.statusCode).end();
    }
    const { id, state, culture, currency, country, total, cart, consents, attributes } = /** @type {any} */ (
      await answer.body.json()
    );
    const { deliveryNote } = attributes;
    const items = cart.items.map(({ id, name, sku, quantity, total }) => ({
      id,
      name,
      sku,
      quantity,
      total,
    }));
    const shown = {
      ...{ id, state, culture, currency, country, total, cart: { items, total: cart.total } },
      ...{ consents, attributes: { deliveryNote } },
    };
    response.writeHead(answer.statusCode, { 'content-type': 'application/json' }).end(JSON.stringify(shown));
  });
}

/** The kit with everything on: allow-list, origin, cookie, limits, body check, redaction. */
/** @param {string} upstream @param {{ transport?: import('@norce-kit/server/node').UndiciTransport }} [way] */
function ours(upstream, way = {}) {
  const handler = createOrderHandler({
    upstream: { baseUrl: upstream + apiBase, ...credentials, ...way },
    authorize: orderCookie({ secret: cookieSecret }),
    attributes: ['deliveryNote'],
  });
  return createServer(toNodeListener(handler));
}

/** @param {string} upstream */
async function fastifyProxy(upstream) {
  const app = fastify();
  await app.register(httpProxy, {
    upstream,
    prefix: mount,
    rewritePrefix: apiBase,
    undici: { connections },
    replyOptions: { rewriteRequestHeaders: (_, headers) => ({ ...headers, ...secretHeaders }) },
  });
  await app.ready();
  return app.server;
}

/** @param {string} upstream */
function middlewareProxy(upstream) {
  const middleware = createProxyMiddleware({
    target: upstream,
    pathRewrite: toUpstreamPath,
    agent: new Agent({ keepAlive: true, maxSockets: connections }),
    headers: secretHeaders,
  });
  return createServer((request, response) => void middleware(request, response));
}

/** @param {string} upstream */
function honoProxy(upstream) {
  const app = new Hono();
  app.all(`${mount}/*`, (c) =>
    proxy(upstream + toUpstreamPath(c.req.path), {
      ...c.req,
      headers: { ...c.req.header(), ...secretHeaders },
    }),
  );
  return createServer(getRequestListener(app.fetch));
}
