import { expect, locate, openCheckout, test } from './shop.ts';

test.use({ tolerated: /the server responded with a status of 50\d/ });

const isChecked = (order: () => { consents: readonly { id: string; checked?: boolean }[] }) =>
  order().consents.find(({ id }) => id === 'ci_newsletter')?.checked;

test('a failed save is explained in words and can be retried', async ({ page, order }) => {
  await openCheckout(page);
  const { newsletter, held } = locate(page);
  await page.getByRole('radio', { name: 'Failing' }).check();

  await newsletter.click();
  await expect(page.getByText('Not saved. The box is still unticked.')).toBeVisible();
  await expect(newsletter).not.toBeChecked();
  expect(isChecked(order)).toBe(false);

  await page.getByRole('radio', { name: 'Normal' }).check();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(newsletter).toBeChecked();
  await expect(held('ci_newsletter')).toHaveText('true');
  expect(isChecked(order)).toBe(true);
});

test('a save whose response is lost is looked up', async ({ page, order }) => {
  await openCheckout(page);
  const { newsletter, held } = locate(page);
  await page.getByRole('radio', { name: 'Losing answers' }).check();

  await newsletter.click();
  await expect(held('ci_newsletter')).toHaveText('true');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(newsletter).toBeChecked();
  expect(isChecked(order)).toBe(true);
});

test('a slow save shows "Saving", and the box stays enabled', async ({ page, order }) => {
  await openCheckout(page);
  const { newsletter } = locate(page);
  await page.getByRole('radio', { name: 'Slow' }).check();

  await newsletter.click();
  await expect(newsletter).toBeChecked();
  await expect(page.getByText('Saving …')).toBeVisible();
  await expect(newsletter).toBeFocused();
  await expect(newsletter).toBeEnabled();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(isChecked(order)).toBe(true);
});

test('an order is not placed while an answer is unsaved', async ({ page, sandbox, order }) => {
  await openCheckout(page);
  const { newsletter, terms, placeOrder, summary } = locate(page);
  await terms.check();
  await page.getByRole('radio', { name: 'Failing' }).check();
  await newsletter.click();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();

  await placeOrder.click();
  await expect(summary).toContainText('is not saved');
  await expect(summary).toBeFocused();
  expect(order().state.currentStatus).toBe('checkout');
  expect(sandbox.receipts.list({ operation: 'updateOrderState' })).toEqual([]);
});
