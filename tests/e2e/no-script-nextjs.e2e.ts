import { createSandbox } from '@norce-kit/sandbox';
import { serveSandbox } from '@norce-kit/sandbox/server';
import type { SandboxServer } from '@norce-kit/sandbox/server';
import type { Page } from '@playwright/test';
import { startExample } from './example-server.ts';
import type { ExampleServer } from './example-server.ts';
import { expect, test } from './shared.ts';

const newsletter = (page: Page) => page.getByRole('checkbox', { name: /news and offers/ });
const terms = (page: Page) => page.getByRole('checkbox', { name: /I accept the terms/ });
const place = (page: Page) => page.getByRole('button', { name: 'Place order' }).click();
const goOn = (page: Page) => page.getByRole('button', { name: 'Continue to payment' }).click();

test.describe('examples/nextjs', () => {
  // One server for all tests of the example.
  test.describe.configure({ mode: 'default' });

  let upstream: SandboxServer;
  let shop: ExampleServer;
  test.beforeAll(async () => {
    upstream = await serveSandbox({ sandbox: createSandbox({ apiKey: 'key' }), port: 0 });
    shop = await startExample('nextjs', {
      NORCE_BASE_URL: upstream.url,
      NORCE_API_KEY: 'key',
      NORCE_MERCHANT: 'acme',
      NORCE_CHANNEL: 'acme-se',
    });
  });
  test.afterAll(async () => {
    await shop.stop();
    await upstream.close();
  });
  test.beforeEach(() => upstream.sandbox.reset());

  const held = () =>
    Object.fromEntries(
      upstream.sandbox.orders.list()[0]?.consents.map(({ id, checked }) => [id, checked]) ?? [],
    );
  const status = () => upstream.sandbox.orders.list()[0]?.state.currentStatus;
  const writes = () =>
    upstream.sandbox.receipts
      .list({ operation: 'patchConsent' })
      .map(({ consentId, value }) => [consentId, value]);

  async function openCheckout(page: Page): Promise<void> {
    await page.goto(shop.url);
    await page.getByRole('button', { name: 'Go to checkout' }).click();
    await expect(newsletter(page)).toBeVisible();
  }

  /** Opens the page of the payment with the terms accepted. */
  async function openPayment(page: Page): Promise<void> {
    await openCheckout(page);
    await terms(page).check();
    await goOn(page);
    await expect(page.getByRole('heading', { name: 'Payment' })).toBeVisible();
  }

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false });

    test('NJ10: a form action ticks, un-ticks and goes on', async ({ page }) => {
      await openCheckout(page);
      await newsletter(page).check();
      await terms(page).check();
      await goOn(page);
      await expect(page.getByRole('heading', { name: 'Payment' })).toBeVisible();
      expect(held()).toEqual({ ci_newsletter: true, ci_terms: true });

      await page.goto(`${shop.url}/checkout`);
      await expect(newsletter(page)).toBeChecked();
      await newsletter(page).uncheck();
      await goOn(page);
      await expect(page.getByRole('heading', { name: 'Payment' })).toBeVisible();
      expect(held()).toEqual({ ci_newsletter: false, ci_terms: true });
      expect(writes()).toEqual([
        ['ci_newsletter', true],
        ['ci_terms', true],
        ['ci_newsletter', false],
      ]);
    });

    test('NJ10: an order without the terms does not go on, neither in the browser nor on the server', async ({
      page,
    }) => {
      await openCheckout(page);
      await newsletter(page).check();
      await goOn(page);
      await expect(terms(page)).toBeFocused();
      expect(writes()).toEqual([]);
      await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
      await goOn(page);
      await expect(page.getByRole('alert')).toHaveText('Accept the terms of purchase to continue.');
      expect(held()).toEqual({ ci_newsletter: true, ci_terms: false });
      await page.goto(`${shop.url}/checkout/payment`);
      await expect(page.getByRole('heading', { name: 'Checkout' })).toBeVisible();
    });

    test('NJ10: pages without an order lead to the cart', async ({ page }) => {
      for (const path of ['/checkout', '/checkout/payment', '/thanks']) {
        await page.goto(shop.url + path);
        await expect(page.getByRole('heading', { name: 'Cart' })).toBeVisible();
      }
    });

    test('NJ5: a write that fails shows on the page', async ({ page }) => {
      upstream.sandbox.faults.add({ kind: 'status', operation: 'patchConsent', status: 409 });
      await openCheckout(page);
      await newsletter(page).check();
      await terms(page).check();
      await goOn(page);
      await expect(page.getByRole('alert')).toContainText('not saved');
      await expect(newsletter(page)).not.toBeChecked();
    });

    test('PO7: the form of the payment page places the order', async ({ page }) => {
      await openPayment(page);
      await place(page);
      await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
      expect(status()).toBe('processing');
      await page.goto(`${shop.url}/checkout/payment`);
      await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
    });

    test('PO7: an order whose terms were un-ticked elsewhere is not placed', async ({ page }) => {
      await openPayment(page);
      upstream.sandbox.orders.setChecked(upstream.sandbox.orders.list()[0]?.id ?? '', 'ci_terms', false);
      await place(page);
      await expect(page.getByRole('alert')).toHaveText('Accept the terms of purchase to continue.');
      expect(status()).toBe('checkout');
    });

    test('PO7: the page shows that the order was not placed', async ({ page }) => {
      await openPayment(page);
      const mend = upstream.sandbox.faults.add({
        kind: 'status',
        operation: 'updateOrderState',
        status: 409,
      });
      await place(page);
      await expect(page.getByRole('status')).toHaveText(/^Your order was not placed/);
      mend();
      await place(page);
      await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
    });

    test('PO7: an order whose response the server lost counts as placed', async ({ page }) => {
      await openPayment(page);
      upstream.sandbox.faults.add({ kind: 'apply-then-drop', operation: 'updateOrderState' });
      await place(page);
      await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
      expect(status()).toBe('processing');
    });

    test('PO7: the form of another site, and one of another order, place nothing', async ({ page }) => {
      await openPayment(page);
      const fields = await page
        .locator('form')
        .evaluate((form) => [...new FormData(form as HTMLFormElement)]);
      const multipart = Object.fromEntries(fields) as Record<string, string>;
      const post = (headers: Record<string, string>) =>
        page.request.post(`${shop.url}/checkout/payment`, { headers, multipart, maxRedirects: 0 });
      const own = { origin: shop.url, 'sec-fetch-site': 'same-origin' };
      await post({ origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' });
      await post({ 'sec-fetch-site': 'cross-site' });
      await post({});
      // The browser has another order now.
      const cookies = await page.context().cookies();
      await openCheckout(page);
      await post(own);
      const states = () => upstream.sandbox.orders.list().map(({ state }) => state.currentStatus);
      expect(states()).toEqual(['checkout', 'checkout']);
      await page.context().addCookies(cookies);
      await post(own);
      expect(states().toSorted()).toEqual(['checkout', 'processing']);
    });

    test('HB4: the form of another site, and one without a mark of its site, write nothing', async ({
      page,
    }) => {
      await openCheckout(page);
      const fields = await page
        .locator('form')
        .evaluate((form) => [...new FormData(form as HTMLFormElement)]);
      const multipart = { ...Object.fromEntries(fields), 'consent.ci_newsletter': 'on' } as Record<
        string,
        string
      >;
      const post = (headers: Record<string, string>) =>
        page.request.post(`${shop.url}/checkout`, { headers, multipart, maxRedirects: 0 });
      await post({ origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' });
      await post({ origin: 'https://evil.test' });
      await post({ 'sec-fetch-site': 'cross-site' });
      await post({});
      expect(writes()).toEqual([]);
      // The same form of the shop's own page is written.
      await post({ origin: shop.url, 'sec-fetch-site': 'same-origin' });
      expect(held()).toMatchObject({ ci_newsletter: true });
    });
  });

  test('NJ11: with JavaScript each click is saved once, and the form action goes on', async ({ page }) => {
    await openCheckout(page);
    await newsletter(page).check();
    await terms(page).check();
    await goOn(page);
    await expect(page.getByRole('heading', { name: 'Payment' })).toBeVisible();
    expect(held()).toEqual({ ci_newsletter: true, ci_terms: true });
    // Two clicks are two requests at a time.
    expect(writes().sort()).toEqual([
      ['ci_newsletter', true],
      ['ci_terms', true],
    ]);
  });
});
