import { SignJWT } from 'jose';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startRig } from '../test/rig.ts';
import { orderCookie } from './cookie.ts';

const secret = 'canary-secret-of-thirty-two-bytes-or-more';
const older = 'another-secret-that-was-used-before-today';

const withCookie = (cookie: string) => new Request('https://shop.test', { headers: { cookie } });
const valueOf = (setCookie: string) => setCookie.split(';')[0] ?? '';

test('HB8: a browser has access to the order of its cookie only', async () => {
  const cookie = orderCookie({ secret });
  const { ask, received } = await startRig({ authorize: cookie }, (_request, response) =>
    response.end('{"id":"o_1"}'),
  );
  const headers = { cookie: `theme=dark; ${valueOf(await cookie.bind('o_1'))}; x=1` };
  expect((await ask({ path: '/o_1', headers })).status).toBe(200);
  expect((await ask({ path: '/o_2', headers })).status).toBe(403);
  expect((await ask({ path: '/o_1' })).status).toBe(403);
  expect(received).toHaveLength(1);
});

test('scripts, other hosts, foreign pages and plain http cannot use the cookie', async () => {
  const cookie = orderCookie({ secret, maxAge: 600 });
  expect(await cookie.bind('o_1')).toMatch(
    /^__Host-norce-order=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(cookie.clear()).toBe('__Host-norce-order=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure');
});

test.each([undefined, null, 7, { id: 'o_1' }, '', 'a/b'])(
  'bind refuses what is no order id: %o',
  async (id) => {
    await expect(orderCookie({ secret }).bind(id as string)).rejects.toThrow(
      'orderCookie: the argument of bind is not an order id.',
    );
  },
);

test('a server-rendered page can read the order id', async () => {
  const cookie = orderCookie({ secret });
  expect(await cookie.read(withCookie(valueOf(await cookie.bind('o_1'))))).toBe('o_1');
  expect(await cookie.read(new Request('https://shop.test'))).toBeUndefined();
});

test('a new secret signs while the old one is accepted until it is removed', async () => {
  const before = valueOf(await orderCookie({ secret: older }).bind('o_1'));
  const rotating = orderCookie({ secret: [secret, older] });
  const after = orderCookie({ secret });
  expect(await rotating.read(withCookie(before))).toBe('o_1');
  expect(await after.read(withCookie(before))).toBeUndefined();
  expect(await after.read(withCookie(valueOf(await rotating.bind('o_1'))))).toBe('o_1');
});

const sign = (claims: object, header: { alg: string; typ?: string }, key = secret) =>
  new SignJWT({ ...claims }).setProtectedHeader(header).sign(new TextEncoder().encode(key));
const soon = () => Math.floor(Date.now() / 1000) + 60;
const typ = 'norce-order+jwt';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const nextLetter = (letter: string) => letters[letters.indexOf(letter) + 1] ?? '';
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each<[string, () => string | Promise<string>]>([
  ['nothing', () => ''],
  ['the order’s id in clear', () => 'o_1'],
  ['an unsigned token', () => `${base64({ alg: 'none', typ })}.${base64({ sub: 'o_1', exp: soon() })}.`],
  ['a token of another secret', () => sign({ sub: 'o_1', exp: soon() }, { alg: 'HS256', typ }, older)],
  ['a token that has expired', () => sign({ sub: 'o_1', exp: soon() - 120 }, { alg: 'HS256', typ })],
  ['a token without an end', () => sign({ sub: 'o_1' }, { alg: 'HS256', typ })],
  ['a token for something else', () => sign({ sub: 'o_1', exp: soon() }, { alg: 'HS256', typ: 'session' })],
  [
    'a token of another algorithm',
    () => sign({ sub: 'o_1', exp: soon() }, { alg: 'HS512', typ }, secret.repeat(2)),
  ],
  [
    'a changed token',
    async () =>
      (await sign({ sub: 'o_1', exp: soon() }, { alg: 'HS256', typ })).replace(
        /\.[^.]+\./,
        `.${base64({ sub: 'o_1', exp: soon() + 9 })}.`,
      ),
  ],
])('HB8: %s gives no access', async (_name, forge) => {
  const cookie = orderCookie({ secret });
  const request = withCookie(`__Host-norce-order=${await forge()}`);
  expect(await cookie.read(request)).toBeUndefined();
  expect(await cookie(request, { orderId: 'o_1' })).toBe(false);
});

test.each<[string, (token: string) => string]>([
  ['a space in its signature', (token) => token.replace(/(?=.{9}$)/, ' ')],
  ['a tab in its signature', (token) => token.replace(/(?=.{9}$)/, '\t')],
  ['padding', (token) => `${token}=`],
  ['a last letter with bits that mean nothing', (token) => token.replace(/.$/, nextLetter)],
])('HB8: rejects a token in another encoding, with %s', async (_name, rewrite) => {
  const cookie = orderCookie({ secret });
  const token = valueOf(await cookie.bind('o_1'));
  expect(await cookie.read(withCookie(rewrite(token)))).toBeUndefined();
  expect(await cookie.read(withCookie(token))).toBe('o_1');
});

/** All characters that `trim` and `\\s` remove and HTTP does not: everything but space and tab. */
const foreignSpaces = Array.from(
  '\n\v\f\r\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u0085\u200b',
);

test.each(foreignSpaces)(
  'HB8: %j does not turn a planted cookie into the one of this host',
  async (space) => {
    const cookie = orderCookie({ secret });
    const mine = valueOf(await cookie.bind('o_1'));
    const planted = valueOf(await cookie.bind('o_2'));
    // Headers carry bytes, so a character beyond U+00FF arrives as several.
    const bytes = Buffer.from(space, space < '\u0100' ? 'latin1' : 'utf8').toString('latin1');
    for (const around of [space, bytes, ` ${bytes}`, `\t${bytes} `]) {
      const read = (header: string) => cookie.read({ headers: { get: () => header } } as unknown as Request);
      expect(await read(`${around}${planted}`)).toBeUndefined();
      expect(await read(`${mine}; ${around}${planted}`)).toBe('o_1');
      expect(await read(`${around}${planted}${around}; ${mine}`)).toBe('o_1');
      expect(await read(`${mine}${bytes}`)).toBeUndefined();
    }
    expect(await cookie.read(withCookie(`\t ${mine} \t; x=1`))).toBe('o_1');
  },
);

test('two shops on one host each have a cookie of their own', async () => {
  const [first, second] = [orderCookie({ secret, name: 'shop-a' }), orderCookie({ secret, name: 'shop-b' })];
  const [a, b] = [valueOf(await first.bind('o_1')), valueOf(await second.bind('o_2'))];
  expect(a).toMatch(/^__Host-shop-a=/);
  const both = withCookie(`${a}; ${b}`);
  expect([await first.read(both), await second.read(both)]).toEqual(['o_1', 'o_2']);
  expect(second.clear()).toMatch(/^__Host-shop-b=;/);
  const swapped = withCookie(a.replace('shop-a', 'shop-b'));
  expect(await second.read(swapped)).toBeUndefined();
});

test.each(['', 'a b', 'a;', 'a=b', 'é', '__Host-a', '__Secure-a', '__host-a', '__Http-a', 7])(
  'rejects the cookie name %j',
  (name) => {
    expect(() => orderCookie({ secret, name: name as string })).toThrow(/name/);
  },
);

test('a rotation of the secret rejects no shopper while old and new instances run side by side', async () => {
  const deploys = [[older], [older, secret], [secret, older], [secret]].map((list) =>
    orderCookie({ secret: list }),
  );
  for (const [index, instance] of deploys.entries()) {
    const set = withCookie(valueOf(await instance.bind('o_1')));
    for (const neighbour of deploys.slice(Math.max(0, index - 1), index + 2)) {
      // The last step comes after the lifetime of what the old secret signed.
      const isExpired = index < 2 && neighbour === deploys[3];
      if (!isExpired) expect(await neighbour.read(set)).toBe('o_1');
    }
  }
});

test('rejects a cached cookie after its expiry', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const cookie = orderCookie({ secret, maxAge: 60 });
  const request = withCookie(valueOf(await cookie.bind('o_1')));
  expect(await cookie.read(request)).toBe('o_1');
  vi.advanceTimersByTime(59_000);
  expect(await cookie.read(request)).toBe('o_1');
  vi.advanceTimersByTime(2_000);
  expect(await cookie.read(request)).toBeUndefined();
  expect(await cookie(request, { orderId: 'o_1' })).toBe(false);
});

test('rejects cached cookies of a removed secret', async () => {
  const [old, next] = [secret, 'another-secret-with-more-than-32-bytes-in-it'];
  const before = orderCookie({ secret: old });
  const request = withCookie(valueOf(await before.bind('o_1')));
  const during = orderCookie({ secret: [next, old] });
  for (let time = 0; time < 2; time++) {
    expect(await before.read(request)).toBe('o_1');
    expect(await during.read(request)).toBe('o_1');
  }
  expect(await orderCookie({ secret: next }).read(request)).toBeUndefined();
});

test('more shoppers than the cache has entries all keep access to their orders', async () => {
  const cookie = orderCookie({ secret });
  const ids = Array.from({ length: 1_200 }, (_, index) => `o_${index}`);
  const requests = await Promise.all(ids.map(async (id) => withCookie(valueOf(await cookie.bind(id)))));
  for (let round = 0; round < 2; round++) {
    expect(await Promise.all(requests.map((request) => cookie.read(request)))).toEqual(ids);
  }
});

test('rejects two cookies of the same name', async () => {
  const cookie = orderCookie({ secret, insecureForDevelopment: true });
  const [mine, planted] = [valueOf(await cookie.bind('o_1')), valueOf(await cookie.bind('o_2'))];
  expect(await cookie.read(withCookie(`${mine}; ${planted}`))).toBeUndefined();
});

test('HB8: half a million spaces in a cookie do not block the process', async () => {
  const cookie = orderCookie({ secret });
  const [name = ''] = (await cookie.bind('o_1')).split('=');
  const request = withCookie(`${name}=a${' '.repeat(500_000)}b`);
  let found: Promise<string | undefined> | undefined;
  runInNewContext('read()', { read: () => void (found = cookie.read(request)) }, { timeout: 5_000 });
  expect(await found).toBeUndefined();
});

test('plain http in development needs an explicit option', async () => {
  const cookie = orderCookie({ secret, insecureForDevelopment: true });
  const set = await cookie.bind('o_1');
  expect(set).toMatch(/^norce-order=[^;]+; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(await orderCookie({ secret }).read(withCookie(valueOf(set)))).toBeUndefined();
});

test.each<[unknown]>([[''], ['canary-short'], [[]], [['canary-short', secret]], [undefined], [7]])(
  'rejects a short secret (%j) without quoting it',
  (given) => {
    const make = () => orderCookie({ secret: given as string });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(/a secret is missing or shorter than 32 bytes/);
    expect(make).not.toThrow(/canary/);
  },
);

test.each([0, -1, 1.5, Number.NaN])('rejects a maxAge of %d seconds', (maxAge) => {
  expect(() => orderCookie({ secret, maxAge })).toThrow(/maxAge/);
});

test.each(['false', 'true', 1])('rejects insecureForDevelopment %j', (value) => {
  const make = () => orderCookie({ secret, insecureForDevelopment: value as unknown as boolean });
  expect(make).toThrow(/insecureForDevelopment is neither true nor false/);
});

test('bind accepts order ids only', async () => {
  await expect(orderCookie({ secret }).bind('o_1; Domain=evil.test')).rejects.toThrow(TypeError);
});

test('the cookie functions do not expose the secret', () => {
  expect(inspect(orderCookie({ secret }), { depth: 9, showHidden: true })).not.toContain('canary');
});
