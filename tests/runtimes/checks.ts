import { createOrderClient } from '@norce-kit/core';
import { expect } from 'vitest';
import { sendAndLeave, sendRaw } from './send.ts';
import type { Shop } from './shop.ts';
import { apiKey } from './secrets.ts';
import { oddIds } from './shop.ts';

export type Check = (shop: Shop) => Promise<void>;

const json = JSON.stringify;
const tick = { method: 'PATCH', path: '/consents/ci_newsletter', body: json({ checked: true }) };
const code = (text: string) => (JSON.parse(text) as { code?: unknown }).code;
const statusOf = (raw: string) => raw.slice(9, 12);
const trusted = 'https://checkout.shop.test';

/** Spaces of Unicode that a name of a cookie may begin with, as bytes of UTF-8 and of Latin-1. */
export const unicodeSpaces: readonly string[] = [
  ...[0x85, 0xa0, 0x1680, 0x180e, 0x2028, 0x2029, 0x202f, 0x205f, 0x2060, 0x3000, 0xfeff],
  ...Array.from({ length: 12 }, (_, index) => 0x2000 + index),
].flatMap((code) => {
  const utf8 = Buffer.from(String.fromCharCode(code)).toString('latin1');
  return code < 0x100 ? [String.fromCharCode(code), utf8] : [utf8];
});

const operations: Readonly<Record<string, Check>> = {
  'a read shows the reduced order only': async ({ createOrder, ask }) => {
    const order = await createOrder();
    const { status, headers, text } = await ask(order);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': expect.stringContaining('application/json') as unknown,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-correlation-id': expect.stringMatching(/^[\w-]{36}$/) as unknown,
    });
    expect(JSON.parse(text)).toMatchObject({ id: order.id, currency: 'SEK' });
    expect(Object.keys(JSON.parse(text) as object)).not.toContain('customer');
  },

  'a tick and an un-tick are stored, and each goes upstream once': async (shop) => {
    const order = await shop.createOrder();
    for (const checked of [true, false]) {
      const { status, text } = await shop.patch(order, '/consents/ci_newsletter', { checked });
      expect([status, text]).toEqual([200, '']);
      expect(await shop.isChecked(order, 'ci_newsletter')).toBe(checked);
    }
    expect(shop.arrived(order).map(({ method, body }) => [method, body])).toEqual([
      ['PATCH', '{"checked":true}'],
      ['PATCH', '{"checked":false}'],
    ]);
    expect(shop.arrived(order)[0]?.headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      'x-merchant': 'acme',
      'x-channel': 'acme-se',
    });
  },

  'a tick in chunks is stored': async (shop) => {
    const order = await shop.createOrder();
    const { status } = await shop.ask(order, { ...tick, headers: { 'transfer-encoding': 'chunked' } });
    expect(status).toBe(200);
    expect(await shop.isChecked(order, 'ci_newsletter')).toBe(true);
  },

  'several answers are stored by one request': async (shop) => {
    const order = await shop.createOrder();
    const answers = ['ci_newsletter', 'ci_terms'].map((id) => ({ id, checked: true }));
    expect((await shop.patch(order, '/consents', answers)).status).toBe(200);
    expect(await shop.isChecked(order, 'ci_terms')).toBe(true);
  },

  'listed attributes are stored, others are not': async (shop) => {
    const order = await shop.createOrder();
    expect((await shop.patch(order, '/attributes', { gift: 'å' })).status).toBe(200);
    expect((await shop.patch(order, '/attributes', { gift: 'x', price: 0 })).status).toBe(400);
    expect(shop.arrived(order).map(({ body }) => body)).toEqual(['{"gift":"å"}']);
  },

  'a validation is registered by its name only': async (shop) => {
    const order = await shop.createOrder();
    const register = (value: object) =>
      shop.ask(order, { method: 'POST', path: '/validations', body: json(value) });
    await register({ name: 'stock' });
    expect((await register({ url: 'https://evil.test/' })).status).toBe(403);
    expect(shop.arrived(order).map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{"adapterId":"stock_adapter","url":"https://checks.test/{order_id}"}'],
    ]);
  },

  'the order is validated, with and without a body': async (shop) => {
    const order = await shop.createOrder();
    const validate = { method: 'POST', path: '/validate' };
    expect((await shop.ask(order, { ...validate, headers: { 'content-length': '0' } })).status).toBe(200);
    expect((await shop.ask(order, { ...validate, body: '{}' })).status).toBe(200);
    expect(shop.arrived(order).map(({ body }) => body)).toEqual(['', '']);
  },

  'a form of a page without JavaScript is written, and leads to the page': async (shop) => {
    const order = await shop.createOrder();
    const type = 'application/x-www-form-urlencoded';
    const post = (body: string, headers = {}) =>
      shop.ask(order, {
        method: 'POST',
        path: '/consents',
        body,
        headers: { 'content-type': type, ...headers },
      });
    const { status, headers, text } = await post('consent.ci%3Aa=on&shown.ci%3Aa=false&shown.ci_terms=false');
    expect([status, headers['location'], text]).toEqual([303, '/checkout?consents=saved', '']);
    expect(await shop.isChecked(order, 'ci:a')).toBe(true);
    const chunked = await post('shown.ci%3Aa=true', { 'transfer-encoding': 'chunked' });
    expect([chunked.status, chunked.headers['location']]).toEqual([303, '/checkout?consents=saved']);
    expect(shop.arrived(order).map(({ method, body }) => [method, body])).toEqual([
      ['PATCH', '{"checked":true}'],
      ['GET', ''],
      ['PATCH', '{"checked":false}'],
      ['GET', ''],
    ]);
  },

  'a form of another site, or of another type, is refused': async (shop) => {
    const order = await shop.createOrder();
    const form = { method: 'POST', path: '/consents', body: 'consent.ci_terms=on&shown.ci_terms=false' };
    const type = 'application/x-www-form-urlencoded';
    for (const site of ['cross-site', 'same-site', 'none']) {
      const headers = { 'content-type': type, 'sec-fetch-site': site, origin: 'https://evil.test' };
      expect([site, (await shop.ask(order, { ...form, headers })).status]).toEqual([site, 403]);
    }
    for (const other of ['text/plain', 'multipart/form-data; boundary=x']) {
      const { status } = await shop.ask(order, { ...form, headers: { 'content-type': other } });
      expect([other, status]).toEqual([other, 415]);
    }
    expect(shop.arrived(order)).toEqual([]);
  },

  'other paths below the mount are not forwarded': async (shop) => {
    const order = await shop.createOrder();
    for (const path of ['/payments', '/consents/a/b', '/state', '/customer', '/consentsx']) {
      expect([path, (await shop.ask(order, { path })).status]).toEqual([path, 404]);
    }
    expect(shop.arrived(order)).toEqual([]);
  },

  'other methods are not forwarded': async (shop) => {
    const order = await shop.createOrder();
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const { status } = await shop.ask(order, { method, body: '{}' });
      expect([404, 405]).toContain(status);
    }
    expect(shop.arrived(order)).toEqual([]);
  },

  'HEAD changes nothing, and has no body': async (shop) => {
    const order = await shop.createOrder();
    const { status, text } = await shop.ask(order, { method: 'HEAD' });
    expect([200, 404, 405]).toContain(status);
    expect(text).toBe('');
    expect(shop.arrived(order).filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual([]);
  },

  'the client of core saves an answer and reads it back': async (shop) => {
    const order = await shop.createOrder();
    const client = createOrderClient({
      baseUrl: shop.origin + shop.orders.replace('/api/v0/checkout/orders', ''),
      fetch: (request) => {
        request.headers.set('cookie', order.cookie);
        request.headers.set('sec-fetch-site', 'same-origin');
        return fetch(request);
      },
    });
    await client.patchConsent(order.id, 'ci:a', true);
    const { consents } = await client.getOrder(order.id);
    expect(consents).toContainEqual(expect.objectContaining({ id: 'ci:a', checked: true }));
    await client.validateOrder(order.id);
  },
};

const bodies: Readonly<Record<string, Check>> = {
  'a body too large by its length is 413': async (shop) => {
    const order = await shop.createOrder();
    const { status } = await shop.ask(order, { ...tick, body: 'x'.repeat(80_000) });
    expect(status).toBe(413);
    expect(shop.arrived(order)).toEqual([]);
  },

  'a body too large in chunks is 413, not a reset connection': async (shop) => {
    const order = await shop.createOrder();
    const headers = { 'transfer-encoding': 'chunked' };
    const { status } = await shop.ask(order, { ...tick, body: 'x'.repeat(200_000), headers });
    expect(status).toBe(413);
    expect((await shop.ask(order)).status).toBe(200);
    expect(shop.arrived(order)).toHaveLength(1);
  },

  'a body in chunks that never ends is 413 at the limit': async (shop) => {
    const order = await shop.createOrder();
    const head = shop.head(order, 'PATCH /consents/ci_newsletter', 'transfer-encoding: chunked');
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    expect(statusOf(await sendRaw(shop.origin, head + chunk.repeat(8)))).toBe('413');
    expect((await shop.ask(order)).status).toBe(200);
  },

  'a body that stops is 408, not a reset connection': async (shop) => {
    const order = await shop.createOrder();
    const head = shop.head(order, 'PATCH /consents/ci_newsletter', 'content-length: 16');
    expect(statusOf(await sendRaw(shop.origin, `${head}{"chec`))).toBe('408');
    expect((await shop.ask(order)).status).toBe(200);
    expect(shop.arrived(order)).toHaveLength(1);
  },

  'a body in chunks that stops is 408': async (shop) => {
    const order = await shop.createOrder();
    const head = shop.head(order, 'PATCH /consents/ci_newsletter', 'transfer-encoding: chunked');
    expect(statusOf(await sendRaw(shop.origin, `${head}6\r\n{"chec\r\n`))).toBe('408');
    expect((await shop.ask(order)).status).toBe(200);
  },

  'malformed bodies are 400': async (shop) => {
    const order = await shop.createOrder();
    const wrong = [
      '',
      '{"checked":',
      '{"checked":"false"}',
      '{"checked":true,"checked":false}',
      '{"__proto__":{},"checked":true}',
      '['.repeat(5_000),
      '[]',
      'null',
      Buffer.from([0x7b, 0xff, 0x7d]),
      '\ufeff{"checked":"true"}',
    ];
    for (const body of wrong) {
      const { status } = await shop.ask(order, { ...tick, body });
      expect([String(body).slice(0, 40), status]).toEqual([String(body).slice(0, 40), 400]);
    }
    expect(shop.arrived(order)).toEqual([]);
  },

  'other types and encodings of a body are 415': async (shop) => {
    const order = await shop.createOrder();
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    for (const type of [...types, 'application/json; charset=utf-16']) {
      const { status } = await shop.ask(order, { ...tick, headers: { 'content-type': type } });
      expect([type, status]).toEqual([type, 415]);
    }
    expect((await shop.ask(order, { ...tick, headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
    expect(shop.arrived(order)).toEqual([]);
  },

  'further members of a body are not forwarded': async (shop) => {
    const order = await shop.createOrder();
    await shop.patch(order, '/consents/ci_newsletter', { checked: true, text: 'x', required: true });
    expect(shop.arrived(order).map(({ body }) => body)).toEqual(['{"checked":true}']);
  },
};

const aborts: Readonly<Record<string, Check>> = {
  'a browser that leaves in the middle of a body writes nothing': async (shop) => {
    const order = await shop.createOrder();
    const head = shop.head(order, 'PATCH /consents/ci_newsletter', 'content-length: 16');
    await sendAndLeave(shop.origin, `${head}{"chec`, () => shop.ask(order));
    expect((await shop.ask(order)).status).toBe(200);
    expect(shop.arrived(order).map(({ method }) => method)).toEqual(['GET', 'GET']);
  },

  'a browser that leaves during a write loses neither the answer nor its row': async (shop) => {
    const order = await shop.createOrder();
    const { held } = shop.upstream;
    held.set(order.id, () => undefined);
    const body = json({ checked: true });
    const head = shop.head(order, 'PATCH /consents/ci_newsletter', `content-length: ${body.length}`);
    await sendAndLeave(shop.origin, head + body, () =>
      expect.poll(() => shop.arrived(order)).toHaveLength(1),
    );
    // Requests that begin after the connection has ended.
    for (let times = 0; times < 3; times++) expect((await shop.ask(order)).status).toBe(200);
    held.get(order.id)?.();
    await expect.poll(() => shop.rows(order)).toHaveLength(1);
    expect(await shop.isChecked(order, 'ci_newsletter')).toBe(true);
  },

  'browsers that leave during hanging reads do not stop others': async (shop) => {
    const hanging = await shop.faultyOrder('hang');
    for (let times = 0; times < 10; times++) {
      await sendAndLeave(shop.origin, shop.head(hanging, 'GET '), () => Promise.resolve());
    }
    const order = await shop.createOrder();
    expect((await shop.ask(order)).status).toBe(200);
  },
};

/** A fault of the order API, and the status and code that a browser sees. */
const faults: readonly (readonly [fault: string, status: number, code: string | undefined])[] = [
  ['500', 502, 'upstream-error'],
  ['401', 502, 'upstream-error'],
  ['503', 503, 'upstream-unavailable'],
  ['400', 400, 'out-of-stock'],
  ['429', 429, undefined],
  ['html', 502, 'upstream-error'],
  ['redirect', 502, 'upstream-error'],
  ['list', 502, 'upstream-error'],
  ['large', 502, 'upstream-error'],
  ['cut', 502, 'upstream-error'],
  ['reset', 502, 'upstream-error'],
  ['hang', 504, 'upstream-timeout'],
  ['silent', 504, 'upstream-timeout'],
];

const upstreamFaults: Readonly<Record<string, Check>> = Object.fromEntries(
  faults.map(([fault, status, problem]) => [
    `the order API responds with the fault "${fault}": ${status}`,
    async (shop: Shop) => {
      const order = await shop.faultyOrder(fault);
      const answer = await shop.ask(order);
      // A slow machine may not receive the large response in time.
      if (fault === 'large' && answer.status === 504) return;
      expect([answer.status, code(answer.text)]).toEqual([status, problem]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.text).not.toMatch(/internal\b.*db-7|evil/i);
      if (fault === '429') expect(answer.headers['retry-after']).toBe('7');
      // Bun sends a read again when a connection breaks.
      if (fault !== 'reset') expect(shop.arrived(order)).toHaveLength(1);
    },
  ]),
);

const repetitions: Readonly<Record<string, Check>> = {
  'a validation whose connection breaks is sent once': async (shop) => {
    // Leaves a connection to the order API open.
    expect((await shop.ask(await shop.createOrder())).status).toBe(200);
    const order = await shop.faultyOrder('reset');
    const asked = { method: 'POST', path: '/validations', body: json({ name: 'stock' }) };
    expect((await shop.ask(order, asked)).status).toBe(502);
    expect(shop.arrived(order)).toHaveLength(1);
  },
};

const encodings: Readonly<Record<string, Check>> = Object.fromEntries(
  ['gzip', 'br'].map((encoding) => [
    `an order that the order API compresses with ${encoding} is readable`,
    async (shop: Shop) => {
      const order = await shop.faultyOrder(encoding);
      const { status, text, headers } = await shop.ask(order);
      expect(status).toBe(200);
      expect(headers['content-encoding']).toBeUndefined();
      expect(JSON.parse(text)).toMatchObject({ id: order.id });
    },
  ]),
);

const origins: Readonly<Record<string, Check>> = {
  'pages of other origins are refused before anything is sent': async (shop) => {
    const order = await shop.createOrder();
    const foreign = [
      { origin: 'https://evil.test', 'sec-fetch-site': undefined },
      { origin: 'null', 'sec-fetch-site': undefined },
      { origin: `${shop.origin}.evil.test`, 'sec-fetch-site': undefined },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': undefined },
    ];
    for (const headers of foreign) {
      expect([headers, (await shop.ask(order, { ...tick, headers })).status]).toEqual([headers, 403]);
      expect([headers, (await shop.ask(order, { headers })).status]).toEqual([headers, 403]);
    }
    expect(shop.arrived(order)).toEqual([]);
  },

  'the own origin is accepted without Sec-Fetch-Site': async (shop) => {
    const order = await shop.createOrder();
    const headers = { origin: shop.origin, 'sec-fetch-site': undefined };
    expect((await shop.ask(order, { ...tick, headers })).status).toBe(200);
  },

  'a trusted origin reads and writes, also its errors': async (shop) => {
    const order = await shop.createOrder();
    const headers = { origin: trusted, 'sec-fetch-site': 'cross-site' };
    for (const asked of [tick, {}, { path: '/payments' }]) {
      const answer = await shop.ask(order, { ...asked, headers });
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': trusted,
        'access-control-allow-credentials': 'true',
        // `compression` leaves `*` alone.
        vary: expect.stringMatching(/\*/) as unknown,
      });
    }
  },

  'a preflight of a trusted origin is accepted, one of another is not': async (shop) => {
    const order = await shop.createOrder();
    const preflight = (origin: string) =>
      shop.ask(order, {
        method: 'OPTIONS',
        path: '/consents/ci_newsletter',
        headers: {
          origin,
          'sec-fetch-site': 'cross-site',
          'access-control-request-method': 'PATCH',
          'access-control-request-headers': 'content-type,idempotency-key',
          cookie: undefined,
        },
      });
    const { status, headers, text } = await preflight(trusted);
    expect([status, text]).toEqual([204, '']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': trusted,
      'access-control-allow-methods': 'PATCH',
      'access-control-allow-headers': expect.stringContaining('idempotency-key') as unknown,
    });
    const refused = await preflight('https://evil.test');
    expect(refused.status).toBe(403);
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
    expect(shop.arrived(order)).toEqual([]);
  },
};

const cookies: Readonly<Record<string, Check>> = {
  'a browser without the cookie of the order is refused': async (shop) => {
    const [order, other] = [await shop.createOrder(), await shop.createOrder()];
    const forged = `${order.cookie.slice(0, -4)}AAAA`;
    for (const cookie of [undefined, '', other.cookie, forged, `x${order.cookie}`]) {
      expect((await shop.ask(order, { ...tick, headers: { cookie } })).status).toBe(403);
    }
    expect(shop.arrived(order)).toEqual([]);
  },

  'the cookie is found among others': async (shop) => {
    const order = await shop.createOrder();
    for (const cookie of [`a=b; ${order.cookie}; c=d`, `a="x y";${order.cookie}`, `=; ; ${order.cookie};`]) {
      expect((await shop.ask(order, { headers: { cookie } })).status).toBe(200);
    }
  },

  'a cookie with a Unicode space before its name counts as another cookie': async (shop) => {
    const [order, evil] = [await shop.createOrder(), await shop.createOrder()];
    const spellings = ['', 'a=b; ', 'a=b;'];
    for (const [index, space] of unicodeSpaces.entries()) {
      const cookie = `${spellings[index % 3] ?? ''}${space}${evil.cookie}`;
      expect([json(cookie), (await shop.ask(evil, { headers: { cookie } })).status]).toEqual([
        json(cookie),
        403,
      ]);
    }
    // The shop's own cookie beside it still counts.
    const both = `\u00a0${evil.cookie}; ${order.cookie}`;
    expect((await shop.ask(order, { headers: { cookie: both } })).status).toBe(200);
    expect(shop.arrived(evil)).toEqual([]);
  },

  'two cookies of the name are refused, in one header and in two': async (shop) => {
    const [order, evil] = [await shop.createOrder(), await shop.createOrder()];
    const both = [
      `${order.cookie}; ${evil.cookie}`,
      `${evil.cookie}; ${order.cookie}`,
      [evil.cookie, order.cookie],
    ];
    for (const cookie of both) {
      for (const target of [order, evil])
        expect((await shop.ask(target, { headers: { cookie } })).status).toBe(403);
    }
  },
};

const malformedIds = ['a%2Fb', '%2F', 'a%5Cb', '%00', '%0d%0ax', '%2e%2e%2fstate', '%252e', '%c0%af', '%'];

const paths: Readonly<Record<string, Check>> = {
  'odd consent ids are stored under their own name': async (shop) => {
    const order = await shop.createOrder();
    for (const id of oddIds) {
      const { status } = await shop.patch(order, `/consents/${encodeURIComponent(id)}`, { checked: true });
      expect([id, status]).toEqual([id, 200]);
      expect([id, await shop.isChecked(order, id)]).toEqual([id, true]);
    }
  },

  'an id is the same in each spelling of a URL': async (shop) => {
    const order = await shop.createOrder();
    for (const path of ['/consents/ci:a', '/consents/ci%3Aa', '/consents/ci%3aa', '/consents/%63i:a']) {
      expect([path, (await shop.patch(order, path, { checked: true })).status]).toEqual([path, 200]);
    }
    expect(new Set(shop.arrived(order).map(({ url }) => url)).size).toBe(1);
  },

  'ids with separators are not forwarded': async (shop) => {
    const order = await shop.createOrder();
    for (const id of malformedIds) {
      const { status } = await shop.patch(order, `/consents/${id}`, { checked: true });
      expect([id, status >= 400]).toEqual([id, true]);
    }
    expect(shop.arrived(order)).toEqual([]);
  },

  'malformed ids are no error of the server': async (shop) => {
    const order = await shop.createOrder();
    for (const id of malformedIds) {
      const { status } = await shop.patch(order, `/consents/${id}`, { checked: true });
      expect([id, status < 500]).toEqual([id, true]);
    }
  },

  'dot segments do not lead to another path': async (shop) => {
    const order = await shop.createOrder();
    const tried = [
      '/consents/..',
      '/consents/../../o_1',
      '/consents/%2e%2e',
      '/consents/%2e%2e/%2e%2e/o_1',
      '/../o_other',
      '/%2e%2e/o_other',
      '/./payments',
      '/consents/.',
      '/consents/..%2f..%2fstate',
      '/consents/..;/x',
    ];
    for (const path of tried) {
      const { status } = await shop.patch(order, path, { checked: true });
      // Next.js redirects, and the client follows no redirects.
      expect([path, status >= 300 && status < 500]).toEqual([path, true]);
    }
    expect(shop.arrived(order)).toEqual([]);
  },

  'a slash at the end is accepted': async (shop) => {
    const order = await shop.createOrder();
    expect((await shop.ask(order, { path: '/' })).status).toBe(200);
    expect((await shop.patch(order, '/consents/ci_newsletter/', { checked: true })).status).toBe(200);
  },

  'a query is not forwarded': async (shop) => {
    const order = await shop.createOrder();
    expect((await shop.ask(order, { path: '?a=b&/consents/x' })).status).toBe(200);
    expect(shop.arrived(order)[0]?.url).toBe(`/checkout/order/api/v0/checkout/orders/${order.id}`);
  },

  'a malformed Host is refused without an error': async (shop) => {
    const order = await shop.createOrder();
    for (const host of ['a b', '[', 'x:y', 'a/b', '%', 'é', 'a@b:c:d', '']) {
      const path = `${shop.orders}/${order.id}`;
      const lines = [`GET ${path} HTTP/1.1`, `host: ${host}`, `cookie: ${order.cookie}`];
      const status = statusOf(
        await sendRaw(shop.origin, `${lines.join('\r\n')}\r\nsec-fetch-site: same-origin\r\n\r\n`),
      );
      expect([host, /^5/.test(status)]).toEqual([host, false]);
    }
    expect((await shop.ask(order)).status).toBe(200);
  },

  'large headers are no error of the server': async (shop) => {
    const order = await shop.createOrder();
    const { status } = await shop.ask(order, { headers: { 'x-large': 'x'.repeat(7_000) } });
    expect(status).toBe(200);
  },
};

const tracing: Readonly<Record<string, Check>> = {
  'the correlation id is the same in the response, upstream and in the event': async (shop) => {
    const order = await shop.createOrder();
    const { headers } = await shop.ask(order);
    const id = headers['x-correlation-id'];
    expect(shop.arrived(order)[0]?.headers['x-request-id']).toBe(id);
    await expect
      .poll(() => shop.upstream.events.filter((event) => event.correlationId === id))
      .toHaveLength(1);
  },

  'the correlation id of a proxy is taken': async (shop) => {
    const order = await shop.createOrder();
    const id = `proxy-${order.id}`;
    const { headers } = await shop.ask(order, { headers: { 'x-request-id': id } });
    expect(headers['x-correlation-id']).toBe(id);
    expect(shop.arrived(order)[0]?.headers['x-request-id']).toBe(id);
  },

  'the traceparent of the page goes upstream once, other headers do not': async (shop) => {
    const order = await shop.createOrder();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const hostile = { 'x-merchant': 'evil', authorization: 'evil', 'x-forwarded-host': 'evil.test' };
    await shop.ask(order, { headers: { traceparent, ...hostile } });
    const [arrived] = shop.arrived(order);
    expect(arrived?.headers).toMatchObject({ traceparent, 'x-merchant': 'acme' });
    expect(json(arrived?.headers)).not.toContain('evil');
    expect(arrived?.headers).not.toHaveProperty('cookie');
  },

  'requests at the same time each get their own order': async (shop) => {
    const orders = await Promise.all(Array.from({ length: 10 }, () => shop.createOrder()));
    const asked = [...orders, ...orders];
    // More at once end on the time limit of the handler where the machine is busy.
    for (const _ of [1, 2, 3]) {
      const answers = await Promise.all(asked.map((order) => shop.ask(order)));
      expect(answers.map(({ text }) => (JSON.parse(text) as { id: string }).id)).toEqual(
        asked.map(({ id }) => id),
      );
    }
  },
};

const awaitedLog: Readonly<Record<string, Check>> = {
  'an answer has its row before the response': async (shop) => {
    const order = await shop.createOrder();
    expect((await shop.ask(order, tick)).status).toBe(200);
    expect(shop.rows(order)).toMatchObject([{ consentId: 'ci_newsletter', checked: true }]);
  },

  'an answer without a row is not confirmed, neither by the write nor by a read': async (shop) => {
    const order = await shop.createOrder();
    const { refused } = shop.upstream;
    refused.add(order.id);
    const id = `answer-${order.id}-00000000`;
    const written = await shop.ask(order, { ...tick, headers: { 'idempotency-key': id } });
    expect([written.status, code(written.text)]).toEqual([500, 'log-failed']);
    const open = { headers: { 'x-norce-open-answers': `true%3Aci_newsletter=${id}` } };
    expect((await shop.ask(order, open)).status).toBe(500);
    expect(shop.rows(order)).toEqual([]);
    refused.delete(order.id);
    expect((await shop.ask(order, open)).status).toBe(200);
    expect((await shop.ask(order, { ...tick, headers: { 'idempotency-key': id } })).status).toBe(200);
    expect(shop.rows(order)).toMatchObject([{ consentId: 'ci_newsletter', checked: true }]);
  },
};

/** All checks of a server with an awaited log. */
export const checks: Readonly<Record<string, Check>> = {
  ...operations,
  ...bodies,
  ...aborts,
  ...upstreamFaults,
  ...repetitions,
  ...encodings,
  ...origins,
  ...cookies,
  ...paths,
  ...tracing,
  ...awaitedLog,
  'the key is in no response': async ({ seen, upstream }) => {
    expect(seen.length).toBeGreaterThan(50);
    expect(seen.filter((answer) => answer.includes(apiKey))).toEqual([]);
    expect(json(upstream.events)).not.toContain(apiKey);
    await Promise.resolve();
  },
};

/** Checks that send HTTP/1.1 in any case. */
export const http1Checks: ReadonlySet<string> = new Set([
  'the client of core saves an answer and reads it back',
  'a body in chunks that never ends is 413 at the limit',
  'a body that stops is 408, not a reset connection',
  'a body in chunks that stops is 408',
  ...Object.keys(aborts),
  'a malformed Host is refused without an error',
]);

/** Checks of a server whose log is not awaited. */
export const backgroundChecks: Readonly<Record<string, Check>> = {
  'rows of an un-awaited log arrive': async (shop) => {
    const orders = await Promise.all(Array.from({ length: 10 }, () => shop.createOrder()));
    for (const order of orders) expect((await shop.ask(order, tick)).status).toBe(200);
    for (const order of orders) await expect.poll(() => shop.rows(order)).toHaveLength(1);
  },

  'asynchronous events arrive': async (shop) => {
    const order = await shop.createOrder();
    const { headers } = await shop.ask(order, tick);
    const id = headers['x-correlation-id'];
    await expect
      .poll(() => shop.upstream.events.filter((event) => event.correlationId === id))
      .toHaveLength(1);
  },
};
