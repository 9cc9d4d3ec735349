import { expect, test } from 'vitest';
import type { Ask } from '../test/rig.ts';
import { listen, orders, send, startRig } from '../test/rig.ts';
import { orderCookie } from './cookie.ts';
import { createOrderHandler } from './handler.ts';
import { toNodeListener } from './node.ts';

const secret = 'a-secret-of-the-shop-with-thirty-two-bytes';
const shop = 'https://shop.test';

type Send = (ask: Ask) => Promise<{ readonly status: number; readonly text: string }>;

/** One handler, called as a function, by a Node server, and by a Node server through a wrapping function. */
async function startEntryPoints() {
  const { upstreamOrigin, received } = await startRig({}, (_request, response) =>
    response.end('{"id":"o_1"}'),
  );
  const handler = createOrderHandler({
    upstream: { baseUrl: upstreamOrigin, apiKey: 'k', merchant: 'm', channel: 'c' },
    authorize: orderCookie({ secret }),
    attributes: ['note'],
    trustedOrigins: [shop],
    maxBodyBytes: 1_000,
  });
  const direct = await listen(toNodeListener(handler));
  const wrapped = await listen(toNodeListener((request) => handler(request)));
  const entryPoints: Readonly<Record<string, Send>> = {
    fetch: async (ask) => {
      const response = await handler(toRequest(ask));
      return { status: response.status, text: await response.text() };
    },
    node: (ask) => send(direct, ask),
    'node, wrapped': (ask) => send(wrapped, ask),
  };
  const cookie = (await orderCookie({ secret }).bind('o_1')).split(';')[0] ?? '';
  return { entryPoints, received, cookie };
}

/** Returns the request that a server parses from the same bytes. */
function toRequest({ method = 'GET', path = '', headers = {}, body }: Ask): Request {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const sent = new Headers(
    text === undefined
      ? {}
      : {
          'content-type': 'application/json',
          'content-length': String(new TextEncoder().encode(text).length),
        },
  );
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) sent.delete(name);
    else sent.set(name, String(value));
  }
  const url = shop + (path.startsWith('//') ? path.slice(1) : orders + path);
  return new Request(url, { method, headers: sent, ...(text !== undefined && { body: text }) });
}

test('a request of Node is refused with the function that mounts the handler', async () => {
  const handler = createOrderHandler({
    upstream: { baseUrl: 'http://localhost', apiKey: 'k', merchant: 'm', channel: 'c' },
    authorize: orderCookie({ secret }),
  });
  // As `app.use('/api/norce', handler)` of Express passes it, in JavaScript.
  const request = { method: 'GET', url: `${orders}/o_1`, headers: { host: 'shop.test' } };
  await expect(handler(request as unknown as Request)).rejects.toThrow(
    'createOrderHandler: the handler got a request of Node. Mount it as toNodeListener(handler), of @norce-kit/server/node.',
  );
});

const page = new Request(`${shop}${orders}/o_1`);

test.each([
  ['Pages, React Router, SvelteKit and Astro', { request: page, params: {} }],
  ['h3 1 and Nuxt', { headers: page.headers, method: 'GET', path: `${orders}/o_1` }],
  ['h3 2', { req: page, headers: page.headers, url: new URL(page.url) }],
  ['nothing', undefined],
])('the event of a framework is refused with the way to its request: %s', async (_, event) => {
  const handler = createOrderHandler({
    upstream: { baseUrl: 'http://localhost', apiKey: 'k', merchant: 'm', channel: 'c' },
    authorize: orderCookie({ secret }),
  });
  await expect(handler(event as unknown as Request)).rejects.toThrow(
    'createOrderHandler: the handler got no Request. Pass the one of your framework, such as handler(event.request).',
  );
});

const tick: Ask = { method: 'PATCH', path: '/o_1/consents/a', body: { checked: true } };
const deep = `${'['.repeat(40)}${']'.repeat(40)}`;

const refused: readonly (readonly [what: string, ask: Ask, status: number])[] = [
  ['a path of the API that is none of the shopper’s', { path: '/o_1/payments' }, 404],
  ['a path outside the mount', { path: '//api/v0/checkout/orders/o_1' }, 404],
  ['a path that climbs', { path: '/o_1/../../configuration' }, 404],
  ['a path that climbs encoded', { path: '/%2e%2e' }, 404],
  ['an id with a slash in it', { path: '/o%2f1' }, 400],
  [
    'a consent that means another one when it is decoded twice',
    { ...tick, path: '/o_1/consents/%2561' },
    400,
  ],
  ['a method of the API that is none of the shopper’s', { method: 'DELETE', path: '/o_1' }, 405],
  ['a method that hides in a header', { method: 'PUT', headers: { 'x-http-method-override': 'GET' } }, 405],
  ['another origin', { ...tick, headers: { origin: 'https://evil.test' } }, 403],
  ['an origin that looks alike', { ...tick, headers: { origin: 'https://shop.test.evil.test' } }, 403],
  ['a cross-site page', { ...tick, headers: { origin: undefined, 'sec-fetch-site': 'cross-site' } }, 403],
  ['a sibling of the site', { ...tick, headers: { origin: undefined, 'sec-fetch-site': 'same-site' } }, 403],
  ['nothing that says where it is from', { ...tick, headers: { origin: undefined } }, 403],
  ['no cookie', { ...tick, headers: { cookie: undefined } }, 403],
  ['a cookie of the shopper’s own making', { ...tick, headers: { cookie: '__Host-norce-order=a.b.c' } }, 403],
  ['the order of another shopper', { ...tick, path: '/o_2/consents/a' }, 403],
  ['a form', { ...tick, headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
  ['a look-alike of JSON', { ...tick, headers: { 'content-type': 'application/json, text/plain' } }, 415],
  ['a compressed body', { ...tick, headers: { 'content-encoding': 'gzip' } }, 415],
  ['a large body', { ...tick, body: `{"checked":true}${' '.repeat(1_000)}` }, 413],
  ['an empty body', { ...tick, body: '' }, 400],
  ['half a body', { ...tick, body: '{"checked":' }, 400],
  ['a deep body', { ...tick, body: deep }, 400],
  ['a key given twice', { ...tick, body: '{"checked":true,"checked":false}' }, 400],
  ['a key of prototypes', { ...tick, body: '{"checked":true,"__proto__":{}}' }, 400],
  ['a word for a boolean', { ...tick, body: { checked: 'false' } }, 400],
  ['an attribute off the list', { method: 'PATCH', path: '/o_1/attributes', body: { price: 1 } }, 400],
  ['a validation', { method: 'POST', path: '/o_1/validations', body: { url: 'https://evil.test' } }, 404],
  ['a preflight of another origin', { method: 'OPTIONS', headers: { origin: 'https://evil.test' } }, 403],
];

test('every entry point rejects a hostile request the same way, and sends nothing', async () => {
  const { entryPoints, received, cookie } = await startEntryPoints();
  for (const [what, ask, status] of refused) {
    const headers = { origin: shop, cookie, ...ask.headers };
    for (const [name, sendTo] of Object.entries(entryPoints)) {
      const answer = await sendTo({ path: '/o_1', ...ask, headers });
      expect(answer.status, `${what} (${name})`).toBe(status);
      expect(JSON.parse(answer.text), `${what} (${name})`).toMatchObject({ status });
    }
  }
  expect(received).toEqual([]);
});

test('every entry point forwards the operations of a shopper', async () => {
  const { entryPoints, received, cookie } = await startEntryPoints();
  const headers = { origin: shop, cookie };
  for (const sendTo of Object.values(entryPoints)) {
    expect(await sendTo({ path: '/o_1', headers })).toMatchObject({
      status: 200,
      text: '{"id":"o_1","consents":[],"attributes":{},"validations":[]}',
    });
    expect(await sendTo({ ...tick, headers })).toMatchObject({ status: 200, text: '' });
    expect((await sendTo({ method: 'OPTIONS', path: '/o_1', headers })).status).toBe(204);
  }
  expect(received.map(({ method, body }) => `${method ?? ''} ${body}`)).toEqual(
    Object.keys(entryPoints).flatMap(() => ['GET ', 'PATCH {"checked":true}']),
  );
});

test.each(['clone', 'body', 'text'] as const)(
  'an authorize hook that reads the %s of the request does not change the checks',
  async (way) => {
    const { upstreamOrigin, received } = await startRig();
    const seen: string[] = [];
    const handler = createOrderHandler({
      upstream: { baseUrl: upstreamOrigin, apiKey: 'k', merchant: 'm', channel: 'c' },
      authorize: (request) => {
        if (way === 'body') return request.body !== null;
        void (way === 'clone' ? request.clone() : request).text().then((text) => seen.push(text));
        return true;
      },
    });
    const answer = await send(await listen(toNodeListener(handler)), tick);
    // Consuming the body is an error; reading a property or a clone is fine.
    expect(answer.status).toBe(way === 'text' ? 500 : 200);
    if (way !== 'body') expect(seen).toEqual(['{"checked":true}']);
    expect(received.map(({ body }) => body)).toEqual(way === 'text' ? [] : ['{"checked":true}']);
  },
);
