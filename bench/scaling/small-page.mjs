import { chromium } from 'playwright-core';
import { brotliCompressSync } from 'node:zlib';
import { chromium as options } from '../../scripts/chromium.mjs';
import { bundleFiles } from '../apps/bundle.mjs';
import { show, summarize } from '../handler/statistics.mjs';
import { save } from '../record.mjs';
import { servePage, visit } from './first-load.mjs';
import { serve } from './server.mjs';

const rounds = Number(process.env.ROUNDS ?? 6);
const apps = {
  'floor: fetch + useState': 'floor',
  // The same code under a second name: the difference between the two is noise.
  'floor, again': 'floor',
  'ky + react-query by hand': 'ky-react-query',
  'by hand, Radix checkbox': 'radix',
  'norce-kit NewsletterConsent': 'norce-newsletter',
  'norce-kit, lazy': 'norce-lazy',
};

/** Builds a page with one box, which the browser renders. */
async function buildPage(name, file) {
  const { entry, files, first } = await bundleFiles(`
    import { createRoot } from 'react-dom/client';
    import { Provider, Box } from './apps/${file}.jsx';
    const order = JSON.parse(document.querySelector('[type="application/json"]').text);
    createRoot(document.querySelector('main')).render(
      <Provider order={order}><h1>Cart</h1><Box order={order} consent={order.consents[0]} /></Provider>,
    );`);
  const compressed = new Map([...files].map(([path, code]) => [`/${path}`, brotliCompressSync(code)]));
  return {
    name,
    files: compressed,
    bytes: first.reduce((sum, path) => sum + compressed.get(`/${path}`).byteLength, 0),
    html: (order) =>
      `<!doctype html><meta charset="utf-8"><title>Cart</title><main></main><script type="application/json">${JSON.stringify(order)}</script><script type="module" src="/${entry}"></script>`,
  };
}

const api = await serve({});
const pages = [];
for (const [name, file] of Object.entries(apps)) pages.push(await buildPage(name, file));
const servers = [];
for (const page of pages) servers.push(await servePage(page, new URL(api.url).port));
const browser = await chromium.launch({ headless: true, ...options() });

/** Ticks the box once it is there, and waits until the order has the answer. */
async function tick(page) {
  await page.getByRole('checkbox').click();
  while (api.writes().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

const measured = pages.map(() => []);
let wrongWrites = 0;
// The first round warms up the browser.
for (let round = -1; round < rounds; round++)
  for (let turn = 0; turn < pages.length; turn++) {
    const index = (turn + round + 1) % pages.length;
    pages[index].files.set('/index.html', brotliCompressSync(pages[index].html(api.add(1))));
    api.takeWrites();
    const { port } = servers[index].address();
    const figures = await visit(browser, `http://127.0.0.1:${port}/`, tick);
    const writes = api.takeWrites();
    wrongWrites += writes.length === 1 && writes[0].checked ? 0 : 1;
    if (round >= 0) measured[index].push(figures);
  }
const version = browser.version();
await browser.close();
for (const server of servers) server.close(() => undefined).closeAllConnections();
api.close();

const rows = pages.map(({ name, bytes }, index) => {
  const all = (key) => summarize(measured[index].map((one) => one[key]));
  return { name, bytes, firstPaint: all('firstPaint'), boxes: all('boxes'), answered: all('answered') };
});
console.table(
  Object.fromEntries(
    rows.map(({ name, bytes, firstPaint, boxes, answered }) => [
      name,
      {
        bytes,
        'first paint': show(firstPaint, 0),
        box: show(boxes, 0),
        'answer at the server': show(answered, 0),
      },
    ]),
  ),
);
save('small-page', { rounds, chromium: version, rows, wrongWrites });
if (wrongWrites > 0) {
  console.error(`${wrongWrites} visits did not end with one write.`);
  process.exitCode = 1;
}
