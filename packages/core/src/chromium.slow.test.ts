import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { headlessShell } from '../../../scripts/chromium.mjs';
import type * as Core from './index.ts';

declare global {
  var core: typeof Core;
}

const order = { id: 'o1', merchant: 'acme', channel: 'acme-se', consents: [{ id: 'news', checked: true }] };

interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly bytes: number;
  readonly body: string;
}

let browser: Browser;
let page: Page;
let server: Server;
let arrived: Arrived[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

/** Bundles one entry point from source as a script, as a shop does. */
async function bundle(name: 'index' | 'admin'): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@norce-kit/source', 'module', 'browser', 'production'] },
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL(`${name}.ts`, import.meta.url)),
        formats: ['iife'],
        name: name === 'index' ? 'core' : name,
        fileName: name,
      },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!('output' in output)) throw new Error('nothing was bundled');
  return output.output[0].code;
}

beforeAll(async () => {
  const script = await bundle('index');
  server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    if (url === '/core.js')
      return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    if (!url.startsWith('/api/norce/')) {
      const html = '<!doctype html><title>page</title><script src="/core.js"></script>';
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      arrived.push({ method, path: url, bytes: body.byteLength, body: body.toString() });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch(headlessShell());
});

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

beforeEach(async () => {
  arrived = [];
  answer = (request, response) => {
    if (request.method !== 'GET') return void response.writeHead(200).end();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(order));
  };
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return () => page.close();
});

test('every operation works from a page, with a relative base URL', async () => {
  const read = await page.evaluate(async () => {
    const client = core.createOrderClient({ baseUrl: '/api/norce' });
    await client.patchConsent('o1', 'news', true);
    await client.patchConsents('o1', [{ id: 'news', checked: false }]);
    await client.patchAttributes('o1', { note: 'ö' });
    await client.registerValidation('o1', { name: 'stock' });
    const { ok } = await client.validateOrder('o1');
    return { order: await client.getOrder('o1'), ok };
  });
  expect(read).toEqual({ order, ok: true });
  const orders = '/api/norce/api/v0/checkout/orders/o1';
  expect(arrived.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['PATCH', `${orders}/consents/news`, '{"checked":true}'],
    ['PATCH', `${orders}/consents`, '[{"id":"news","checked":false}]'],
    ['PATCH', `${orders}/attributes`, '{"note":"ö"}'],
    ['POST', `${orders}/validations`, '{"name":"stock"}'],
    ['POST', `${orders}/validate`, ''],
    ['GET', orders, ''],
  ]);
});

test('NV1: an answer given in the tick of the navigation arrives in every run', async () => {
  const runs = 20;
  for (let run = 0; run < runs; run++) {
    await page.evaluate(
      (checked) => {
        void core.createOrderClient({ baseUrl: '/api/norce' }).patchConsent('o1', 'news', checked);
        location.href = '/?elsewhere';
      },
      run % 2 === 0,
    );
    await page.waitForURL('**/?elsewhere');
    await page.goto(page.url().replace('?elsewhere', ''));
  }
  await expect.poll(() => arrived).toHaveLength(runs);
});

test('NV11: an answer that waits for another request is sent when the page unloads', async () => {
  answer = (_, response) => void setTimeout(() => response.writeHead(200).end(), 2_000);
  await page.evaluate(() => {
    const answers = core.createAnswers(core.createOrderClient({ baseUrl: '/api/norce' }));
    void answers.set('o1', 'news', true);
    void answers.set('o1', 'news', false);
  });
  await expect.poll(() => arrived).toHaveLength(1);
  await page.goto('about:blank');
  await expect.poll(() => arrived.map(({ body }) => body)).toEqual(['{"checked":true}', '{"checked":false}']);
});

test('NV7, NV8: single and concurrent writes above the keepalive quota of the browser arrive', async () => {
  await page.evaluate(async () => {
    const client = core.createOrderClient({ baseUrl: '/api/norce', retry: 0 });
    const note = (bytes: number) => ({ note: 'x'.repeat(bytes - '{"note":""}'.length) });
    await client.patchAttributes('o1', note(65_536));
    await client.patchAttributes('o1', note(65_537));
    await Promise.all([
      client.patchAttributes('o1', note(40_960)),
      client.patchAttributes('o1', note(40_960)),
    ]);
  });
  expect(arrived.map(({ bytes }) => bytes)).toEqual([65_536, 65_537, 40_960, 40_960]);
});

test('NF16, NF17: failures have their kind, and a redirect is not followed', async () => {
  const kindOf = (base: string) =>
    page.evaluate(
      (baseUrl) =>
        core
          .createOrderClient({ baseUrl, retry: 0 })
          .patchConsent('o1', 'news', true)
          .catch((error: unknown) => (core.isOrderApiError(error) ? [error.kind, error.outcome] : 'foreign')),
      base,
    );
  answer = (_, response) => void response.writeHead(302, { location: '/login' }).end();
  expect(await kindOf('/api/norce')).toEqual(['protocol', 'not-applied']);
  expect(arrived).toHaveLength(1);
  answer = (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Log in</h1>');
  expect(await kindOf('/api/norce')).toEqual(['protocol', 'unknown']);
  answer = (request) => void request.socket.destroy();
  expect(await kindOf('/api/norce')).toEqual(['network', 'unknown']);
  expect(await kindOf('http://127.0.0.1:1')).toEqual(['network', 'unknown']);
});

test('the signal of the caller aborts the request, and the server sees the connection close', async () => {
  const closed = vi.fn();
  answer = (_, response) => void response.on('close', closed);
  const kind = page.evaluate(() => {
    const controller = new AbortController();
    Object.assign(globalThis, { leave: () => controller.abort() });
    return core
      .createOrderClient({ baseUrl: '/api/norce' })
      .getOrder('o1', { signal: controller.signal })
      .then(
        () => 'no error',
        (error: unknown) => (core.isOrderApiError(error) ? error.kind : 'foreign'),
      );
  });
  await expect.poll(() => arrived).toHaveLength(1);
  await page.evaluate(() => (globalThis as unknown as { leave: () => void }).leave());
  expect(await kind).toBe('aborted');
  await expect.poll(() => closed).toHaveBeenCalled();
});

test('NF11: an answer given offline is saved when the connection is back', async () => {
  await page.context().setOffline(true);
  await page.evaluate(() => {
    const answers = core.createAnswers(core.createOrderClient({ baseUrl: '/api/norce' }));
    Object.assign(globalThis, { answers });
    void answers.set('o1', 'news', true);
  });
  const state = () =>
    page.evaluate(
      () => (globalThis as unknown as { answers: Core.Answers }).answers.get('o1', 'news').saveState,
    );
  expect(await state()).toBe('waiting');
  await page.waitForTimeout(1_500);
  expect(await state()).toBe('waiting');
  expect(arrived).toHaveLength(0);
  await page.context().setOffline(false);
  await expect.poll(() => state()).toBe('saved');
  expect(arrived).toHaveLength(1);
});

test('AU5: createOrderAdmin throws in a page', async () => {
  await page.addScriptTag({ content: await bundle('admin') });
  const message = await page.evaluate(() => {
    const { admin } = globalThis as unknown as { admin: { createOrderAdmin: (options: object) => unknown } };
    try {
      admin.createOrderAdmin({
        apiKey: 'sk-canary',
        merchant: 'a',
        channel: 'b',
        baseUrl: 'https://api.example',
      });
      return 'no error';
    } catch (error) {
      return String(error);
    }
  });
  expect(message).toContain('runs in a page');
  expect(message).not.toContain('sk-canary');
});
