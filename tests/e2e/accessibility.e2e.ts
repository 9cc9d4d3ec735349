import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from '@playwright/test';
import { expect, locate, openCheckout, test } from './shop.ts';

declare global {
  var axe: { run: () => Promise<AxeResults> };
}

/** Returns the violated rules, each with its elements. */
async function findViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`AX1: axe finds no violation, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openCheckout(page);
    const { newsletter, terms, placeOrder, refusal, thanks, held } = locate(page);
    expect(await findViolations(page)).toEqual([]);

    await newsletter.check();
    await expect(held('ci_newsletter')).toHaveText('true');
    await placeOrder.click();
    await expect(refusal).toBeVisible();
    expect(await findViolations(page)).toEqual([]);

    await terms.check();
    await placeOrder.click();
    await expect(thanks).toBeVisible();
    expect(await findViolations(page)).toEqual([]);

    await page.goto('/terms.html');
    expect(await findViolations(page)).toEqual([]);
  });
}

test('AX13: nothing scrolls sideways at 320 px', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await openCheckout(page);
  const { placeOrder, refusal } = locate(page);
  await page.getByRole('textbox').fill('w'.repeat(200));
  await placeOrder.click();
  await expect(refusal).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test('AX5: every control has the minimum target size', async ({ page }) => {
  await openCheckout(page);
  const { newsletter, terms, placeOrder } = locate(page);
  for (const box of [newsletter, terms]) {
    const label = page.locator(`label[for="${await box.getAttribute('id')}"]`);
    expect((await label.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  expect((await placeOrder.boundingBox())?.height).toBeGreaterThanOrEqual(44);
});
