import { expect, locate, openCheckout, test } from './shop.ts';

const status = (order: () => { state: { currentStatus: string } }) => order().state.currentStatus;

test('the order is refused without the terms, which are named, and placed with them', async ({
  page,
  order,
}) => {
  await openCheckout(page);
  const { terms, placeOrder, refusal, thanks } = locate(page);

  await placeOrder.click();
  await expect(refusal).toContainText('The order was not placed');
  await expect(refusal.getByRole('link', { name: 'I accept the terms of purchase' })).toBeVisible();
  await expect(terms).toBeFocused();
  await expect(terms).toHaveAttribute('aria-invalid', 'true');
  expect(status(order)).toBe('checkout');

  await placeOrder.focus();
  await refusal.getByRole('link').click();
  await expect(terms).toBeFocused();

  await terms.check();
  await expect(refusal).toHaveCount(0);
  await placeOrder.click();
  await expect(thanks).toBeFocused();
  expect(status(order)).toBe('processing');

  await page.reload();
  await expect(thanks).toBeVisible();
});

test('NV4: an order placed right after the tick waits until the tick is saved', async ({
  page,
  sandbox,
  order,
}) => {
  await openCheckout(page);
  const { terms, placeOrder, thanks } = locate(page);
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 800 });
  await terms.click();
  await placeOrder.click();
  await expect(thanks).toBeVisible();
  expect(status(order)).toBe('processing');
});

test('a double click and a click while the order is placed place it once', async ({ page, order }) => {
  await openCheckout(page);
  const { terms, placeOrder, thanks } = locate(page);
  let posts = 0;
  let release: () => void = () => undefined;
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/shop/place-order', async (route) => {
    posts += 1;
    await isReleased;
    await route.continue();
  });
  await terms.check();
  await expect.poll(() => order().consents.find(({ id }) => id === 'ci_terms')?.checked).toBe(true);
  await placeOrder.dblclick();
  const placing = page.getByRole('button', { name: 'Placing the order' });
  await placing.click({ force: true });
  // Two clicks of a script in one task: nothing has rendered in between.
  await placing.evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  release();
  await expect(thanks).toBeVisible();
  expect(posts).toBe(1);
  expect(status(order)).toBe('processing');
});

test('two clicks in one task place the order once', async ({ page, order }) => {
  await openCheckout(page);
  const { terms, placeOrder, thanks } = locate(page);
  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/shop/place-order')) posts.push(request.method());
  });
  await terms.check();
  await placeOrder.evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  await expect(thanks).toBeVisible();
  expect(posts).toEqual(['POST']);
  expect(status(order)).toBe('processing');
});

test('a refusal of the order service is shown with its reason', async ({ page, sandbox, order }) => {
  await openCheckout(page);
  const { terms, placeOrder, refusal } = locate(page);
  await terms.check();
  sandbox.orders.update(order().id, { payments: [] });
  await placeOrder.click();
  await expect(refusal).toContainText('payment-missing');
  expect(status(order)).toBe('checkout');
});

test('the whole checkout works with the keyboard alone', async ({ page, order }) => {
  await openCheckout(page);
  const { newsletter, terms, placeOrder, refusal, thanks } = locate(page);
  const tabTo = async (target: typeof terms) => {
    for (let presses = 0; presses < 30; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('30 times Tab did not lead there.');
  };

  await tabTo(newsletter);
  await page.keyboard.press('Space');
  await expect(newsletter).toBeChecked();
  await expect.poll(() => order().consents[0]?.checked).toBe(true);
  await page.keyboard.press('Space');
  await expect.poll(() => order().consents[0]?.checked).toBe(false);
  await expect(newsletter).toBeFocused();

  await tabTo(placeOrder);
  await page.keyboard.press('Enter');
  await expect(refusal).toContainText('I accept the terms of purchase');
  await expect(terms).toBeFocused();
  expect(status(order)).toBe('checkout');

  await page.keyboard.press('Space');
  await expect(terms).toBeChecked();
  await tabTo(placeOrder);
  await page.keyboard.press('Enter');
  await expect(thanks).toBeFocused();
  expect(status(order)).toBe('processing');

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(newsletter).not.toBeChecked();
  await expect(placeOrder).toBeVisible();
});
