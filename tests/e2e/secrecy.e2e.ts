import { readdir, readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { listen } from '../../examples/checkout/server/listen.ts';
import { expect, key, locate, openCheckout, test } from './shop.ts';

/** A proxy in front of the shop that records each byte sent to the browser. */
async function tap(url: string | undefined) {
  const bytes: Buffer[] = [];
  const wire = createServer((browser) => {
    const shop = connect(Number(new URL(url ?? '').port), '127.0.0.1');
    shop.on('data', (chunk) => bytes.push(chunk));
    browser.pipe(shop).pipe(browser);
    browser.on('error', () => shop.destroy());
    shop.on('error', () => browser.destroy());
  });
  const port = await listen(wire, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    read: () => Buffer.concat(bytes).toString(),
    close: () => wire.close(),
  };
}

test('I6: no byte sent to the browser belongs to the key or its header', async ({ page, baseURL, order }) => {
  const wire = await tap(baseURL);
  await openCheckout(page, wire.url);
  const { newsletter, terms, placeOrder, summary, thanks, held } = locate(page);
  await newsletter.check();
  await expect(held('ci_newsletter')).toHaveText('true');
  await placeOrder.click();
  await expect(summary).toBeVisible();
  // The gate asks the shop only when the order can go on, so this is the only refusal of the shop.
  await page.evaluate(
    (id) =>
      fetch('/shop/place-order', {
        method: 'POST',
        headers: { 'order-id': id, 'place-before': String(Date.now() + 60_000) },
      }).then((response) => response.text()),
    order().id,
  );
  await terms.check();
  await placeOrder.click();
  await expect(thanks).toBeVisible();

  const received = wire.read();
  wire.close();
  // Contains page, scripts and responses of shop and handler, uncompressed.
  for (const part of ['<div id="root">', 'createElement', 'The order was refused.', order().id]) {
    expect(received.includes(part), part).toBe(true);
  }
  expect(received.includes(key)).toBe(false);
  expect(received.includes('Bearer')).toBe(false);
});

test('the built page contains neither a key nor the code to send one', async () => {
  const dist = new URL('../../examples/checkout/dist/', import.meta.url);
  const files = (await readdir(dist, { recursive: true })).filter((name) => /\.\w+$/.test(name));
  expect(files.some((name) => name.endsWith('.js'))).toBe(true);
  for (const name of files) {
    const text = await readFile(new URL(name, dist), 'utf8');
    for (const secret of ['Bearer', 'sandbox-key', 'x-merchant'])
      expect(text.includes(secret), name).toBe(false);
  }
});

test("SC4: the page's policy allows its own origin only; HC9: no other page may frame it", async ({
  request,
}) => {
  const headers = (await request.get('/')).headers();
  expect(headers['content-security-policy']).toBe(
    "default-src 'self'; require-trusted-types-for 'script'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  );
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('HB4: another site can neither create nor place an order', async ({ request }) => {
  for (const path of ['/shop/order', '/shop/place-order']) {
    const headers = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    expect((await request.post(path, { headers })).status(), path).toBe(403);
  }
});

test('HB8: a browser reaches its own order only', async ({ page, sandbox, order }) => {
  await openCheckout(page);
  const own = order().id;
  const other = sandbox.orders.create();
  const read = (id: string) =>
    page.request.get(`/api/norce/api/v0/checkout/orders/${id}`, {
      headers: { 'sec-fetch-site': 'same-origin' },
    });
  expect((await read(own)).status()).toBe(200);
  expect((await read(other.id)).status()).toBe(403);
});
