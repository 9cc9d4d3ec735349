import { expect, locate, openPage, test } from './hooks-shop.ts';

for (const react of [19, 18] as const) {
  test.describe(`React ${react}`, () => {
    test.beforeEach(({ shop }) => void Object.assign(shop, { react, isRendered: true }));

    test('SH2: a tick made in the HTML of the server is saved once React has taken over, and stays', async ({
      page,
      shop,
      order,
    }) => {
      const release = shop.holdScript();
      await page.goto('/page', { waitUntil: 'commit' });
      const { newsletter, state } = locate(page);
      await newsletter.click();
      await expect(newsletter).toBeChecked();
      release();
      await expect(page.locator('form[data-alive=true]')).toBeVisible();
      await expect(newsletter).toBeChecked();
      await expect(state).toHaveText('saved');
      expect(order.values()).toEqual([true]);
      expect(await page.evaluate(() => window.kit.errors)).toEqual([]);
    });

    test('SH2: a tick that was taken back before is no answer', async ({ page, shop, order }) => {
      const release = shop.holdScript();
      await page.goto('/page', { waitUntil: 'commit' });
      const { newsletter } = locate(page);
      await newsletter.click();
      await newsletter.click();
      release();
      await expect(page.locator('form[data-alive=true]')).toBeVisible();
      await expect(newsletter).not.toBeChecked();
      expect(order.values()).toEqual([]);
    });

    test('I2: a tick that a browser would restore after a reload is not taken for an answer', async ({
      page,
      shop,
      order,
    }) => {
      await openPage(page);
      const { newsletter, state } = locate(page);
      await newsletter.click();
      await expect(state).toHaveText('saved');
      shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', false);
      const release = shop.holdScript();
      await page.evaluate(() => location.reload());
      await expect(newsletter).not.toBeChecked();
      release();
      await expect(page.locator('form[data-alive=true]')).toBeVisible();
      await expect(newsletter).not.toBeChecked();
      expect(order.values()).toEqual([true]);
    });

    test('SH4: React takes the page over without a difference', async ({ page, shop }) => {
      shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', true);
      await openPage(page);
      await expect(locate(page).newsletter).toBeChecked();
      expect(await page.evaluate(() => window.kit.errors)).toEqual([]);
    });
  });
}
