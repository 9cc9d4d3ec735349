import type { Page } from '@playwright/test';
import { holdRequests } from './gate.ts';
import { expect, locate, openCheckout, test } from './shop.ts';

test.use({ tolerated: /the server responded with a status of 50\d/ });

const isChecked = (order: () => { consents: readonly { id: string; checked?: boolean }[] }) =>
  order().consents.find(({ id }) => id === 'ci_newsletter')?.checked;

/** Sets the network by its radio button, and waits until it applies. */
async function setNetwork(page: Page, name: string): Promise<void> {
  const isSet = page.waitForResponse((response) => response.url().includes('/sandbox/network/'));
  await page.getByRole('radio', { name }).check();
  await isSet;
}

test('a failed save is explained in words and can be retried', async ({ page, order }) => {
  await openCheckout(page);
  const { newsletter, held } = locate(page);
  await setNetwork(page, 'Failing');

  await newsletter.click();
  await expect(page.getByText('Not saved. The box is still unticked.')).toBeVisible();
  await expect(newsletter).not.toBeChecked();
  expect(isChecked(order)).toBe(false);

  await setNetwork(page, 'Normal');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(newsletter).toBeChecked();
  await expect(held('ci_newsletter')).toHaveText('true');
  expect(isChecked(order)).toBe(true);
});

test('"Try again" of a step sends all of its values: failed ones, and one that the shopper went on without', async ({
  page,
  sandbox,
  order,
}) => {
  await openCheckout(page);
  const { placeOrder, summary } = locate(page);
  const delivery = page.getByRole('region', { name: 'Delivery' });
  const retry = delivery.getByRole('button', { name: 'Try again' });
  const removeFault = sandbox.faults.add({ kind: 'status', status: 500, operation: 'patchAttributes' });
  await delivery.getByRole('textbox', { name: 'Note for the delivery' }).fill('Ring the bell.');
  await expect(retry).toBeVisible();
  await placeOrder.click();
  await summary.getByRole('button', { name: 'Go on without it' }).click();
  const unsaved = summary.getByText('Something you filled in is not saved.');
  await expect(unsaved).toBeHidden();

  await delivery.getByRole('textbox', { name: 'City' }).fill('Lund');
  await placeOrder.click();
  await expect(unsaved).toBeVisible();
  removeFault();
  await retry.click();
  await expect(delivery.getByRole('status')).toHaveText('Delivery: Saved');
  expect(order().attributes).toMatchObject({ deliveryNote: 'Ring the bell.', city: 'Lund' });
});

test('"Try again" of a step, which goes, leaves the focus in the step', async ({ page, sandbox }) => {
  await openCheckout(page);
  const delivery = page.getByRole('region', { name: 'Delivery' });
  const retry = delivery.getByRole('button', { name: 'Try again' });
  const removeFault = sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchAttributes' });
  await delivery.getByRole('textbox', { name: 'City' }).fill('Lund');
  await expect(retry).toBeVisible();
  removeFault();
  await retry.press('Enter');
  await expect(delivery.getByRole('status')).toHaveText('Delivery: Saved');
  await expect(delivery.getByRole('heading', { name: 'Delivery' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(delivery.getByRole('textbox', { name: 'First name' })).toBeFocused();
});

test('AX6: the status of a step names the step, and moves none of its fields', async ({ page, sandbox }) => {
  await openCheckout(page);
  const delivery = page.getByRole('region', { name: 'Delivery' });
  const note = delivery.getByRole('textbox', { name: 'Note for the delivery' });
  const before = await note.boundingBox();
  const removeFault = sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchAttributes' });
  await note.fill('Ring the bell.');
  await expect(delivery.getByRole('status')).toHaveText('Delivery: Not saved.');
  const retry = delivery.getByRole('button', { name: 'Try again: Delivery' });
  await expect(retry).toBeVisible();
  expect(await note.boundingBox()).toEqual(before);
  expect((await retry.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  removeFault();
  await retry.click();
  await expect(delivery.getByRole('status')).toHaveText('Delivery: Saved');
  expect(await note.boundingBox()).toEqual(before);
});

test('a save whose response is lost is looked up', async ({ page, order }) => {
  await openCheckout(page);
  const { newsletter, held } = locate(page);
  await setNetwork(page, 'Losing responses');

  await newsletter.click();
  await expect(held('ci_newsletter')).toHaveText('true');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(newsletter).toBeChecked();
  expect(isChecked(order)).toBe(true);
});

test('an order that cannot be read is reported in the place of its lines', async ({ page }) => {
  await page.route('**/api/norce/**', (route) => route.fulfill({ status: 500, json: {} }));
  await openCheckout(page);
  const summary = page.getByRole('region', { name: 'Your order' });
  await expect(summary.getByText('We could not load your order.')).toBeVisible();
  await page.unroute('**/api/norce/**');
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect(summary.getByText('Stoneware mug')).toBeVisible();
  await expect(summary.getByText('We could not load your order.')).toHaveCount(0);
});

test('a slow save shows "Saving", and the box stays enabled', async ({ page, order }) => {
  await openCheckout(page);
  const { newsletter } = locate(page);
  await setNetwork(page, 'Slow');
  // A busy machine may take longer than a slow save.
  const release = await holdRequests(page, '**/consents/ci_newsletter');

  await newsletter.click();
  await expect(newsletter).toBeChecked();
  await expect(page.getByText('Saving …')).toBeVisible();
  await expect(newsletter).toBeFocused();
  await expect(newsletter).toBeEnabled();
  release();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(isChecked(order)).toBe(true);
});

test('an order is not placed while an answer is unsaved', async ({ page, sandbox, order }) => {
  await openCheckout(page);
  const { newsletter, terms, placeOrder, summary } = locate(page);
  await terms.check();
  await setNetwork(page, 'Failing');
  await newsletter.click();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();

  await placeOrder.click();
  await expect(summary).toContainText('is not saved');
  await expect(summary).toBeFocused();
  expect(order().state.currentStatus).toBe('checkout');
  expect(sandbox.receipts.list({ operation: 'updateOrderState' })).toEqual([]);
});

test('HB19: a service worker cannot keep an order, and show it later', async ({ page, order }) => {
  await openCheckout(page);
  const keeping = page.evaluate(async (url) => {
    const cache = await caches.open('orders');
    await cache.put(url, await fetch(url));
  }, `/api/norce/api/v0/checkout/orders/${order().id}`);
  await expect(keeping).rejects.toThrow(/Vary/);
});
