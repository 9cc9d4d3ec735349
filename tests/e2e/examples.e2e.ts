import { readFile } from 'node:fs/promises';
import { createSandbox } from '@norce-kit/sandbox';
import { serveSandbox } from '@norce-kit/sandbox/server';
import type { SandboxServer } from '@norce-kit/sandbox/server';
import type { Page, Response } from '@playwright/test';
import { startExample } from './example-server.ts';
import type { ExampleServer } from './example-server.ts';
import { holdRequests } from './gate.ts';
import { expect, test } from './shared.ts';

/** Occurs nowhere else, so an occurrence in a browser is a leak. */
const apiKey = 'canary-b81d40f2c7e9';

const newsletter = (page: Page) => page.getByRole('checkbox', { name: 'Send me news and offers by email' });
const terms = (page: Page) => page.getByRole('checkbox', { name: /I accept the terms/ });
const orderPath = (id: string) => `/api/norce/api/v0/checkout/orders/${id}`;

async function openCheckout(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Go to checkout' }).click();
  await expect(newsletter(page)).toBeVisible();
}

/** Collects all responses to the browser, decompressed. */
function listen(page: Page): () => Promise<string> {
  const answers: Promise<string>[] = [];
  const read = async (response: Response) => {
    // A redirect has no body to read.
    const body = await response.text().catch(() => '');
    return JSON.stringify(await response.allHeaders()) + body;
  };
  // Playwright never settles the headers of a response whose page navigates before they are complete.
  const abandoned = (response: Response) =>
    new Promise<string>((resolve) => setTimeout(resolve, 10_000, JSON.stringify(response.headers())));
  page.on('response', (response) => {
    const answer = Promise.race([read(response), abandoned(response)]);
    answers.push(answer);
    // Late responses may be cut off by the end of the page.
    answer.catch(() => undefined);
  });
  return async () => (await Promise.all(answers)).join('\n');
}

for (const example of ['express', 'nextjs'] as const) {
  test.describe(`examples/${example}`, () => {
    // One server for all tests of the example.
    test.describe.configure({ mode: 'default' });

    let upstream: SandboxServer;
    let shop: ExampleServer;
    test.beforeAll(async () => {
      upstream = await serveSandbox({ sandbox: createSandbox({ apiKey }), port: 0 });
      shop = await startExample(example, {
        NORCE_BASE_URL: upstream.url,
        NORCE_API_KEY: apiKey,
        NORCE_MERCHANT: 'acme',
        NORCE_CHANNEL: 'acme-se',
      });
    });
    test.afterAll(async () => {
      await shop.stop();
      await upstream.close();
    });
    test.beforeEach(() => upstream.sandbox.reset());

    const order = () => {
      const [only, ...others] = upstream.sandbox.orders.list();
      if (only === undefined || others.length > 0) throw new Error('There is not exactly one order.');
      return only;
    };
    const held = () => Object.fromEntries(order().consents.map(({ id, checked }) => [id, checked]));

    test('a tick is saved, and a reload shows it', async ({ page }) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      await openCheckout(page, shop.url);
      await expect(newsletter(page)).not.toBeChecked();
      await newsletter(page).check();
      await expect.poll(held).toEqual({ ci_newsletter: true, ci_terms: false });
      await terms(page).check();
      await expect.poll(held).toEqual({ ci_newsletter: true, ci_terms: true });
      await newsletter(page).uncheck();
      await expect.poll(held).toEqual({ ci_newsletter: false, ci_terms: true });

      await page.reload();
      await expect(terms(page)).toBeChecked();
      await expect(newsletter(page)).not.toBeChecked();
      expect(upstream.sandbox.receipts.list({ operation: 'patchConsent' })).toHaveLength(3);
      expect(complaints).toEqual([]);
    });

    // The checkout of the other example has no summary.
    if (example === 'express')
      test('AX4: the focus ring of the summary covers no words', async ({ page }) => {
        await openCheckout(page, shop.url);
        await page.getByRole('button', { name: 'Place order' }).click();
        const summary = page.getByRole('group', { name: /thing to do before/ });
        await expect(summary).toBeFocused();
        const ring = await summary.evaluate((element) => {
          const { outlineWidth, outlineOffset } = getComputedStyle(element);
          return element.getBoundingClientRect().top - parseFloat(outlineWidth) - parseFloat(outlineOffset);
        });
        const words = page.getByText('Tick this box to go on.');
        const end = await words.evaluate((element) => element.getBoundingClientRect().bottom);
        expect(ring).toBeGreaterThanOrEqual(end);
      });

    test('I6: the key is in no byte of page, scripts or responses', async ({ page }) => {
      const heard = listen(page);
      await openCheckout(page, shop.url);
      await newsletter(page).check();
      await expect.poll(held).toMatchObject({ ci_newsletter: true });
      await page.reload();
      await expect(newsletter(page)).toBeChecked();

      const bytes = await heard();
      for (const part of [
        'Go to checkout',
        'createElement',
        '__Host-norce-order',
        order().id,
        'x-correlation-id',
      ])
        expect(bytes.includes(part), part).toBe(true);
      for (const secret of [apiKey, 'Bearer', upstream.url])
        expect(bytes.includes(secret), secret).toBe(false);
      expect(shop.output()).not.toContain(apiKey);
    });

    test('HB4: another origin can neither tick a consent nor create an order', async ({ page }) => {
      await openCheckout(page, shop.url);
      const path = `${shop.url}${orderPath(order().id)}/consents/ci_newsletter`;
      const tick = (headers: Record<string, string>) =>
        page.request.patch(path, { headers, data: { checked: true } });
      const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
      expect((await tick(foreign)).status()).toBe(403);
      expect((await tick({ origin: 'https://evil.test' })).status()).toBe(403);
      const start = example === 'express' ? '/checkout' : '/checkout/start';
      expect((await page.request.post(`${shop.url}${start}`, { headers: foreign })).status()).toBe(403);
      expect(held()).toMatchObject({ ci_newsletter: false });
      // The same request from a page of the shop succeeds.
      expect((await tick({ origin: shop.url, 'sec-fetch-site': 'same-origin' })).status()).toBe(200);
      expect(held()).toMatchObject({ ci_newsletter: true });
    });

    test('HC9: no page of the shop can be framed, as the security page documents', async ({ page }) => {
      await openCheckout(page, shop.url);
      const said = await readFile(new URL('../../docs/security.md', import.meta.url), 'utf8');
      expect(said).toContain("frame-ancestors 'none'");
      for (const path of ['/', '/checkout', '/terms', ...(example === 'express' ? ['/newsletter'] : [])]) {
        const answer = await page.request.get(shop.url + path);
        expect(answer.headers()['content-security-policy'], path).toContain("frame-ancestors 'none'");
      }
    });

    test('HB8: a browser reaches its own order only', async ({ page }) => {
      await openCheckout(page, shop.url);
      const own = order().id;
      const other = upstream.sandbox.orders.create().id;
      const read = (id: string) =>
        page.request.get(shop.url + orderPath(id), { headers: { 'sec-fetch-site': 'same-origin' } });
      expect((await read(own)).status()).toBe(200);
      expect((await read(other)).status()).toBe(403);
    });

    if (example === 'express')
      test('LZ1: the small page saves a tick that was made before its engine, and a reload shows it', async ({
        page,
      }) => {
        const complaints: string[] = [];
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        await openCheckout(page, shop.url);
        const release = await holdRequests(page, '**/assets/engine-*.js');
        await page.goto(`${shop.url}/newsletter`);
        await newsletter(page).check();
        await expect(page.getByText('Saving …')).toBeVisible();
        expect(held()).toMatchObject({ ci_newsletter: false });
        release();
        await expect(page.getByText('Saved', { exact: true })).toBeVisible();
        expect(held()).toMatchObject({ ci_newsletter: true });

        await page.reload();
        await expect(newsletter(page)).toBeChecked();
        expect(upstream.sandbox.receipts.list({ operation: 'patchConsent' })).toHaveLength(1);
        expect(complaints).toEqual([]);
      });

    if (example === 'nextjs')
      test('the payment page is announced by its name', async ({ page }) => {
        await openCheckout(page, shop.url);
        await terms(page).check();
        await expect.poll(held).toMatchObject({ ci_terms: true });
        await page.getByRole('button', { name: 'Continue to payment' }).click();
        await expect(page.getByRole('heading', { name: 'Payment' })).toBeVisible();
        await expect(page.getByRole('alert')).toHaveText('Payment');
      });

    if (example === 'nextjs')
      test('without a connection the checkout shows an error, and goes on with one', async ({
        page,
        context,
      }) => {
        await openCheckout(page, shop.url);
        await terms(page).check();
        await expect.poll(held).toMatchObject({ ci_terms: true });
        await context.setOffline(true);
        await page.getByRole('button', { name: 'Continue to payment' }).click();
        await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toHaveText(
          'The checkout could not go on. Check your connection and try again.',
        );
        await context.setOffline(false);
        await page.getByRole('button', { name: 'Back to the checkout' }).click();
        await expect(terms(page)).toBeChecked();
        await page.getByRole('button', { name: 'Continue to payment' }).click();
        await expect(page.getByRole('heading', { name: 'Payment' })).toBeVisible();
      });

    test('PO1, PO4: places the order only with a connection, and finds out when the response is lost', async ({
      page,
      context,
    }) => {
      const sent: string[] = [];
      page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
      await openCheckout(page, shop.url);
      const status = page.getByRole('status').filter({ hasText: /order/ });
      const place = page.getByRole('button', { name: 'Place order' });
      await terms(page).check();
      await expect.poll(held).toMatchObject({ ci_terms: true });
      if (example === 'nextjs') await page.getByRole('button', { name: 'Continue to payment' }).click();
      await expect(place).toBeVisible();
      await context.setOffline(true);
      await place.click();
      await expect(status).toHaveText('No connection. Your order was not placed.');
      await context.setOffline(false);
      await page.route('**/checkout/order', (route) => route.abort());
      await place.click();
      await expect(status).toHaveText('No connection. Your order was not placed.');
      await page.unroute('**/checkout/order');
      expect(sent).not.toContain('POST /checkout/order');
      expect(order().state.currentStatus).toBe('checkout');

      await page.route('**/checkout/order', async (route) => {
        if (route.request().method() === 'GET') return route.continue();
        // The browser adds this header later than the interception.
        await route.fetch({ headers: { ...route.request().headers(), 'sec-fetch-site': 'same-origin' } });
        return route.abort();
      });
      await place.click();
      await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
      await expect(page).toHaveTitle('Thank you');
      expect(order().state.currentStatus).toBe('processing');
      expect(sent.filter((one) => one === 'POST /checkout/order')).toHaveLength(1);
    });

    test('PO3, PO8: a request to place the order that arrives late, or for another order, places nothing', async ({
      page,
    }) => {
      await openCheckout(page, shop.url);
      upstream.sandbox.orders.setChecked(order().id, 'ci_terms', true);
      const place = (before: number, site: string, id = order().id) =>
        page.request.post(`${shop.url}/checkout/order`, {
          headers: { 'order-id': id, 'place-before': String(before), 'sec-fetch-site': site },
        });
      expect(await (await place(Date.now(), 'same-origin')).json()).toEqual({ isPlaced: false });
      expect((await place(Date.now() + 60_000, 'cross-site')).status()).toBe(403);
      // The page is older than the order of the browser, which another tab began.
      expect((await place(Date.now() + 60_000, 'same-origin', 'o_earlier')).status()).toBe(403);
      expect(order().state.currentStatus).toBe('checkout');
    });

    test('the terms open in their own page from a link beside the box', async ({ page }) => {
      await openCheckout(page, shop.url);
      const opened = page.waitForEvent('popup');
      await page.getByRole('link', { name: /terms/i }).click();
      await expect((await opened).getByRole('heading', { name: 'Terms of purchase' })).toBeVisible();
      await expect(terms(page)).not.toBeChecked();
    });

    test('the checkout redirects to the cart if there is no order', async ({ page }) => {
      await page.goto(`${shop.url}/checkout`);
      await expect(page.getByRole('heading', { name: 'Cart' })).toBeVisible();
    });

    test('runs without an account, on its own sandbox', async ({ page }) => {
      const alone = await startExample(example);
      try {
        await openCheckout(page, alone.url);
        await terms(page).check();
        await expect(page.getByText('Saved', { exact: true })).toBeVisible();
        await page.reload();
        await expect(terms(page)).toBeChecked();
      } finally {
        await alone.stop();
      }
      expect(upstream.sandbox.orders.list()).toEqual([]);
    });

    test('rejects an incomplete configuration, naming missing variables but not the key', async () => {
      const settings = { NORCE_API_KEY: apiKey, NORCE_SLUG: 'acme', NORCE_CHANNEL: 'acme-se' };
      const said = await startExample(example, settings).then(
        async (half) => {
          try {
            expect((await fetch(half.url + orderPath('o_1'))).status).toBe(500);
          } finally {
            await half.stop();
          }
          return half.output();
        },
        (error: unknown) => String(error),
      );
      expect(said).toContain('merchant');
      expect(said).not.toContain(apiKey);
    });
  });
}
