import { createOrderClient, isOrderApiError } from '@norce-kit/core';
import { createOrderAdmin } from '@norce-kit/core/admin';
import type { OrderAdmin } from '@norce-kit/core/admin';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const key = 'any-key';
const check = { adapterId: 'stock', url: 'https://checks.example/{order_id}' };

let prism: ChildProcess;
let baseUrl: string;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Prism is an independent mock server: it validates every request against the document.
beforeAll(async () => {
  const port = await freePort();
  baseUrl = `http://127.0.0.1:${port}`;
  const cli = path('../node_modules/@stoplight/prism-cli/dist/index.js');
  const options = ['mock', path('../packages/core/openapi.yaml'), '--port', String(port), '--errors'];
  prism = spawn(process.execPath, [cli, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    prism.once('exit', (code) => reject(new Error(`Prism ended with ${String(code)}`)));
    prism.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('is listening')) resolve();
    });
  });
});

// SIGKILL, because Prism takes seconds to exit by itself.
afterAll(async () => {
  const ended = new Promise((resolve) => prism.once('exit', resolve));
  prism.kill('SIGKILL');
  await ended;
});

/** Creates an admin client; `prefer` selects the response of Prism. */
function admin(prefer?: string): OrderAdmin {
  const send = (request: Request) => {
    if (prefer !== undefined) request.headers.set('prefer', prefer);
    return fetch(request);
  };
  return createOrderAdmin({
    apiKey: key,
    merchant: 'acme',
    channel: 'acme-se',
    baseUrl,
    fetch: send,
    retry: 0,
  });
}

describe('against a mock server of the document', () => {
  test('all operations of the admin client succeed', async () => {
    const server = admin();
    expect(await server.createOrder({ currency: 'SEK', country: 'SE', culture: 'sv-SE' })).toEqual({
      id: expect.any(String) as string,
    });
    const order = await server.getOrder('o1');
    expect([typeof order.merchant, typeof order.channel]).toEqual(['string', 'string']);
    await server.createConsent('o1', { id: 'terms', text: 'I agree', required: true, checked: false });
    await server.patchConsent('o1', 'terms', true);
    await server.patchConsents('o1', [{ id: 'terms', checked: false }]);
    await server.deleteConsent('o1', 'terms');
    await server.patchAttributes('o1', { note: 'ring', gift: null, list: [1, { a: 'ö' }] });
    await server.registerValidation('o1', check);
    await server.updateValidation('o1', 'v1', check);
    await server.deleteValidation('o1', 'v1');
    expect(await server.validateOrder('o1')).toEqual({ ok: true });
    expect(await server.setState('o1', 'processing')).toBe('done');
  });

  test.each(['list', 'wrapped'])('reads validation failures in the published form "%s"', async (example) => {
    expect(await admin(`code=400, example=${example}`).validateOrder('o1')).toEqual({
      ok: false,
      failures: [{ code: 'item-out-of-stock', adapterId: 'stock_check' }],
    });
  });

  test.each([
    [400, 'invalid'],
    [401, 'unauthorized'],
    [404, 'not-found'],
    [409, 'conflict'],
    [500, 'server'],
  ])('status %i gives an error of kind %s', async (code, kind) => {
    const error: unknown = await admin(`code=${code}`)
      .patchConsent('o1', 'news', true)
      .catch((reason: unknown) => reason);
    expect(isOrderApiError(error)).toBe(true);
    expect(error).toMatchObject({ kind, status: code });
  });

  test('reads the error code of the API', async () => {
    await expect(admin('code=404, example=order').patchConsent('o1', 'news', true)).rejects.toMatchObject({
      code: 'order-not-found',
      problem: { code: 'order-not-found', message: 'No order with that id.' },
    });
  });

  test('setState returns `pending` for 202', async () => {
    expect(await admin('code=202').setState('o1', 'completed')).toBe('pending');
  });

  test('rejects a browser client, because it sends no key', async () => {
    const client = createOrderClient({ baseUrl, retry: 0 });
    await expect(client.getOrder('o1')).rejects.toMatchObject({ kind: 'unauthorized', status: 401 });
  });

  test('the mock server rejects invalid requests', async () => {
    const headers = {
      authorization: `Bearer ${key}`,
      'x-merchant': 'acme',
      'content-type': 'application/json',
    };
    const url = `${baseUrl}/api/v0/checkout/orders/o1/consents/news`;
    const all = { ...headers, 'x-channel': 'acme-se' };
    const send = async (sent: Record<string, string>, body: string) => {
      const response = await fetch(url, { method: 'PATCH', headers: sent, body });
      return response.status;
    };
    expect(await send(all, '{"checked":true}')).toBe(200);
    expect(await send(all, '{"checked":"true"}')).toBe(400);
    expect(await send(headers, '{"checked":true}')).toBe(400);
  });
});
