import { createSandbox } from '@norce-kit/sandbox';
import { serveSandbox } from '@norce-kit/sandbox/server';
import type { SandboxServer } from '@norce-kit/sandbox/server';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startExample } from './example-server.ts';
import type { ExampleServer } from './example-server.ts';

const newsletter = (page: Page) => page.getByRole('checkbox', { name: /news and offers/ });
const terms = (page: Page) => page.getByRole('checkbox', { name: /I accept the terms/ });
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
  const writes = () =>
    upstream.sandbox.receipts
      .list({ operation: 'patchConsent' })
      .map(({ consentId, value }) => [consentId, value]);

  async function openCheckout(page: Page): Promise<void> {
    await page.goto(shop.url);
    await page.getByRole('button', { name: 'Go to checkout' }).click();
    await expect(newsletter(page)).toBeVisible();
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
      for (const path of ['/checkout', '/checkout/payment']) {
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
    expect(writes()).toEqual([
      ['ci_newsletter', true],
      ['ci_terms', true],
    ]);
  });
});
