import { expect, locate, openPage, test } from './hooks-shop.ts';

for (const react of [19, 18] as const) {
  test.describe(`React ${react}`, () => {
    test.beforeEach(({ shop }) => void Object.assign(shop, { react, isRendered: true }));

    test('SH2: a tick before hydration is kept, and saved after it', async ({ page, shop, order }) => {
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

    test('SH2: a tick that was undone before hydration is no answer', async ({ page, shop, order }) => {
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

    test('I2: a tick that the browser restores after a reload is no answer', async ({
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

    test('SH4: React hydrates without a mismatch', async ({ page, shop }) => {
      shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', true);
      await openPage(page);
      await expect(locate(page).newsletter).toBeChecked();
      expect(await page.evaluate(() => window.kit.errors)).toEqual([]);
    });
  });
}
