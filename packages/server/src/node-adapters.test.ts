import { once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { key, orders, startRig } from '../test/rig.ts';
import { createOrderHandler } from './handler.ts';
import { toNodeListener } from './node.ts';

interface Event {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

type Adapter = (event: Event) => { readonly request: IncomingMessage; readonly afterCall?: () => void };

/** The way in which adapters of AWS Lambda make the request of an event. */
const adapters: Readonly<Record<string, Adapter>> = {
  'serverless-http': ({ method, path, headers, body }) => {
    const request = new IncomingMessage(new PassThrough() as unknown as Socket);
    const all = { 'content-length': body?.byteLength ?? 0, ...headers };
    Object.assign(request, { method, url: path, complete: true, headers: all, body });
    request._read = () => {
      if (body) request.push(body);
      request.push(null);
    };
    return { request };
  },

  '@codegenie/serverless-express': ({ method, path, headers, body }) => {
    const request = new IncomingMessage({ encrypted: true, remoteAddress: '192.0.2.1' } as unknown as Socket);
    const all: Record<string, unknown> = { ...headers, ...(body && { 'content-length': body.byteLength }) };
    Object.assign(request, { method, url: path, complete: true, headers: all, body });
    request.rawHeaders = Object.entries(all).flat() as string[];
    request._read = () => {
      request.push(body);
      request.push(null);
    };
    const afterCall = () => Object.assign(request, { readable: false });
    return { request, afterCall };
  },
};

const page = {
  host: 'shop.test',
  origin: 'https://shop.test',
  'sec-fetch-site': 'same-origin',
  // Events have text where HTTP has bytes.
  'x-city': 'Łódź',
};
const consents = `${orders}/o_1/consents`;

test.each(Object.keys(adapters))('AWS Lambda through %s serves all requests of a shopper', async (name) => {
  const { upstreamOrigin, received } = await startRig({}, (request, response) =>
    response.end(request.method === 'GET' ? '{"id":"o_1"}' : ''),
  );
  const handler = createOrderHandler({
    upstream: { baseUrl: upstreamOrigin, apiKey: key, merchant: 'm', channel: 'c' },
    authorize: async ({ headers }) => await Promise.resolve(headers.get('cookie') === 'a=b; c=d'),
    maxBodyBytes: 100,
  });
  const listener = toNodeListener(handler);

  const send = async (method: string, path: string, text?: string, headers: Event['headers'] = {}) => {
    const { request, afterCall } = adapters[name]?.({
      method,
      path,
      headers: { ...page, cookie: 'a=b; c=d', ...(text !== undefined && json), ...headers },
      ...(text !== undefined && { body: Buffer.from(text) }),
    }) as ReturnType<Adapter>;
    const response = new ServerResponse(request);
    response.assignSocket(new PassThrough().resume() as unknown as Socket);
    const finished = once(response, 'finish');
    listener(request, response);
    afterCall?.();
    await finished;
    return response.statusCode;
  };
  const json = { 'content-type': 'application/json' };

  expect(await send('GET', `${orders}/o_1`)).toBe(200);
  expect(await send('PATCH', `${consents}/a`, '{"checked":true}')).toBe(200);
  expect(await send('PATCH', consents, '[{"id":"å","checked":false}]')).toBe(200);
  expect(await send('POST', `${orders}/o_1/validate`)).toBe(200);
  expect(received.map(({ body }) => body)).toEqual([
    '',
    '{"checked":true}',
    '[{"id":"å","checked":false}]',
    '',
  ]);

  expect(await send('PATCH', `${consents}/a`, ' '.repeat(101))).toBe(413);
  expect(await send('PATCH', `${consents}/a`, '{"checked":true}', { 'content-type': 'text/plain' })).toBe(
    415,
  );
  expect(await send('PATCH', `${consents}/a`, '{"checked":true}', { 'sec-fetch-site': 'cross-site' })).toBe(
    403,
  );
  expect(await send('GET', `${orders}/o_1`, undefined, { cookie: 'a=b' })).toBe(403);
  expect(received).toHaveLength(4);
});

test('a request of Fastify without a socket, as on AWS Lambda, may have text in its headers', async () => {
  const { upstreamOrigin } = await startRig({}, (_request, response) => response.end());
  const handler = createOrderHandler({
    upstream: { baseUrl: upstreamOrigin, apiKey: key, merchant: 'm', channel: 'c' },
    authorize: ({ headers }) => headers.get('cookie') === 'a=b',
  });
  const listener = toNodeListener(handler);
  const app = Fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, next) => next(null));
  app.patch('*', (request, reply) => {
    reply.hijack();
    listener(request.raw, reply.raw);
  });
  const { statusCode } = await app.inject({
    method: 'PATCH',
    url: `${consents}/a`,
    headers: { ...page, cookie: 'a=b', 'content-type': 'application/json' },
    payload: '{"checked":true}',
  });
  expect(statusCode).toBe(200);
});
