import type { DeliveredAnswer, KlaviyoOptions } from '@norce-kit/server/delivery';
import { klaviyoDeliver, RejectedAnswerError } from '@norce-kit/server/delivery';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

// A stand-in for Klaviyo, made from its published contract: see contracts/README.md.

interface Contract {
  readonly info: { readonly version: string };
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly post: {
          readonly requestBody: {
            readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>>;
          };
        };
      }
    >
  >;
}

/** Returns a schema that rejects members which the contract does not name. */
function close(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(close);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, close(member)] as const);
  const { nullable, ...schema } = Object.fromEntries(entries) as Record<string, unknown>;
  return {
    ...schema,
    ...(nullable === true && 'type' in schema && { nullable }),
    ...(schema['type'] === 'object' && 'properties' in schema && { additionalProperties: false }),
  };
}

const contracts = ['bulk_subscribe_profiles', 'bulk_unsubscribe_profiles'].map((name) => {
  const text = readFileSync(new URL(`contracts/klaviyo/${name}.json`, import.meta.url), 'utf8');
  const contract = JSON.parse(text) as Contract;
  const [[path, operations] = []] = Object.entries(contract.paths);
  const ajv = new Ajv({ strict: false, allErrors: true });
  (addFormats as unknown as (instance: Ajv) => void)(ajv);
  ajv.addSchema(close(contract) as object, name);
  const { $ref = '' } = operations?.post.requestBody.content['application/vnd.api+json']?.schema ?? {};
  return { path, version: contract.info.version, validate: ajv.compile({ $ref: `${name}${$ref}` }) };
});

/** Responds as in the contract, and keeps the bodies that it accepts. */
function createKlaviyo() {
  const jobs: { path: string; body: unknown }[] = [];
  let status = 202;
  const fetch = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname;
    const contract = contracts.find((candidate) => candidate.path === path);
    if (!contract || request.method !== 'POST') return new Response(null, { status: 404 });
    const { headers } = request;
    expect(headers.get('authorization')).toBe('Klaviyo-API-Key pk_test');
    expect(headers.get('revision')).toBe(contract.version);
    expect(headers.get('content-type')).toBe('application/vnd.api+json');
    const body: unknown = await request.json();
    contract.validate(body);
    expect(contract.validate.errors ?? []).toEqual([]);
    if (status !== 202) return new Response('{"errors":[{"detail":"ebba@shop.example"}]}', { status });
    jobs.push({ path, body });
    return new Response(null, { status });
  };
  return { fetch, jobs, respond: (next: number) => (status = next) };
}

const answer = (changed: Partial<DeliveredAnswer> = {}): DeliveredAnswer => ({
  idempotencyKey: 'a',
  orderId: 'o_1',
  consentId: 'ci_newsletter',
  checked: true,
  change: 'given',
  isCurrent: true,
  time: '2026-01-01T00:00:00.000Z',
  order: { customer: { billing: { email: 'ebba@shop.example', phone: '+46701234567' } } },
  attempt: 1,
  ...changed,
});

function createDeliver(changed: Partial<KlaviyoOptions> = {}) {
  const klaviyo = createKlaviyo();
  const deliver = klaviyoDeliver({
    apiKey: 'pk_test',
    fetch: klaviyo.fetch,
    channels: {
      ci_newsletter: { channel: 'email', listId: 'Y6nRLr' },
      ci_double: { channel: 'email', listId: 'D0ubLe', doubleOptIn: true },
      ci_sms: { channel: 'sms' },
      ci_whatsapp: { channel: 'whatsapp', listId: 'Wh4tsA' },
    },
    ...changed,
  });
  const send = async (given: Partial<DeliveredAnswer>) =>
    await deliver(answer(given), { signal: new AbortController().signal });
  return { ...klaviyo, send };
}

test('DL10: Klaviyo gets a subscription after a current tick, by its contract', async () => {
  const { jobs, send } = createDeliver();
  expect(await send({})).toBe('delivered');
  expect(jobs).toEqual([
    {
      path: '/api/profile-subscription-bulk-create-jobs',
      body: {
        data: {
          type: 'profile-subscription-bulk-create-job',
          attributes: {
            custom_source: 'Checkout',
            profiles: {
              data: [
                {
                  type: 'profile',
                  attributes: {
                    email: 'ebba@shop.example',
                    subscriptions: { email: { marketing: { consent: 'SUBSCRIBED' } } },
                  },
                },
              ],
            },
          },
          relationships: { list: { data: { type: 'list', id: 'Y6nRLr' } } },
        },
      },
    },
  ]);
});

test('DL10: Klaviyo gets a withdrawal, by its contract, also of a tick that was not current', async () => {
  const { jobs, send } = createDeliver();
  await send({ checked: false, change: 'withdrawn', isCurrent: false });
  expect(jobs.map(({ path }) => path)).toEqual(['/api/profile-subscription-bulk-delete-jobs']);
  expect(JSON.stringify(jobs)).toContain('UNSUBSCRIBED');
});

test.each([
  ['a tick that is not current', { isCurrent: false }],
  ['a box that was left empty', { checked: false, change: 'refused' as const }],
  ['a consent that no channel has', { consentId: 'terms' }],
  ['a consent whose id is that of a member of objects', { consentId: 'constructor' }],
])('DL10: Klaviyo gets nothing for %s', async (_case, changed) => {
  const { jobs, send } = createDeliver();
  expect(await send(changed)).toBe('delivered');
  expect(jobs).toEqual([]);
});

test.each([undefined, '', 'pk_test\n', 'pk test'])(
  'a Klaviyo key that no header can carry is rejected: %j',
  (apiKey) => {
    const options = { apiKey, channels: {} } as unknown as KlaviyoOptions;
    expect(() => klaviyoDeliver(options)).toThrow(/apiKey is missing .+ Why it matters: .+ What to do: /);
  },
);

test('DL6: a list with double opt-in leaves the answer pending', async () => {
  const { send } = createDeliver();
  expect(await send({ consentId: 'ci_double' })).toBe('pending');
  expect(await send({ consentId: 'ci_double', checked: false, change: 'withdrawn' })).toBe('delivered');
});

test('DL10: phone channels get the number and no address', async () => {
  const { jobs, send } = createDeliver();
  await send({ consentId: 'ci_sms' });
  await send({ consentId: 'ci_whatsapp' });
  await send({ consentId: 'ci_sms', checked: false, change: 'withdrawn' });
  expect(JSON.stringify(jobs)).not.toContain('ebba');
  expect(JSON.stringify(jobs)).toContain('+46701234567');
  expect(jobs).toHaveLength(3);
});

test('DL10: an order without the address is rejected for good, without the address in the error', async () => {
  const { send } = createDeliver();
  await expect(send({ order: {} })).rejects.toThrow(RejectedAnswerError);
});

test.each([
  [400, true],
  [404, true],
  [422, true],
  [401, false],
  [403, false],
  [408, false],
  [429, false],
  [500, false],
  [503, false],
])('DL10: a response of %i of Klaviyo rejects for good: %s', async (status, isFinal) => {
  const { send, respond } = createDeliver();
  respond(status);
  const error = await Promise.resolve(send({})).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(error instanceof RejectedAnswerError).toBe(isFinal);
  expect(String(error)).not.toContain('ebba');
  expect(String(error)).not.toContain('pk_test');
});

test.each([301, 302, 307, 308])(
  'DL10: a redirect with %i is not followed, and the answer is repeated',
  async (status) => {
    const paths: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url);
      const isLogin = request.url === '/login';
      request
        .resume()
        .on('end', () => response.writeHead(isLogin ? 200 : status, { location: '/login' }).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { send } = createDeliver({ baseUrl, fetch: undefined });
    const error = await Promise.resolve(send({})).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(RejectedAnswerError);
    expect(paths).toEqual(['/api/profile-subscription-bulk-create-jobs']);
  },
);
