import { expect, test } from 'vitest';
import { startRig } from '../test/rig.ts';
import { isPublicOrigin, isTrustedAddress } from './validations.ts';

const post = { method: 'POST', path: '/o_1/validations' };
const ok = 'https://checks.shop.example';

test.each<[unknown]>([
  [{ adapterId: 'stock_adapter', url: 'https://checks.test/o_1' }],
  [{ adapterId: 'stock_adapter', url: 'https://checks.test/{order_id}' }],
  [{ url: 'https://evil.test' }],
  [{ name: 'other' }],
  [{ name: '__proto__' }],
  [{ name: 'toString' }],
  [{ name: ['stock'] }],
  [{ name: null, url: ok }],
  [{}],
])('HB9: a browser cannot choose the address of a validation: %j', async (body) => {
  const { ask, received } = await startRig();
  expect((await ask({ ...post, body })).status).toBe(403);
  expect(received).toEqual([]);
});

test('HB9: ignores other members beside the name', async () => {
  const { ask, received } = await startRig();
  expect(
    (await ask({ ...post, body: { name: 'stock', url: 'https://evil.test', adapterId: 'evil' } })).status,
  ).toBe(200);
  expect(received[0]?.body).toBe('{"adapterId":"stock_adapter","url":"https://checks.test/{order_id}"}');
});

test('HB9: without named or trusted validations the operation does not exist', async () => {
  const { ask, received } = await startRig({ validations: {} });
  expect((await ask({ ...post, body: { url: ok } })).status).toBe(404);
  expect(received).toEqual([]);
});

test.each([
  'http://169.254.169.254/latest/meta-data',
  'https://169.254.169.254/',
  'https://127.1/',
  'https://0x7f000001/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::1]/',
  'https://2130706433/',
  'https://017700000001/',
  'https://localhost/',
  'https://checks.shop.example.nip.io/',
  'file:///etc/passwd',
  'gopher://checks.shop.example/',
  'javascript:alert(1)',
  'data:text/plain,x',
  '//checks.shop.example/',
  'checks.shop.example',
  'https://user@checks.shop.example/',
  'https://user:pass@checks.shop.example/',
  'https://checks.shop.example@evil.test/',
  'https://checks.shop.example:444/',
  'https://checks.shop.example:443/',
  'https://checks.shop.example:/',
  'https://checks.shop.example./',
  'https://checks%2eshop.example/',
  'https://checks.shop%2eexample/',
  'https://checks.shop.example%2f@evil.test/',
  'https://checks.shop.example/%2e%2e/admin',
  'https://checks.shop.example/../admin',
  'https://checks.shop.example/./a',
  'https://checks.shop.example/a%2fb',
  'https://checks.shop.example/a%5cb',
  'https://checks.shop.example\\@evil.test/',
  'https:\\\\checks.shop.example/',
  'https:/checks.shop.example/',
  'https:checks.shop.example/',
  'https://ok\\@evil/',
  'HTTPS://checks.shop.example/',
  'https://CHECKS.shop.example/',
  'https://chеcks.shop.example/',
  'https://checks。shop.example/',
  'https://checks.shop.example\t/',
  ' https://checks.shop.example/',
  'https://checks.shop.example/ ',
  'https://checks.shop.example/\n',
  'https://checks.shop.example/a\r\nHost: evil.test',
  'https://checks.shop.example/#{order_id}',
  'https://checks.shop.example/{order.id}',
  'https://checks.shop.example/{config.adapter.publicUrl}',
  'https://checks.shop.example/{{order_id}}',
  'https://checks.shop.example/{order_id',
  'https://checks.shop.example/%7Bconfig%7D',
  'https://{order_id}.checks.shop.example/',
  'https://{order_id}@checks.shop.example/',
  '{order_id}',
  'http://checks.shop.example/',
  'wss://checks.shop.example/',
  'https://shop.example/',
  'https://a.checks.shop.example/',
  'https://checks.shop.example.evil.test/',
  `https://checks.shop.example/${'a'.repeat(2048)}`,
  '',
])('HB10: rejects the address %j', async (url) => {
  const { ask, received } = await startRig({ trustedValidations: { adapterId: 'ui', origins: [ok] } });
  expect((await ask({ ...post, body: { url } })).status).toBe(403);
  expect(received).toEqual([]);
});

test.each([
  'https://checks.shop.example/',
  'https://checks.shop.example/orders/{order_id}/stock?order={order_id}&x=1',
  'https://checks.shop.example/a-b_c~d',
])('HB10: a trusted UI can register %s for the adapter of the shop', async (url) => {
  const { ask, received } = await startRig({ trustedValidations: { adapterId: 'ui', origins: [`${ok}/`] } });
  expect((await ask({ ...post, body: { url } })).status).toBe(200);
  expect((await ask({ ...post, body: { url, adapterId: 'other' } })).status).toBe(403);
  expect(received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ adapterId: 'ui', url }]);
});

test.each([
  'https://127.0.0.1',
  'https://127.1',
  'https://0x7f.1',
  'https://[::1]',
  'https://10.0.0.8',
  'https://localhost',
  'https://checks',
  'https://checks.localhost',
  'https://checks.internal',
  'https://db.local',
  'https://checks.shop.example.',
  'https://checks.shop.example:8443',
  'http://checks.shop.example',
  'https://checks.shop.example/path',
  'https://*.shop.example',
  'https://user@checks.shop.example',
])('HB10: %s cannot be trusted with validations', (origin) => {
  expect(isPublicOrigin(origin)).toBe(false);
});

test('HB10: rejects IP addresses and numeric last labels', () => {
  expect(isTrustedAddress('https://127.0.0.1/', new Set([ok]))).toBe(false);
  expect(isPublicOrigin('https://checks.1')).toBe(false);
});
