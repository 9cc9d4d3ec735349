import { expect, test } from 'vitest';
import { fieldsOf, openFormShop } from '../test/form.ts';
import { orders, startRig } from '../test/rig.ts';
import type { OrderHandlerOptions } from './options.ts';

const page = 'https://shop.example';
const form = 'application/x-www-form-urlencoded';
const body = 'consent.a=on&shown.a=false';

/** Posts a form with these headers only. Returns the response, and the hooks and writes that it reached. */
async function post(
  headers: Record<string, string | undefined>,
  options: Partial<Omit<OrderHandlerOptions, 'upstream'>> = {},
  text: unknown = body,
) {
  let hooks = 0;
  const count = () => {
    hooks++;
    return true;
  };
  const rig = await startRig(
    { formReturnTo: '/checkout', trustedOrigins: [page], authorize: count, rateLimit: count, ...options },
    (request, response) => response.end(request.method === 'GET' ? '{"id":"o_1"}' : ''),
  );
  const { status, headers: answered } = await rig.ask({
    method: 'POST',
    path: '/o_1/consents',
    body: text,
    headers: { origin: undefined, 'content-type': form, ...headers },
  });
  const writes = rig.received
    .filter(({ method }) => method !== 'GET')
    .map(({ method, url }) => `${method} ${url}`);
  return { status, location: answered['location'], writes, hooks };
}

const refused = { status: 403, location: undefined, writes: [], hooks: 0 };
const written = ['PATCH /checkout/order/api/v0/checkout/orders/o_1/consents/a'];

test.each<[string | undefined, string | undefined]>([
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
  [undefined, 'https://evil.test'],
  [undefined, 'https://shop.example.evil.test'],
  [undefined, 'https://shop.example:444'],
  [undefined, 'null'],
  [undefined, ''],
  [undefined, undefined],
])('HB4: refuses a form with sec-fetch-site %s from %s before any hook runs', async (site, origin) => {
  expect(await post({ 'sec-fetch-site': site, origin })).toEqual(refused);
});

test.each<[string, string | undefined]>([
  ['same-origin', undefined],
  ['same-origin', 'null'],
  ['same-origin', 'https://www.shop.example'],
  ['same-site', page],
])('HB4: accepts a form with sec-fetch-site %s from %s', async (site, origin) => {
  const { status, writes } = await post({ 'sec-fetch-site': site, origin });
  expect([status, writes]).toEqual([303, written]);
});

test.each([true, 'reads'] as const)(
  'HB7: allowMissingOrigin: %s does not accept a form without both headers, which an old browser posts for any site',
  async (allowMissingOrigin) => {
    expect(await post({}, { allowMissingOrigin })).toEqual(refused);
  },
);

test('HB7: accepts the form of an old browser that sends only the own Origin', async () => {
  const rig = await startRig({ formReturnTo: '/checkout' }, (_request, response) => response.end('{}'));
  const ask = { method: 'POST', path: '/o_1/consents', body, headers: { 'content-type': form } };
  expect((await rig.ask(ask)).status).toBe(303);
  const other = rig.origin.replace('http:', 'https:');
  expect((await rig.ask({ ...ask, headers: { ...ask.headers, origin: other } })).status).toBe(403);
});

test.each([
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/json',
  'application/x-www-form-urlencoded; charset=iso-8859-1',
  'application/x-www-form-urlencoded, application/json',
  'application/x-www-form-urlencoded; charset=utf-8; charset=utf-16',
  'xapplication/x-www-form-urlencoded',
  '\u00a0application/x-www-form-urlencoded',
  '',
])('HB12: refuses a form of type %j with a document for its developer', async (type) => {
  const { status, writes, hooks } = await post({ 'sec-fetch-site': 'same-origin', 'content-type': type });
  expect({ status, writes, hooks }).toEqual({ status: 415, writes: [], hooks: 0 });
});

test('HB12: refuses a compressed form', async () => {
  const headers = { 'sec-fetch-site': 'same-origin', 'content-encoding': 'gzip' };
  expect(await post(headers)).toMatchObject({ status: 415, writes: [] });
});

test.each([form.toUpperCase(), `${form}; charset=UTF-8`, `${form};charset="utf-8"`])(
  'accepts a form of type %j',
  async (type) => {
    const { status, writes } = await post({ 'sec-fetch-site': 'same-origin', 'content-type': type });
    expect([status, writes]).toEqual([303, written]);
  },
);

const notSaved = '/checkout?consents=not-saved';
const same = { 'sec-fetch-site': 'same-origin' };

test.each<[string, Partial<Omit<OrderHandlerOptions, 'upstream'>>, unknown]>([
  ['the order of another browser', { authorize: () => false }, body],
  ['a rate limit', { rateLimit: () => 30 }, body],
  ['a hook that throws', { authorize: () => Promise.reject(new Error('session store')) }, body],
  ['a large body', {}, `${body}&note=${'x'.repeat(70_000)}`],
  ['bytes that are not UTF-8', {}, new Uint8Array([0x61, 0x3d, 0xff])],
])('NJ5: %s leads to the page with an explanation, and nothing is written', async (_what, options, text) => {
  expect(await post(same, options, text)).toMatchObject({ status: 303, location: notSaved, writes: [] });
});

test('NJ5: an operator sees why a form was refused', async () => {
  const events: unknown[] = [];
  const onEvent = (event: unknown) => void events.push(event);
  await post(same, { onEvent, authorize: () => Promise.reject(new TypeError('session store')) });
  await post(same, { onEvent, authorize: () => false });
  expect(events).toMatchObject([
    { status: 303, level: 'error', problem: 'internal-error', hook: 'authorize', error: 'TypeError' },
    { status: 303, level: 'info', problem: 'forbidden' },
  ]);
});

test('NJ9: forms do not exist without formReturnTo', async () => {
  const { status, writes } = await post(same, { formReturnTo: undefined });
  expect({ status, writes }).toEqual({ status: 405, writes: [] });
  const { ask } = await startRig({ formReturnTo: '/checkout' });
  for (const method of ['PUT', 'DELETE', 'GET'])
    expect((await ask({ method, path: '/o_1/consents' })).headers['allow']).toBe('PATCH, POST');
});

test.each([
  'https://evil.test/',
  '//evil.test',
  '/\\evil.test',
  '\\evil.test',
  'javascript:alert(1)',
  '/checkout?x',
  '/Checkout',
  '/checkout/',
  ' /checkout',
  '/thanks/o_2',
  '',
])('NJ9: a form cannot choose %j as its next page', async (wanted) => {
  const { submit } = openFormShop({ formReturnTo: ['/checkout', '/thanks/{order_id}'] });
  const query = `?return-to=${encodeURIComponent(wanted)}`;
  expect(await submit(fieldsOf('ci_newsletter', false, false), query)).toEqual([303, '/checkout']);
});

test('NJ9: neither Referer, Host nor a field chooses the next page', async () => {
  const { post: send } = openFormShop();
  const headers = { referer: 'https://evil.test/', host: 'evil.test', 'x-forwarded-host': 'evil.test' };
  const fields = [['return-to', 'https://evil.test'], ...fieldsOf('ci_newsletter', false, false)] as const;
  const response = await send(fields, '', headers);
  expect([response.status, response.headers.get('location')]).toEqual([303, '/checkout']);
});

test('a form chooses one of the configured pages', async () => {
  const formReturnTo = ['/checkout', '/thanks/{order_id}?step=2#consents', `${page}/account`];
  const { submit, orderId } = openFormShop({ formReturnTo, trustedOrigins: [page] });
  const ask = (path: string, checked: boolean) =>
    submit(fieldsOf('ci_newsletter', !checked, checked), `?return-to=${encodeURIComponent(path)}`);
  expect(await ask(`/thanks/${orderId}?step=2#consents`, true)).toEqual([
    303,
    `/thanks/${orderId}?step=2&consents=saved#consents`,
  ]);
  expect(await ask(`${page}/account`, false)).toEqual([303, `${page}/account?consents=saved`]);
});

test.each([
  'checkout',
  '//evil.test',
  '/\\evil.test',
  '/..//evil.test',
  'https://evil.test/',
  'javascript:1',
  '',
])('NJ9: the option formReturnTo rejects %j', (formReturnTo) => {
  expect(() => openFormShop({ formReturnTo })).toThrow(/formReturnTo contains/);
});

test('NJ9: the response to a form has the headers of every response', async () => {
  const response = await openFormShop().post(fieldsOf('ci_newsletter', false, true));
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-correlation-id': expect.any(String) as unknown,
  });
  expect(await response.text()).toBe('');
});

test('HB2: a form for an order whose id is an address is refused', async () => {
  const { ask, received } = await startRig({ formReturnTo: '/checkout/{order_id}' });
  for (const id of ['..', '%2F%2Fevil.test', '%5Cevil.test', 'https:%2F%2Fevil.test']) {
    const headers = { 'content-type': form, ...same };
    const { status, headers: answered } = await ask({
      method: 'POST',
      path: `/${id}/consents`,
      body,
      headers,
    });
    expect([status >= 400, answered['location']]).toEqual([true, undefined]);
  }
  expect(received).toEqual([]);
});

test('a form without a field has an empty body', async () => {
  const { raw } = await startRig({ formReturnTo: '/checkout' });
  const answer = await raw(
    `POST ${orders}/o_1/consents HTTP/1.1\r\nHost: shop.test\r\nSec-Fetch-Site: same-origin\r\n` +
      `Content-Type: ${form}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 303 .*\r\nlocation: \/checkout\r\n/is);
});
