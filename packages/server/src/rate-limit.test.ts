import { RateLimiterMemory, RateLimiterUnion } from 'rate-limiter-flexible';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startRig } from '../test/rig.ts';
import type { HandlerEvent } from './events.ts';
import type { RateLimitOptions } from './rate-limit.ts';
import { createRateLimit } from './rate-limit.ts';

const limiter = (points: number) => new RateLimiterMemory({ points, duration: 60 });

/** A shop behind one proxy that limits requests. Returns the status of a request of a client. */
async function openShop(options: RateLimitOptions) {
  const { ask } = await startRig(
    { rateLimit: createRateLimit(options), trustedProxies: 1 },
    (_request, response) => response.end('{"id":"o_1"}'),
  );
  return async (address: string, path = '/o_1') =>
    await ask({ path, headers: { 'x-forwarded-for': address } });
}

test('rejects requests of a client above its limit with 429 and Retry-After, and no other client', async () => {
  const read = await openShop({ perClient: limiter(2) });
  expect((await read('192.0.2.1')).status).toBe(200);
  expect((await read('192.0.2.1', '/o_2')).status).toBe(200);
  const { status, headers } = await read('192.0.2.1');
  expect(status).toBe(429);
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
  expect((await read('192.0.2.2')).status).toBe(200);
});

test.each([
  ['an address of the same IPv6 network', '2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', 429],
  ['the same IPv6 network in another spelling', '2001:db8::5', '2001:0DB8:0:0:1::', 429],
  ['another IPv6 network', '2001:db8:1:2::1', '2001:db8:1:3::1', 200],
  ['an IPv4 address in IPv6 form', '192.0.2.1', '::ffff:192.0.2.1', 429],
  ['another IPv4 address in IPv6 form', '::ffff:192.0.2.1', '::ffff:192.0.2.2', 200],
  ['an IPv4 address in IPv6 form in hexadecimal', '192.0.2.1', '::FFFF:c000:201', 429],
  ['another IPv4 address in IPv6 form in hexadecimal', '::ffff:c000:201', '::ffff:c000:202', 200],
  ['an IPv4 address in IPv6 form without ::', '192.0.2.1', '0:0:0:0:0:ffff:192.0.2.1', 429],
  ['an IPv4 address that a network translated', '192.0.2.1', '64:ff9b::192.0.2.1', 429],
  ['another IPv4 address that a network translated', '64:ff9b::c000:201', '64:ff9b::c000:202', 200],
  ['an IPv4 address that a local network translated', '192.0.2.1', '64:ff9b:1::192.0.2.1', 429],
  ['another one that a local network translated', '64:ff9b:1::192.0.2.1', '64:ff9b:1::192.0.2.2', 200],
  ['an IPv4 address that a router translated', '192.0.2.1', '::ffff:0:192.0.2.1', 429],
  ['another one that a router translated', '::ffff:0:c000:201', '::ffff:0:c000:202', 200],
  ['what is no address', 'unix:', 'unknown', 200],
  ['the same address with a port', '192.0.2.1', '192.0.2.1:4711', 429],
  ['the same IPv6 address with a port', '2001:db8::1', '[2001:db8::1]:4711', 429],
  ['the same IPv6 address with a zone', 'fe80::1', 'fe80::1%eth0', 429],
])('one client: %s', async (_what, first, second, status) => {
  const read = await openShop({ perClient: limiter(1) });
  expect((await read(first)).status).toBe(200);
  expect((await read(second)).status).toBe(status);
});

test.each(['perClient', 'perOrder'])('rejects settings in place of a limiter: %s', (name) => {
  const options = { [name]: { points: 300, duration: 60 } } as RateLimitOptions;
  expect(() => createRateLimit(options)).toThrow(/per\w+ is not a limiter.+ Why it matters: .+ What to do: /);
});

test.each([
  ['a limiter in place of the options', limiter(1)],
  ['no limiter', { perClient: undefined }],
])('rejects %s, which would limit nothing', (_, options) => {
  expect(() => createRateLimit(options as RateLimitOptions)).toThrow(
    /perClient and perOrder are missing.+ Why it matters: .+ What to do: /,
  );
});

test.each([0, Number.NaN, 2 ** 31])(
  'rejects a timeout of %d, with which each count would fail',
  (timeout) => {
    expect(() => createRateLimit({ perClient: limiter(1), timeout })).toThrow(
      'createRateLimit: timeout is not a positive number',
    );
  },
);

test.each([
  ['address', 'cf-connecting-ip'],
  ['onError', { error: console }],
])('rejects a value in place of the function %s, with which the limit would be off', (name, value) => {
  const options = { perClient: limiter(1), [name]: value } as RateLimitOptions;
  expect(() => createRateLimit(options)).toThrow(`createRateLimit: ${name} is not a function`);
});

test('rejects requests above one of several limits, with the longest wait', async () => {
  const short = new RateLimiterMemory({ points: 2, duration: 10, keyPrefix: 'short' });
  const long = new RateLimiterMemory({ points: 2, duration: 600, keyPrefix: 'long' });
  const read = await openShop({ perClient: new RateLimiterUnion(short, long) });
  expect((await read('192.0.2.1')).status).toBe(200);
  expect((await read('192.0.2.1')).status).toBe(200);
  const { status, headers } = await read('192.0.2.1');
  expect(status).toBe(429);
  expect(Number(headers['retry-after'])).toBeGreaterThan(10);
});

test('a limit of several whose store fails does not switch off the others', async () => {
  const thrown = { a: new Error('ECONNREFUSED'), b: { msBeforeNext: 1_500 } } as unknown as Error;
  const consume = () => Promise.reject(thrown);
  const read = await openShop({ perClient: { consume } });
  const { status, headers } = await read('192.0.2.1');
  expect([status, headers['retry-after']]).toEqual([429, '2']);
});

test('limits the requests for one order over all clients', async () => {
  const read = await openShop({ perOrder: limiter(2) });
  expect((await read('192.0.2.1')).status).toBe(200);
  expect((await read('192.0.2.2')).status).toBe(200);
  expect((await read('192.0.2.3')).status).toBe(429);
  expect((await read('192.0.2.3', '/o_2')).status).toBe(200);
});

test('a client above its limit does not use up the limit of an order', async () => {
  const read = await openShop({ perClient: limiter(1), perOrder: limiter(3) });
  for (let count = 0; count < 9; count++) await read('192.0.2.1');
  expect((await read('192.0.2.2')).status).toBe(200);
  expect((await read('192.0.2.3')).status).toBe(200);
});

test.each([
  ['fails', () => Promise.reject(new Error('ECONNREFUSED'))],
  ['hangs', () => new Promise<never>(() => undefined)],
  [
    'throws',
    () => {
      throw new Error('closed');
    },
  ],
])('accepts requests while the store %s, and reports it', async (_how, consume) => {
  const errors: unknown[] = [];
  const read = await openShop({
    perClient: { consume },
    timeout: 20,
    onError: (error) => void errors.push(error),
  });
  expect((await read('192.0.2.1')).status).toBe(200);
  expect(errors).toEqual([expect.any(Error)]);
});

test('accepts requests while the store rejects with what cannot be read, and reports it', async () => {
  const unreadable = Object.defineProperty(new Error('closed'), 'msBeforeNext', {
    get: () => {
      throw new Error('store');
    },
  });
  const errors: unknown[] = [];
  const read = await openShop({
    perClient: { consume: () => Promise.reject(unreadable) },
    onError: (error) => void errors.push(error),
  });
  expect((await read('192.0.2.1')).status).toBe(200);
  expect(errors).toEqual([unreadable]);
});

test('accepts requests while the store hangs, also if hookTimeout is over first', async () => {
  const rateLimit = createRateLimit({ perOrder: { consume: () => new Promise<never>(() => undefined) } });
  const events: HandlerEvent[] = [];
  const onEvent = (event: HandlerEvent) => void events.push(event);
  const { ask } = await startRig({ rateLimit, onEvent, hookTimeout: 20 }, (_request, response) =>
    response.end('{"id":"o_1"}'),
  );
  expect((await ask()).status).toBe(200);
  expect(events).toMatchObject([{ level: 'info', status: 200 }]);
});

test('a header without the address of the client counts as no address', async () => {
  const errors: unknown[] = [];
  const address = ({ headers }: Request) => headers.get('x-client') as string;
  const read = await openShop({
    perClient: limiter(1),
    address,
    onError: (error) => void errors.push(error),
  });
  expect((await read('192.0.2.1')).status).toBe(200);
  expect((await read('192.0.2.1')).status).toBe(200);
  expect(errors).toHaveLength(2);
});

test('an insurance limiter limits this process while the store hangs', async () => {
  const errors: unknown[] = [];
  const read = await openShop({
    perClient: { consume: () => new Promise<never>(() => undefined), insuranceLimiter: limiter(2) },
    timeout: 20,
    onError: (error) => void errors.push(error),
  });
  const statuses = [];
  for (let count = 0; count < 4; count++) statuses.push((await read('192.0.2.1')).status);
  expect(statuses).toEqual([200, 200, 429, 429]);
  expect((await read('192.0.2.2')).status).toBe(200);
  expect(errors).toMatchObject([{ message: 'A call took longer than 20 ms.' }]);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('the tracker is down');
    },
  ],
  ['rejects', () => Promise.reject(new Error('the tracker is down'))],
])('accepts requests while the store fails and onError %s', async (_how, report) => {
  let reports = 0;
  const read = await openShop({
    perClient: { consume: () => Promise.reject(new Error('ECONNREFUSED')) },
    onError: () => {
      reports++;
      return report() as unknown as undefined;
    },
  });
  expect((await read('192.0.2.1')).status).toBe(200);
  expect(reports).toBe(1);
});

test('leaves a store alone for five seconds after a failure', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  let calls = 0;
  const consume = () => {
    calls++;
    return Promise.reject(new Error('ECONNREFUSED'));
  };
  const limit = createRateLimit({ perClient: { consume } });
  const ask = () =>
    limit(
      new Request('https://shop.test'),
      { orderId: 'o_1', operation: 'getOrder' },
      { address: '192.0.2.1' },
    );
  expect(await ask()).toBe(true);
  expect(await ask()).toBe(true);
  expect(calls).toBe(1);
  vi.advanceTimersByTime(5_000);
  expect(await ask()).toBe(true);
  expect(calls).toBe(2);
});

test('accepts a client without an address, and reports it', async () => {
  const errors: unknown[] = [];
  const read = await openShop({
    perClient: limiter(1),
    address: (request) => request.headers.get('cf-connecting-ip') ?? undefined,
    onError: (error) => void errors.push(error),
  });
  expect((await read('192.0.2.1')).status).toBe(200);
  expect((await read('192.0.2.1')).status).toBe(200);
  expect(errors).toHaveLength(2);
  expect(String(errors[0])).toContain('Set `address`');
});

test('takes the address from a header of the platform', async () => {
  const { ask } = await startRig(
    {
      rateLimit: createRateLimit({
        perClient: limiter(1),
        address: ({ headers }) => headers.get('cf-connecting-ip') ?? undefined,
      }),
    },
    (_request, response) => response.end('{"id":"o_1"}'),
  );
  const from = async (address: string) => (await ask({ headers: { 'cf-connecting-ip': address } })).status;
  expect(await from('192.0.2.1')).toBe(200);
  expect(await from('192.0.2.1')).toBe(429);
  expect(await from('192.0.2.2')).toBe(200);
});

test.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('no header');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no header'))],
  ['returns a number', () => 1],
  ['returns an object', () => ({})],
])('accepts a client if `address` %s, and reports it', async (_what, address) => {
  const errors: unknown[] = [];
  const read = await openShop({
    perClient: limiter(1),
    address: address as () => string,
    onError: (error) => void errors.push(error),
  });
  expect((await read('192.0.2.1')).status).toBe(200);
  expect((await read('192.0.2.1')).status).toBe(200);
  expect(errors).toHaveLength(2);
  expect(String(errors[0])).toMatch(/no header|Set `address`/);
});

test('limits a client whose `address` is a promise', async () => {
  const address = (request: Request) => Promise.resolve(request.headers.get('x-forwarded-for')) as never;
  const read = await openShop({ perClient: limiter(1), address });
  expect((await read('192.0.2.1')).status).toBe(200);
  expect((await read('192.0.2.1')).status).toBe(429);
  expect((await read('192.0.2.2')).status).toBe(200);
});
