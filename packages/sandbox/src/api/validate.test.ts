import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readResponse, sendRequest } from '../../test/request.ts';
import type { Callbacks } from '../types.ts';
import { isLoopback } from './validate.ts';
import { createSandbox } from '../sandbox.ts';
import type { Unknowns } from '../unknowns.ts';

interface Setting {
  readonly urls: readonly string[];
  readonly callbacks?: Callbacks;
  readonly unknowns?: Partial<Unknowns>;
}

async function validate({ urls, ...options }: Setting) {
  const sandbox = createSandbox(options);
  const validations = urls.map((url, index) => ({ adapterId: `a${index}`, url }));
  const { id } = sandbox.orders.create({ id: 'o_1', validations });
  return readResponse(sendRequest(sandbox.fetch, 'POST', `/${id}/validate`));
}

test('calls validations on this machine by POST with the id of the order', async () => {
  const seen: unknown[] = [];
  const server = createServer((request, response) => {
    seen.push([
      request.method,
      request.url,
      request.headers['x-merchant'],
      request.headers['content-length'],
    ]);
    response.writeHead(400).end('[{"code":"out-of-stock"}]');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const answer = await validate({
    urls: [`http://localhost.test:1/`, `http://127.0.0.1:${port}/v/{order_id}/stock`],
  });
  expect(answer).toEqual({ status: 400, body: [{ adapterId: 'a1', code: 'out-of-stock' }] });
  expect(seen).toEqual([['POST', '/v/o_1/stock', 'acme', '0']]);
});

test('collects the failures of all validations in all published forms', async () => {
  const bodies = [
    '[{"code":"a","adapterId":"x"}]',
    '{"errors":[{"code":"b"}]}',
    '{"code":"c"}',
    'no JSON',
    '',
  ];
  const fetch = (url: string) => Promise.resolve(new Response(bodies[Number(url.at(-1))], { status: 400 }));
  const urls = bodies.map((_, index) => `http://localhost/${index}`);
  const { body } = await validate({ urls, callbacks: { fetch } });
  expect(body).toEqual([
    { code: 'a', adapterId: 'x' },
    { code: 'b', adapterId: 'a1' },
    { code: 'c', adapterId: 'a2' },
    { code: 'order-validation', adapterId: 'a3' },
    { code: 'order-validation', adapterId: 'a4' },
  ]);
});

test('calls validations in parallel; one that times out passes', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const fetch = vi.fn(
    (_: string, { signal }: RequestInit) =>
      new Promise<Response>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  );
  const answer = validate({
    urls: ['http://localhost/a', 'http://[::1]/b'],
    callbacks: { fetch, timeout: 300 },
  });
  await vi.advanceTimersByTimeAsync(299);
  expect(fetch).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(await answer).toEqual({ status: 200, body: [] });
});

test.each<[string, () => Promise<Response>]>([
  ['a fetch that ignores its signal', () => new Promise<never>(() => undefined)],
  [
    'a response whose body never ends',
    () => Promise.resolve(new Response(new ReadableStream(), { status: 400 })),
  ],
])('a validation passes after the timeout with %s', async (_what, fetch) => {
  const urls = ['http://localhost/a'];
  expect(await validate({ urls, callbacks: { fetch, timeout: 1 } })).toEqual({ status: 200, body: [] });
});

test('an unreachable validation fails with a code of its own', async () => {
  const { body } = await validate({ urls: ['http://127.0.0.1:1/'] });
  expect(body).toEqual([{ code: 'validation-unreachable', adapterId: 'a0' }]);
});

test('validations on other hosts pass without a call, unless allowed', async () => {
  const fetch = vi.fn(() => Promise.resolve(new Response(null, { status: 400 })));
  const urls = ['https://checks.example/x', '{config.adapter.publicUrl}/x'];
  const v1 = { urls: urls.slice(0, 1), callbacks: { fetch } };
  expect((await validate(v1)).status).toBe(200);
  expect(fetch).not.toHaveBeenCalled();
  expect((await validate({ ...v1, callbacks: { fetch, allow: () => true } })).status).toBe(400);
  expect(fetch).toHaveBeenCalledOnce();
});

test.each([
  ['empty' as const, undefined],
  ['order' as const, 'o_1'],
])('sends a validation the body: %s', async (validationBody, expected) => {
  const fetch = vi.fn<NonNullable<Callbacks['fetch']>>(() => Promise.resolve(new Response()));
  await validate({ urls: ['http://localhost/'], callbacks: { fetch }, unknowns: { validationBody } });
  const body = fetch.mock.calls[0]?.[1].body;
  expect(body === undefined ? undefined : (JSON.parse(body as string) as { id: string }).id).toBe(expected);
});

test('does not follow redirects', async () => {
  const server = createServer((_, response) =>
    response.writeHead(307, { location: 'http://elsewhere.example/' }).end(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { body } = await validate({ urls: [`http://127.0.0.1:${port}/`] });
  expect(body).toEqual([{ code: 'validation-unreachable', adapterId: 'a0' }]);
});

test.each([
  ['http://localhost:3000/x', true],
  ['http://127.1/', true],
  ['http://0x7f000001/', true],
  ['https://[::1]/', true],
  ['http://169.254.169.254/', false],
  ['http://localhost.evil.example/', false],
  ['http://127.0.0.1.evil.example/', false],
  ['http://localhost@evil.example/', false],
  ['file:///etc/passwd', false],
])('HB10: isLoopback(%s) is %s', (url, expected) => {
  expect(isLoopback(new URL(url))).toBe(expected);
});

test.each([
  [{ cart: { items: [] }, shippings: [] }, ['cart-empty']],
  [{ payments: [] }, ['payment-missing']],
  [{ payments: [{ amount: 595.99 }] }, ['payment-mismatch']],
  [{ payments: [{ amount: 0.1 }, { amount: 0.2 }, { amount: 595.7 }] }, []],
  [{ payments: [{ amount: 596 }, { amount: 10, state: 'removed' }] }, []],
])('checks cart and payments: %j', async (input, codes) => {
  const sandbox = createSandbox();
  const { id } = sandbox.orders.create(input);
  const { body } = await readResponse(sendRequest(sandbox.fetch, 'POST', `/${id}/validate`));
  expect((body as { code: string }[]).map(({ code }) => code)).toEqual(codes);
});
