import { chromium } from '../../scripts/chromium.mjs';
import { expect, locate, openPage, test } from './hooks-shop.ts';
import type { Page } from '@playwright/test';

test.use({
  launchOptions: [
    async ({ browserName, launchOptions }, use) => {
      // An automated Chromium enables the back/forward cache only on request; Firefox always does.
      const kept = { ...chromium(), ignoreDefaultArgs: ['--disable-back-forward-cache'] };
      await use(browserName === 'chromium' ? kept : launchOptions);
    },
    { scope: 'worker' },
  ],
});

/** Opens the page and marks it, so that a restored page is recognised. */
async function openKeptPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    addEventListener('pageshow', ({ persisted }) => void (document.title = persisted ? 'kept' : 'new'));
  });
  await openPage(page);
}

/** Goes to the next page and back. Use no locator afterwards: in Firefox it waits for a load that never happens. */
async function leaveAndReturn(page: Page, meanwhile: () => void): Promise<void> {
  await page.evaluate(() => location.assign('/next'));
  await expect(page.getByRole('heading', { name: 'Next' })).toBeVisible();
  meanwhile();
  await page.evaluate(() => history.back());
  await expect.poll(() => look(page)).toMatchObject({ title: 'kept' });
}

/** Reads the page, or returns undefined while it cannot be evaluated. */
function look(page: Page) {
  const read = () => ({
    title: document.title,
    isTicked: document.querySelector<HTMLInputElement>('input[name=newsletter]')?.checked,
    state: document.querySelector('output[aria-label="newsletter state"]')?.textContent,
  });
  return page.evaluate(read).catch(() => undefined);
}

test('NV9: a page from the back/forward cache shows the value on the order, without a write', async ({
  page,
  shop,
  order,
}) => {
  await openKeptPage(page);
  await locate(page).newsletter.click();
  await expect(locate(page).state).toHaveText('saved');
  await leaveAndReturn(page, () => shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', false));
  await expect.poll(() => look(page)).toMatchObject({ isTicked: false });
  expect(order.values()).toEqual([true]);
});

test('NV9: an un-tick that waited in a cached page is saved, and shows when the page is back', async ({
  page,
  shop,
  order,
}) => {
  await openKeptPage(page);
  await locate(page).newsletter.click();
  await expect(locate(page).state).toHaveText('saved');
  shop.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 1_000, times: 1 });
  await page.evaluate(`
    const box = document.querySelector('input[name=newsletter]');
    box.click();
    box.click();
    box.click();
  `);
  await leaveAndReturn(page, () => undefined);
  await expect.poll(() => look(page)).toMatchObject({ isTicked: false, state: 'saved' });
  await expect.poll(() => order.holds('ci_newsletter')).toBe(false);
});
