import type { Page } from '@playwright/test';
import { expect, locate, openPage, test } from './hooks-shop.ts';

test('NF11: an offline tick waits, and is saved when the connection is back', async ({
  page,
  context,
  order,
}) => {
  await openPage(page);
  const { newsletter, state } = locate(page);
  await context.setOffline(true);
  await newsletter.click();
  await expect(newsletter).toBeChecked();
  await expect(state).toHaveText('waiting');
  await page.waitForTimeout(2_000);
  await expect(state).toHaveText('waiting');
  await context.setOffline(false);
  await expect(state).toHaveText('saved');
  expect(order.holds('ci_newsletter')).toBe(true);
});

/** Does what the browser does when the shopper switches to another app or back. Playwright keeps each page visible. */
const setVisibility = (page: Page, state: DocumentVisibilityState) =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, state);

test('NV11: an answer that waits and a text are sent when the app is switched, as the phone may end the browser', async ({
  page,
  shop,
  order,
}) => {
  await openPage(page);
  const { newsletter, note } = locate(page);
  const sent: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') sent.push(/consents|attributes/.exec(request.url())?.[0]);
  });
  const release = shop.holdWrites();
  await newsletter.click();
  await newsletter.click();
  await note.pressSequentially('Ring twice');
  await setVisibility(page, 'hidden');
  await expect.poll(() => sent).toEqual(['consents', 'consents', 'attributes']);
  // Nothing is sent later.
  await page.evaluate(() => Object.assign(window, { fetch: () => new Promise(() => undefined) }));
  release();
  await expect.poll(() => order.values()).toEqual([true, false]);
  await expect
    .poll(() => shop.sandbox.orders.get(shop.orderId)?.attributes)
    .toMatchObject({ note: 'Ring twice' });
});

test('NV11: after the way back from another app the last answer wins', async ({ page, shop, order }) => {
  await openPage(page);
  const { newsletter, state } = locate(page);
  const release = shop.holdWrites();
  await newsletter.click();
  await newsletter.click();
  await setVisibility(page, 'hidden');
  await setVisibility(page, 'visible');
  await newsletter.click();
  release();
  await expect.poll(() => order.values()).toEqual([true, false, true]);
  await expect(state).toHaveText('saved');
  await expect(newsletter).toBeChecked();
  expect(order.holds('ci_newsletter')).toBe(true);
});

test('MT1: of two tabs the last click wins, and shows in both', async ({ page, context, order }) => {
  const other = await context.newPage();
  await openPage(page);
  await openPage(other);
  await locate(page).newsletter.click();
  await expect(locate(other).newsletter).toBeChecked();
  await locate(other).newsletter.click();
  await expect(locate(page).newsletter).not.toBeChecked();
  await expect.poll(() => order.values()).toEqual([true, false]);
  expect(order.holds('ci_newsletter')).toBe(false);
});

test('MT2: a tab without BroadcastChannel follows on focus, and writes nothing', async ({
  page,
  context,
  order,
}) => {
  const other = await context.newPage();
  await other.addInitScript(() => Reflect.deleteProperty(globalThis, 'BroadcastChannel'));
  await openPage(page);
  await openPage(other);
  await locate(page).newsletter.click();
  await expect(locate(page).state).toHaveText('saved');
  await expect(locate(other).newsletter).not.toBeChecked();
  await other.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await expect(locate(other).newsletter).toBeChecked();
  expect(order.values()).toEqual([true]);
});

test('MT6: an answer of a tab that was closed shows in the other one when it arrives', async ({
  page,
  context,
  shop,
  order,
}) => {
  const other = await context.newPage();
  await openPage(page);
  await openPage(other);
  const release = shop.holdWrites();
  await locate(other).newsletter.click();
  await other.close({ runBeforeUnload: true });
  release();
  await expect(locate(page).newsletter).toBeChecked({ timeout: 30_000 });
  expect(order.values()).toEqual([true]);
});

test('MT5: a click after the order was placed in another tab goes back to its value, with a message', async ({
  page,
  shop,
}) => {
  await openPage(page);
  shop.sandbox.orders.setStatus(shop.orderId, 'completed');
  const { newsletter, state } = locate(page);
  await newsletter.click();
  await expect(state).toHaveText('not-saved');
  await expect(newsletter).not.toBeChecked();
});
