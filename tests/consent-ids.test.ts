import { createOrderClient, isOrderApiError } from '@norce-kit/core';
import { isConsentId } from '@norce-kit/core/forwarding';
import { createSandbox } from '@norce-kit/sandbox';
import { createOrderHandler } from '@norce-kit/server';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codePoint } from './code-points.ts';

type Proxy = (segment: string) => string;

const utf8 = new TextEncoder();
const escape = (text: string) =>
  [...utf8.encode(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const encodeAnew = (characters: RegExp): Proxy => {
  return (segment) => decodeURIComponent(segment).replaceAll(characters, escape);
};

/** Proxies by the way in which they change one segment of a path. */
const proxies: Readonly<Record<string, Proxy>> = {
  'passes on': (segment) => segment,
  'nginx with a path in proxy_pass': encodeAnew(/[^\x21\x24\x26-\x3b\x3d\x40-\x5b\x5d\x5f\x61-\x7a\x7e]/gu),
  'encodes everything but RFC 3986 unreserved': encodeAnew(/[^\w.~-]/gu),
  'encodes letters too': encodeAnew(/[^.]/gu),
  'URLEncoder of Java': encodeAnew(/[^\w.*-]/gu),
};

/** Changes the segments at the given places, or all. */
const through =
  (proxy: Proxy, next: (request: Request) => Promise<Response>, places?: readonly number[]) =>
  async (request: Request): Promise<Response> => {
    const { origin, pathname } = new URL(request.url);
    const change = (segment: string, place: number) =>
      places?.includes(place) === false ? segment : proxy(segment);
    const url = origin + pathname.split('/').map(change).join('/');
    const { method, headers } = request;
    const body = method === 'GET' ? null : await request.text();
    return next(new Request(url, { method, headers, body }));
  };

function setUp(proxy: Proxy) {
  const sandbox = createSandbox({ authenticate: false });
  const handler = createOrderHandler({
    upstream: {
      baseUrl: 'https://order.test',
      apiKey: 'sandbox-key',
      merchant: 'acme',
      channel: 'acme-se',
      // The order and the consent in /api/v0/checkout/orders/…/consents/….
      fetch: through(proxy, sandbox.fetch, [5, 7]),
    },
    authorize: () => true,
    allowMissingOrigin: true,
  });
  const baseUrl = 'https://shop.test/api/norce';
  const client = createOrderClient({ baseUrl, fetch: through(proxy, handler), retry: 0 });
  return { sandbox, handler, client, baseUrl };
}

const id = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.string({ unit: codePoint, maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from(`ab2eEfFuU.;:/\\%+&,'"()*!#?<>@=$^|~ -_[]{}\u00e9\u0301\u202e\ud83c\udf6a`),
    ),
    maxLength: 12,
  }),
  fc.nat({ max: 300 }).map((length) => 'x'.repeat(length)),
  fc.constantFrom(
    '\u{1F36A}',
    '\u{1F468}\u200d\u{1F469}\u200d\u{1F467}',
    'nyhetsbrev & sms',
    '100%',
    '50%off',
    'e\u0301',
    '\u00e9',
    '\u{1F36A}'.repeat(256),
    '\u{1F36A}'.repeat(257),
    '{consent_id}',
    '__proto__',
    '...',
    '..;',
    '%2e%2e',
    '%25',
    '\ud800',
    '\ufeffa',
    '',
  ),
);

test.each(Object.entries(proxies))(
  'HC13: each id that the client accepts reaches its consent, and each other one is refused: %s',
  async (_, proxy) => {
    const { sandbox, handler, client, baseUrl } = setUp(proxy);
    const checkedOf = (orderId: string) =>
      sandbox.orders.get(orderId)?.consents.map(({ checked }) => checked);
    const patch = (
      fetch: (request: Request) => Promise<Response>,
      origin: string,
      path: string,
      body: unknown,
    ) =>
      fetch(
        new Request(`${origin}/api/v0/checkout/orders/${path}`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      );
    await fc.assert(
      fc.asyncProperty(id, async (consentId) => {
        if (isConsentId(consentId)) {
          const order = sandbox.orders.create({ consents: [{ id: consentId }, { id: 'other' }] });
          await client.patchConsent(order.id, consentId, true);
          expect(checkedOf(order.id)).toEqual([true, false]);
          await client.patchConsents(order.id, [{ id: consentId, checked: false }]);
          expect(checkedOf(order.id)).toEqual([false, false]);
          return;
        }
        const { id: orderId } = sandbox.orders.create({ consents: [{ id: 'other' }] });
        for (const call of [
          client.patchConsent(orderId, consentId, true),
          client.patchConsents(orderId, [{ id: consentId, checked: true }]),
        ]) {
          const error: unknown = await call.catch((reason: unknown) => reason);
          expect(isOrderApiError(error) && error.message).toMatch(
            /consentId is not an id .*nothing was sent/,
          );
        }
        const body = [{ id: consentId, checked: true }];
        for (const [fetch, origin] of [
          [handler, baseUrl],
          [sandbox.fetch, 'https://order.test'],
        ] as const) {
          expect((await patch(fetch, origin, `${orderId}/consents`, body)).status).toBe(400);
          // A lone surrogate has no encoding.
          if (/\p{Cs}/u.test(consentId)) continue;
          const path = `${orderId}/consents/${encodeURIComponent(consentId)}`;
          expect((await patch(fetch, origin, path, { checked: true })).status).toBeGreaterThanOrEqual(400);
        }
        expect(checkedOf(orderId)).toEqual([false]);
        // The API assigns an id in place of an empty one.
        if (consentId === '') return;
        expect(() => sandbox.orders.create({ consents: [{ id: consentId }] })).toThrow('The id of a consent');
      }),
      { numRuns: 200 },
    );
  },
);
