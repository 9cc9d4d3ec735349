import { expect, test } from 'vitest';
import { startRig } from '../test/rig.ts';
import { createOrderHandler } from './handler.ts';

const page = 'https://shop.example';
const partner = 'https://checkout.partner.example';

/** Sends a request with these headers only, and returns the hooks and reads that it reached. */
async function tick(
  headers: Record<string, string | undefined>,
  method = 'PATCH',
  allowMissingOrigin: boolean | 'reads' = false,
) {
  let authorized = 0;
  const rig = await startRig(
    {
      trustedOrigins: [page, `${partner}/`],
      allowMissingOrigin,
      authorize: () => {
        authorized++;
        return true;
      },
    },
    (_request, response) => response.end('{"id":"o_1"}'),
  );
  const body = method === 'PATCH' ? { body: { checked: true } } : {};
  const path = method === 'PATCH' ? '/o_1/consents/a' : '/o_1';
  const answer = await rig.ask({ method, path, ...body, headers: { origin: undefined, ...headers } });
  return { status: answer.status, headers: answer.headers, sent: rig.received.length, authorized };
}

test.each<[string, string | undefined]>([
  ['cross-site', undefined],
  ['cross-site', 'https://evil.test'],
  ['cross-site', 'null'],
  ['same-site', undefined],
  ['same-site', 'https://blog.shop.example'],
  ['none', undefined],
  ['none', 'https://evil.test'],
  ['none', 'null'],
  ['SAME-ORIGIN', undefined],
  ['same-origin, same-origin', undefined],
  ['', undefined],
])('HB4: rejects a write with sec-fetch-site %s from %s before any hook runs', async (site, origin) => {
  const { status, sent, authorized } = await tick({ 'sec-fetch-site': site, origin });
  expect({ status, sent, authorized }).toEqual({ status: 403, sent: 0, authorized: 0 });
});

test.each<[string, string | undefined]>([
  ['same-origin', undefined],
  ['same-origin', 'https://www.shop.example'],
  ['same-site', page],
  ['cross-site', partner],
])('HB4: accepts a write with sec-fetch-site %s from %s', async (site, origin) => {
  const { status, sent } = await tick({ 'sec-fetch-site': site, origin });
  expect({ status, sent }).toEqual({ status: 200, sent: 1 });
});

test('HB4: accepts a read that the shopper typed in, rejects a read of another site', async () => {
  expect((await tick({ 'sec-fetch-site': 'none' }, 'GET')).status).toBe(200);
  expect((await tick({ 'sec-fetch-site': 'cross-site' }, 'GET')).status).toBe(403);
  expect((await tick({ 'sec-fetch-site': 'same-site' }, 'GET')).status).toBe(403);
});

test('HB4: rejects a request while its body is still on the way', async () => {
  const { raw, received } = await startRig();
  const answer = await raw(
    'PATCH /api/norce/api/v0/checkout/orders/o_1/consents/a HTTP/1.1\r\nHost: shop.test\r\nSec-Fetch-Site: cross-site\r\n' +
      'Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(received).toEqual([]);
});

test.each([
  'https://shop.example.evil.test',
  'https://evilshop.example',
  'https://shop.example.',
  'https://shop.example:444',
  'https://shop.example:443',
  'http://shop.example',
  'HTTPS://SHOP.EXAMPLE',
  'https://Shop.example',
  'https://shop.example/',
  'https://shop.example ,https://evil.test',
  'https://shop.example@evil.test',
  'https://user@shop.example',
  'shop.example',
  'null',
  '',
  '*',
])('HB6: rejects the lookalike origin %j', async (origin) => {
  const { status, sent, headers } = await tick({ origin });
  expect({ status, sent }).toEqual({ status: 403, sent: 0 });
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

test('HB7: accepts an old browser that sends only Origin on the own page, and no other', async () => {
  const { ask, received, origin } = await startRig();
  const write = { method: 'PATCH', path: '/o_1/consents/a', body: { checked: true } };
  expect((await ask({ ...write, headers: { origin } })).status).toBe(200);
  expect((await ask({ ...write, headers: { origin: origin.replace('http:', 'https:') } })).status).toBe(403);
  expect(received).toHaveLength(1);
});

test.each<[boolean | 'reads', number, number]>([
  [false, 403, 403],
  ['reads', 200, 403],
  [true, 200, 200],
])(
  'HB7: with allowMissingOrigin %s a request without both headers gets %i to read, %i to write',
  async (allow, read, write) => {
    expect((await tick({}, 'GET', allow)).status).toBe(read);
    expect((await tick({}, 'PATCH', allow)).status).toBe(write);
  },
);

test('HB7: allowMissingOrigin does not accept wrong headers', async () => {
  expect((await tick({ origin: 'https://evil.test' }, 'PATCH', true)).status).toBe(403);
  expect((await tick({ 'sec-fetch-site': 'cross-site' }, 'GET', true)).status).toBe(403);
});

test('accepts the own page behind a proxy that ends TLS', async () => {
  const { status } = await tick({ origin: 'https://www.shop.example', 'sec-fetch-site': 'same-origin' });
  expect(status).toBe(200);
});

test('a trusted origin may read every response, with cookies', async () => {
  const rig = await startRig({ trustedOrigins: [partner], authorize: () => false });
  const refused = await rig.ask({ headers: { origin: partner } });
  expect(refused.status).toBe(403);
  expect(refused.headers).toMatchObject({
    'access-control-allow-origin': partner,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'retry-after, x-correlation-id',
    vary: 'origin, *',
  });
  expect((await rig.ask()).headers['access-control-allow-origin']).toBeUndefined();
});

test.each([
  ['capacitor://localhost', 'capacitor://localhost'],
  ['tauri://localhost/', 'tauri://localhost'],
  ['app://-', 'app://-'],
])('accepts the pages of an app with the origin %s', async (trusted, origin) => {
  const { ask, received } = await startRig({ trustedOrigins: [trusted] }, (_request, response) =>
    response.end(),
  );
  const write = { method: 'PATCH', path: '/o_1/consents/a', body: { checked: true } };
  const app = { origin, 'sec-fetch-site': 'cross-site' };
  const preflight = await ask({ ...write, method: 'OPTIONS', body: undefined, headers: app });
  expect(preflight.status).toBe(204);
  const saved = await ask({ ...write, headers: app });
  expect(saved.status).toBe(200);
  expect(saved.headers['access-control-allow-origin']).toBe(origin);
  const other = { ...app, origin: 'app://evil' };
  expect((await ask({ ...write, headers: other })).status).toBe(403);
  expect((await ask({ ...write, headers: { ...app, origin: 'null' } })).status).toBe(403);
  expect(received).toHaveLength(1);
});

test.each<[string, string | undefined, number]>([
  ['/o_1/consents/a', partner, 204],
  ['/o_1/consents/a', 'https://evil.test', 403],
  ['/o_1/consents/a', undefined, 403],
  ['/o_1/state', partner, 404],
])('a preflight for %s from %s gets %i', async (path, origin, status) => {
  const { ask, received } = await startRig({ trustedOrigins: [partner] });
  const headers = {
    origin,
    'access-control-request-method': 'PATCH',
    'access-control-request-headers': 'content-type',
  };
  const answer = await ask({ method: 'OPTIONS', path, headers });
  expect(answer.status).toBe(status);
  expect(answer.headers['access-control-allow-methods']).toBe(status === 204 ? 'PATCH' : undefined);
  expect(received).toEqual([]);
});

test('HB8: the browser of one order cannot touch another', async () => {
  const seen: unknown[] = [];
  const { ask, received } = await startRig({
    authorize: (_request, scope) => {
      seen.push(scope);
      return scope.orderId === 'o_1';
    },
  });
  const write = { method: 'PATCH', body: { checked: true } };
  expect((await ask({ ...write, path: '/o_2/consents/a' })).status).toBe(403);
  expect((await ask({ path: '/o_2' })).status).toBe(403);
  expect(received).toEqual([]);
  expect((await ask({ ...write, path: '/o_1/consents/a' })).status).toBe(200);
  expect(seen).toContainEqual({ orderId: 'o_2', operation: 'patchConsent' });
});

test.each<[string, () => unknown, number]>([
  ['false', () => false, 403],
  ['undefined', () => undefined, 403],
  ['a truthy word', () => 'yes', 403],
  ['a promise of false', () => Promise.resolve(false), 403],
  ['a promise of an object', () => Promise.resolve({}), 403],
  [
    'a throw',
    () => {
      throw new Error('session store is down');
    },
    500,
  ],
  ['a rejection', () => Promise.reject(new Error('session store is down')), 500],
])('HB8: rejects %s as result of authorize', async (_name, authorize, status) => {
  const { ask, received } = await startRig({ authorize: authorize as () => boolean });
  const answer = await ask();
  expect(answer.status).toBe(status);
  expect(answer.text).not.toContain('session store');
  expect(received).toEqual([]);
});

test('HB8: requires authorize', () => {
  const upstream = { baseUrl: 'https://api.test', apiKey: 'k', merchant: 'm', channel: 'c' };
  // @ts-expect-error authorize is mandatory for types too
  expect(() => createOrderHandler({ upstream })).toThrow(/authorize is missing/);
});
