import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { chromium as options } from '../../scripts/chromium.mjs';
import { summarize } from '../handler/statistics.mjs';
import { slow3g, slowDown } from './slow.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const example = `${root}examples/checkout`;
const stand = fileURLToPath(new URL('without-kit.jsx', import.meta.url));

/** Builds the checkout page, with the kit or with `without-kit.jsx` in its place. */
async function buildPage(isWithKit) {
  const { output } = await build({
    root: example,
    configFile: `${example}/vite.config.ts`,
    logLevel: 'silent',
    resolve: {
      dedupe: ['react', 'react-dom', '@tanstack/react-query'],
      alias: isWithKit
        ? []
        : [
            {
              find: /^@norce-kit\/react\/styles\.css$/,
              replacement: fileURLToPath(new URL('empty.css', import.meta.url)),
            },
            { find: /^@norce-kit\/(core|react)$/, replacement: stand },
          ],
    },
    build: { write: false },
  });
  const files = new Map(
    output.map((one) => [
      `/${one.fileName}`,
      brotliCompressSync(one.type === 'chunk' ? one.code : one.source),
    ]),
  );
  return { name: isWithKit ? 'with norce-kit' : 'without', files };
}

/** Starts the server of the example, which creates and stores the orders. */
async function startShop() {
  const command = ['--import', 'tsx', '--conditions=@norce-kit/source', 'server/main.ts'];
  const child = spawn(process.execPath, command, {
    cwd: example,
    env: { PATH: process.env.PATH, PORT: '0' },
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    const [port] = /(?<=127\.0\.0\.1:)\d+/.exec(said) ?? [];
    if (port === undefined) continue;
    child.stdout.resume();
    return { port, child };
  }
  throw new Error(`The shop did not start. ${said}`);
}

const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

/** Serves the compressed files of one page in front of the server that has the orders. */
export async function servePage({ files }, port) {
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : request.url;
    const file = files.get(path);
    if (file !== undefined) {
      response.setHeader('content-type', types[path.split('.').pop()] ?? 'application/octet-stream');
      response.setHeader('content-encoding', 'br').end(file);
      return;
    }
    const { method, url, headers } = request;
    const passed = ask({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/**
 * One visit with an empty cache.
 *
 * @param {(page: import('playwright-core').Page) => Promise<unknown>} [answer] what the shopper does once there is a box
 */
export async function visit(browser, url, answer) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  const session = await context.newCDPSession(page);
  await slowDown(session, { rate: 6, network: slow3g });
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  const begun = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page.getByRole('checkbox').first().waitFor();
  const boxes = performance.now() - begun;
  await answer?.(page);
  const answered = performance.now() - begun;
  const firstPaint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
  );
  await context.close();
  return { boxes, firstPaint, bytes, answered };
}

/** First load of `examples/checkout` with a 6 times slower CPU on slow 3G, with and without the kit. */
export async function measureFirstLoad({ rounds }) {
  const pages = [await buildPage(true), await buildPage(false)];
  const shop = await startShop();
  const servers = [];
  for (const page of pages) servers.push(await servePage(page, shop.port));
  const browser = await chromium.launch({ headless: true, ...options() });
  const measured = pages.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (let index = 0; index < pages.length; index++) {
      const which = (index + round) % pages.length;
      const { port } = servers[which].address();
      measured[which].push(await visit(browser, `http://127.0.0.1:${port}/`));
    }
  await browser.close();
  for (const server of servers) server.close(() => undefined).closeAllConnections();
  const ended = once(shop.child, 'close');
  shop.child.kill();
  await ended;
  return pages.map(({ name, files }, index) => {
    const all = (key) => summarize(measured[index].map((one) => one[key]));
    const code = [...files].filter(([path]) => /\.(js|css)$/.test(path));
    return {
      name,
      bytes: code.reduce((sum, [, file]) => sum + file.byteLength, 0),
      received: all('bytes'),
      firstPaint: all('firstPaint'),
      boxes: all('boxes'),
    };
  });
}
