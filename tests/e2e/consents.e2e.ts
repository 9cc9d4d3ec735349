import { expect, locate, openCheckout, test } from './shop.ts';

const isChecked = (
  order: () => { consents: readonly { id: string; checked?: boolean }[] },
  consentId: string,
) => order().consents.find(({ id }) => id === consentId)?.checked;

test('a tick and an un-tick reach the order, and a reload shows its value', async ({ page, order }) => {
  await openCheckout(page);
  const { newsletter, held } = locate(page);
  await expect(newsletter).not.toBeChecked();

  await newsletter.check();
  await expect.poll(() => isChecked(order, 'ci_newsletter')).toBe(true);
  await expect(held('ci_newsletter')).toHaveText('true');

  await newsletter.uncheck();
  await expect.poll(() => isChecked(order, 'ci_newsletter')).toBe(false);
  await expect(held('ci_newsletter')).toHaveText('false');

  await newsletter.check();
  await expect.poll(() => isChecked(order, 'ci_newsletter')).toBe(true);
  await page.reload();
  await expect(newsletter).toBeChecked();
  expect(isChecked(order, 'ci_terms')).toBe(false);
});

test('opening, reloading and leaving the page writes nothing', async ({ page, sandbox }) => {
  await openCheckout(page);
  await page.reload();
  await expect(locate(page).newsletter).not.toBeChecked();
  await page.goto('/terms.html');
  expect(sandbox.receipts.list()).toEqual([]);
});

test('the box follows a change made elsewhere', async ({ page, sandbox, order }) => {
  await openCheckout(page);
  const { newsletter } = locate(page);
  await expect(newsletter).not.toBeChecked();
  sandbox.orders.setChecked(order().id, 'ci_newsletter', true);
  await page.reload();
  await expect(newsletter).toBeChecked();
});

for (const run of [1, 2, 3, 4, 5]) {
  test(`NV1: a tick right before leaving the page is saved, run ${run}`, async ({ page, order }) => {
    await openCheckout(page);
    await locate(page).newsletter.evaluate((box: HTMLInputElement) => {
      box.click();
      location.href = '/terms.html';
    });
    await expect(page.getByRole('heading', { name: 'Terms of purchase' })).toBeVisible();
    await expect.poll(() => isChecked(order, 'ci_newsletter')).toBe(true);
  });
}

test('RT1: a double click ends in the original value, in the box and on the order', async ({
  page,
  sandbox,
  order,
}) => {
  await openCheckout(page);
  const { newsletter } = locate(page);
  const removeDelay = sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 200 });
  await newsletter.click();
  await newsletter.click();
  await expect(newsletter).not.toBeChecked();
  await expect.poll(() => sandbox.receipts.list({ applied: true }).at(-1)?.value).toBe(false);
  removeDelay();
  await expect(newsletter).not.toBeChecked();
  expect(isChecked(order, 'ci_newsletter')).toBe(false);
});

test('a delivery note reaches the order', async ({ page, order }) => {
  await openCheckout(page);
  const note = page.getByRole('textbox', { name: 'Note for the delivery' });
  await note.fill('Leave it with the neighbour.');
  await expect.poll(() => order().attributes['deliveryNote']).toBe('Leave it with the neighbour.');
  await page.reload();
  await expect(note).toHaveValue('Leave it with the neighbour.');
});
