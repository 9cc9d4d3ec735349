import { expect, test } from 'vitest';
import { orderCookie } from './cookie.ts';
import { createConsentDelivery } from './delivery/consent-delivery.ts';
import { klaviyoDeliver } from './delivery/klaviyo.ts';
import { memoryDeliveryStore } from './delivery/memory-store.ts';
import { pgBossStore } from './delivery/pg-boss-store.ts';
import { createOrderHandler } from './handler.ts';
import type { Upstream } from './options.ts';
import { consentTable } from './postgres.ts';
import { createRateLimit } from './rate-limit.ts';
import { undiciTransport } from './undici-transport.ts';

const secret = 'a-secret-for-hashes-of-thirty-two-bytes';
const upstream: Upstream = {
  baseUrl: 'https://api.test',
  apiKey: 'canary-key',
  merchant: 'acme',
  channel: 'acme-se',
};
const pool = { connect: () => Promise.reject(new Error()), on: () => undefined };
const handlerOptions = { upstream, authorize: () => true };
const deliveryOptions = {
  store: memoryDeliveryStore(),
  admin: { getOrder: () => Promise.resolve({}) },
  deliver: () => Promise.resolve(),
};
const klaviyoOptions = { apiKey: 'key', channels: {} };

/** Passes options that the types reject, as JavaScript can. */
const call = (create: (options: never) => unknown, options: object) => () => create(options as never);
const createTable = (options: never) => consentTable(pool, options);

test.each<[string, (options: never) => unknown, object]>([
  ['createOrderHandler: ratelimit is', createOrderHandler, { ...handlerOptions, ratelimit: () => false }],
  ['orderCookie: maxage is', orderCookie, { secret, maxage: 3_600 }],
  ['createRateLimit: perclient is', createRateLimit, { perclient: { consume: () => undefined } }],
  ['consentTable: tabel is', createTable, { tabel: 'shop.consent_log' }],
  ['undiciTransport: connection is', undiciTransport, { connection: 64 }],
  ['createConsentDelivery: time_out is', createConsentDelivery, { ...deliveryOptions, time_out: 1_000 }],
  ['memoryDeliveryStore: retryDelays is', memoryDeliveryStore, { retryDelays: 1_000 }],
  ['pgBossStore: expires is', pgBossStore, { boss: {}, pool, expires: 60 }],
  ['klaviyoDeliver: addressof is', klaviyoDeliver, { ...klaviyoOptions, addressof: () => ({}) }],
])('%s no option', (named, create, options) => {
  expect(call(create, options)).toThrow(
    `${named} no option. Why it matters: it would do nothing. What to do: `,
  );
});

test.each([
  ['ratelimit', 'write rateLimit'],
  ['trusted_proxies', 'write trustedProxies'],
  ['consentLgo', 'write consentLog'],
])('names the option that %s may stand for', (name, remedy) => {
  expect(call(createOrderHandler, { ...handlerOptions, [name]: undefined })).not.toThrow();
  expect(call(createOrderHandler, { ...handlerOptions, [name]: 'canary' })).toThrow(`What to do: ${remedy}.`);
  expect(call(createOrderHandler, { ...handlerOptions, [name]: 'canary' })).not.toThrow('canary');
});

// A shop uses these objects for other things too: the key for `createOrderAdmin`, the log to read answers.
test('names misspelt options of the upstream, the log and a channel, and accepts further members', () => {
  const log = { secret, writeAll: () => undefined };
  const withLog = (more: object) => ({ ...handlerOptions, consentLog: { ...log, ...more } });
  const withUpstream = (more: object) => ({ ...handlerOptions, upstream: { ...upstream, ...more } });
  const withChannel = (more: object) => ({
    ...klaviyoOptions,
    channels: { ci_news: { channel: 'email', ...more } },
  });
  expect(
    call(createOrderHandler, { ...handlerOptions, region: 'eu', rateLimit: () => false, ratelimit: 10 }),
  ).not.toThrow();
  expect(call(createOrderHandler, withLog({ await: true }))).toThrow('consentLog.await is no option');
  expect(call(createOrderHandler, withUpstream({ adapterid: 'ui' }))).toThrow(
    'upstream.adapterid is no option',
  );
  expect(call(klaviyoDeliver, withChannel({ listID: 'Y6nRLr' }))).toThrow(
    'channels.ci_news.listID is no option',
  );
  expect(
    call(createOrderHandler, withLog({ answers: () => [], writer: {}, waited: true, awaited: true })),
  ).not.toThrow();
  expect(
    call(createOrderHandler, withUpstream({ apiVersion: 'v0', retry: 0, timeout: 1_000 })),
  ).not.toThrow();
  expect(call(klaviyoDeliver, withChannel({ label: 'News' }))).not.toThrow();
  expect(() => klaviyoDeliver({ apiKey: 'key', channels: { ci_sms: undefined } })).not.toThrow();
});
