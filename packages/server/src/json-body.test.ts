import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { listen, orders, startRig } from '../test/rig.ts';
import { createOrderHandler } from './handler.ts';
import { toNodeListener } from './node.ts';

const attributes = { method: 'PATCH', path: '/o_1/attributes' };
const head = `PATCH ${orders}/o_1/attributes HTTP/1.1\r\nHost: shop.test\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n`;

/** Returns an attributes body of the given size in bytes. */
const bodyOf = (bytes: number) => `{"gift":"${'x'.repeat(bytes - 11)}"}`;

test('HB12: forwards attributes of 64 KiB unchanged, rejects one byte more', async () => {
  const { ask, received } = await startRig();
  const full = bodyOf(65_536);
  expect((await ask({ ...attributes, body: full })).status).toBe(200);
  const digest = (text = '') => createHash('sha256').update(text).digest('hex');
  expect(digest(received[0]?.body)).toBe(digest(full));
  expect((await ask({ ...attributes, body: bodyOf(65_537) })).status).toBe(413);
  expect(received).toHaveLength(1);
});

test('HB12: rejects a large content-length before the body is sent', async () => {
  const { raw, received } = await startRig();
  expect(await raw(`${head}Content-Length: 1048577\r\nExpect: 100-continue\r\n\r\n`)).toMatch(
    /HTTP\/1\.1 413 /,
  );
  expect(received).toEqual([]);
});

test('HB12: stops reading a body without content-length at the limit', async () => {
  const { raw, received } = await startRig({ maxBodyBytes: 1_000 });
  const chunk = `200\r\n${'x'.repeat(0x200)}\r\n`;
  expect(await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(3)}`)).toMatch(
    /^HTTP\/1\.1 413 /,
  );
  expect(received).toEqual([]);
});

test('HB12: an endless body does not fill the memory', async () => {
  const { origin, received } = await startRig();
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, 120), Buffer.from('\r\n')]);
  const closed = new Promise((resolve) => socket.on('close', resolve));
  const before = process.memoryUsage().arrayBuffers;
  for (let sent = 0; sent < 1_600 && !socket.destroyed; sent++) {
    if (!socket.write(chunk))
      await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed]);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  socket.destroy();
  expect(received).toEqual([]);
});

test('HB12: rejects a compressed body', async () => {
  const { ask, received } = await startRig();
  const bomb = gzipSync(Buffer.alloc(10_000_000, 32));
  for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip', 'x']) {
    expect((await ask({ ...attributes, body: bomb, headers: { 'content-encoding': encoding } })).status).toBe(
      415,
    );
  }
  expect((await ask({ ...attributes, body: bomb })).status).toBe(400);
  expect(received).toEqual([]);
});

test('HB12: rejects deeply nested JSON', async () => {
  const { ask, received } = await startRig();
  const nested = (depth: number) => `{"gift":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  expect((await ask({ ...attributes, body: nested(10_000) })).status).toBe(400);
  expect((await ask({ ...attributes, body: `{"gift":${'['.repeat(60_000)}` })).status).toBe(400);
  expect((await ask({ ...attributes, body: nested(32) })).status).toBe(400);
  expect(received).toEqual([]);
  expect((await ask({ ...attributes, body: nested(31) })).status).toBe(200);
});

test('HB12: a slow body times out', async () => {
  const { origin, received } = await startRig({ bodyTimeout: 150 });
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.write(`${head}Content-Length: 100\r\n\r\n`);
  for (let sent = 0; sent < 90 && answer === ''; sent++) {
    socket.write('{');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  socket.destroy();
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(received).toEqual([]);
});

test('HB12: rejects a body shorter or longer than its content-length', async () => {
  const { raw, received } = await startRig();
  await raw(`${head}Content-Length: 11\r\n\r\n{"gift":1`);
  await raw(`${head}Content-Length: 5\r\n\r\n{"gift":1}`);
  await raw(`${head}Content-Length: -1\r\n\r\n{"gift":1}`);
  await raw(`${head}Content-Length: 1e1\r\n\r\n{"gift":1}`);
  expect(received).toEqual([]);
  const lying = new Request(`https://shop.test${orders}/o_1/attributes`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', origin: 'https://shop.test', 'content-length': '3' },
    body: '{"gift":1}',
  });
  const handler = createOrderHandler({
    upstream: {
      baseUrl: 'https://api.test',
      apiKey: 'k',
      merchant: 'm',
      channel: 'c',
      fetch: () => Promise.reject(new Error('sent')),
    },
    authorize: () => true,
    attributes: ['gift'],
  });
  expect((await handler(lying)).status).toBe(400);
});

test.each([
  [undefined],
  [''],
  ['text/plain'],
  ['text/plain;application/json'],
  ['application/json-patch+json'],
  ['application/jsonp'],
  ['multipart/form-data; boundary=application/json'],
  ['application/x-www-form-urlencoded'],
  ['application/json; charset=utf-16'],
  ['application/json, text/plain'],
])('rejects the media type %j, which a foreign page could send without a preflight', async (type) => {
  const { ask, received } = await startRig();
  const answer = await ask({ ...attributes, body: { gift: 1 }, headers: { 'content-type': type } });
  expect(answer.status).toBe(415);
  expect(received).toEqual([]);
});

test.each([
  'application/json',
  'application/json; charset=utf-8',
  'Application/JSON;charset=UTF-8',
  'application/json ; charset="utf-8"',
])('accepts the media type %s', async (type) => {
  const { ask } = await startRig();
  expect((await ask({ ...attributes, body: { gift: 1 }, headers: { 'content-type': type } })).status).toBe(
    200,
  );
});

test('rejects text that is not UTF-8', async () => {
  const { ask, received } = await startRig();
  const broken = Buffer.concat([
    Buffer.from('{"gift":"'),
    Buffer.from([0xc3, 0x28, 0xff]),
    Buffer.from('"}'),
  ]);
  expect((await ask({ ...attributes, body: broken })).status).toBe(400);
  expect(received).toEqual([]);
});

test('forwards letters of every script unchanged', async () => {
  const { ask, received } = await startRig();
  const gift = 'Grüße, Göran! 你好 🎁 שלום \u2028 "\\"';
  await ask({ ...attributes, body: { gift } });
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({ gift });
});

test('neither reads nor sends a body where the operation has none', async () => {
  const { ask, received } = await startRig();
  expect(
    (await ask({ method: 'POST', path: '/o_1/validate', body: { url: 'https://evil.test' } })).status,
  ).toBe(200);
  expect(received[0]?.body).toBe('');
});

test('a body that was read before is an error for the operator, not an empty body', async () => {
  const events: unknown[] = [];
  const handler = createOrderHandler({
    upstream: { baseUrl: 'https://api.test', apiKey: 'k', merchant: 'm', channel: 'c' },
    authorize: async (request) => (await request.text()) !== '',
    attributes: ['gift'],
    onEvent: (event) => void events.push(event),
  });
  const origin = await listen(toNodeListener(handler));
  const answer = await fetch(`${origin}${orders}/o_1/attributes`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', origin },
    body: '{"gift":1}',
  });
  expect(answer.status).toBe(500);
  expect(events).toMatchObject([
    { level: 'error', problem: 'internal-error', error: 'TypeError BODY_ALREADY_READ' },
  ]);
});

test.each([
  [413, 'is too large', 'x'.repeat(40_000), 40_000],
  [408, 'is too slow', '{', 0],
])(
  'HB12: %i for a body of unknown length that %s leaves the stream to the server',
  async (status, _what, chunk, most) => {
    const events: string[] = [];
    const body = new ReadableStream({
      pull: async (controller) => {
        controller.enqueue(new TextEncoder().encode(chunk));
        if (most === 0) await new Promise(() => undefined);
      },
      cancel: () => void events.push('cancelled'),
    });
    const handler = createOrderHandler({
      upstream: { baseUrl: 'https://api.test', apiKey: 'k', merchant: 'm', channel: 'c' },
      authorize: () => true,
      attributes: ['gift'],
      bodyTimeout: 50,
      maxBodyBytes: 100_000,
    });
    const request = new Request(`https://shop.test${orders}/o_1/attributes`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', origin: 'https://shop.test' },
      body,
      duplex: 'half',
    } as RequestInit);
    expect((await handler(request)).status).toBe(status);
    expect(events).toEqual([]);
    // The server can still drain or cancel it.
    await request.body?.cancel();
    expect(events).toEqual(['cancelled']);
  },
);
