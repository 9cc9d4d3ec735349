import { expect, test } from 'vitest';
import { resolveConnection } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';

const access = { apiKey: 'sk-1', merchant: 'acme', channel: 'acme-se' };
const api = { ...access, baseUrl: 'https://api.example/checkout/order' };

test('returns base URL and headers of an environment', () => {
  const options = { ...access, slug: 'acme', environment: 'stage', adapterId: 'ui' } as const;
  expect(resolveConnection(options)).toEqual({
    baseUrl: 'https://acme.api-se.stage.norce.tech/checkout/order',
    headers: {
      accept: 'application/json',
      authorization: 'Bearer sk-1',
      'x-merchant': 'acme',
      'x-channel': 'acme-se',
      'x-adapterid': 'ui',
    },
  });
});

test.each([
  ['https://api.example/', 'https://api.example'],
  ['https://API.example/checkout//', 'https://api.example/checkout'],
  ['http://localhost:4010', 'http://localhost:4010'],
  ['http://sandbox:4010', 'http://sandbox:4010'],
  ['http://[::1]:4010', 'http://[::1]:4010'],
])('accepts %s as base URL', (baseUrl, resolved) => {
  const { baseUrl: actual, headers } = resolveConnection({ ...access, baseUrl });
  expect(actual).toBe(resolved);
  expect(headers).not.toHaveProperty('x-adapterid');
});

test('http to any host is accepted with an injected fetch', () => {
  const fetch = () => Promise.resolve(new Response());
  expect(resolveConnection({ ...access, baseUrl: 'http://10.0.0.1', fetch }).baseUrl).toBe('http://10.0.0.1');
});

test.each(['http://10.0.0.1', 'http://api.example'])('rejects unencrypted http to %s', (baseUrl) => {
  expect(() => resolveConnection({ ...access, baseUrl })).toThrow(/baseUrl is not https/);
});

test.each([
  '/api',
  'api.example',
  'ftp://api.example',
  'https://user@api.example',
  'https://api.example?a',
  '',
])('rejects the base URL %j', (baseUrl) => {
  expect(() => resolveConnection({ ...access, baseUrl })).toThrow(/baseUrl is not an http\(s\) URL/);
});

test.each([
  'https://acme.api-se.norce.tech/checkout/order/api/v0/checkout',
  'https://acme.api-se.norce.tech/checkout/order/api/v1/checkout/',
  'https://acme.api-se.norce.tech/checkout/order/api/v0/checkout/orders',
])('rejects %s, to which the path of each operation would be added', (baseUrl) => {
  expect(() => resolveConnection({ ...access, baseUrl })).toThrow(
    /baseUrl contains the path of the operations/,
  );
});

test.each(['apiKey', 'merchant', 'channel', 'adapterId'])('errors about %s start with the label', (name) => {
  const options = { ...api, [name]: 'canary\n' } as ConnectionOptions;
  const start = () => resolveConnection(options, 'createOrderHandler: upstream.');
  expect(start).toThrow(
    new RegExp(`^createOrderHandler: upstream\\.${name} .+ Why it matters: .+ What to do: `),
  );
  expect(start).not.toThrow(/canary/);
});

test('a merchant may contain a space, a key may not', () => {
  expect(resolveConnection({ ...api, merchant: 'acme ab' }).headers['x-merchant']).toBe('acme ab');
  expect(() => resolveConnection({ ...api, apiKey: 'sk 1' })).toThrow(/apiKey/);
});
