import type { Route } from '@playwright/test';
import { createGate, holdRequests } from './gate.ts';
import { expect, locate, openCheckout, test } from './shop.ts';

// A browser reports each request that is refused or finds no connection.
test.use({ tolerated: /ERR_INTERNET_DISCONNECTED|status of (400|409)/ });

const status = (order: () => { state: { currentStatus: string } }) => order().state.currentStatus;

test('the order is refused without the terms, which are named, and placed with them', async ({
  page,
  order,
}) => {
  await openCheckout(page);
  const { terms, placeOrder, summary, thanks } = locate(page);

  await placeOrder.click();
  await expect(summary).toBeFocused();
  await expect(terms).toHaveAttribute('aria-invalid', 'true');
  expect(status(order)).toBe('checkout');

  await summary.getByRole('link', { name: 'I accept the terms of purchase' }).click();
  await expect(terms).toBeFocused();

  await terms.check();
  await expect(summary).toHaveCount(0);
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
  const [isReleased, release] = createGate();
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

test('edited contact and delivery are on the placed order and on the thank-you page', async ({
  page,
  order,
}) => {
  await openCheckout(page);
  const { terms, placeOrder, thanks } = locate(page);
  await expect(page).toHaveTitle('Checkout · Vardag');
  const [email, city] = [page.getByLabel('Email', { exact: true }), page.getByLabel('City')];
  await terms.check();
  await city.fill('Boden');
  await email.fill('ebba');
  await placeOrder.click();
  await expect(email).toBeFocused();
  await expect(email).toHaveAccessibleDescription(/Enter an email address/);
  expect(status(order)).toBe('checkout');

  await email.fill('ebba@example.org');
  await placeOrder.click();
  await expect(thanks).toBeFocused();
  await expect(page).toHaveTitle('Thank you, Ebba · Vardag');
  const text = `We have received order ${order().id} and sent a receipt to ebba@example.org.`;
  await expect(page.getByText(text)).toBeVisible();
  const edited = { givenName: 'Ebba', postalCode: '972 38', city: 'Boden', email: 'ebba@example.org' };
  expect(order().customer).toMatchObject({ billing: edited, shipping: edited });
});

test('a field that is not saved keeps the order from being placed, until it is saved', async ({
  page,
  sandbox,
  order,
}) => {
  await openCheckout(page);
  const { terms, held, placeOrder, summary, thanks } = locate(page);
  await terms.check();
  await expect(held('ci_terms')).toHaveText('true');
  const heal = sandbox.faults.add({ kind: 'status', status: 400, operation: 'patchAttributes' });
  await page.getByLabel('City').fill('Boden');
  await placeOrder.click();
  await expect(summary).toContainText('not saved');
  expect(status(order)).toBe('checkout');
  heal();
  await page.getByRole('region', { name: 'Delivery' }).getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('region', { name: 'Delivery' }).getByRole('status')).toHaveText(
    'Delivery: Saved',
  );
  await placeOrder.click();
  await expect(thanks).toBeVisible();
});

test('the payment frame is suspended while an answer is saved', async ({ page, order }) => {
  await openCheckout(page);
  const frame = page.frameLocator('iframe[title="Payment"]');
  const form = frame.locator('form');
  const writes: Route[] = [];
  await page.route('**/consents/ci_newsletter', (route) => void writes.push(route));
  await expect(frame.getByRole('radio', { name: 'Card' })).toBeChecked();
  await locate(page).newsletter.click();
  await expect(form).toHaveAttribute('aria-busy', 'true');
  await frame.getByRole('radio', { name: 'Invoice' }).click({ force: true });
  await expect(frame.getByRole('radio', { name: 'Card' })).toBeChecked();

  await expect.poll(() => writes.length).toBe(1);
  for (const write of writes) await write.continue();
  await expect(form).toHaveAttribute('aria-busy', 'false');
  await frame.getByRole('radio', { name: 'Invoice' }).check();
  expect(order().consents[0]?.checked).toBe(true);
});

test('the suspended payment frame reports a lost connection', async ({ page, context, order }) => {
  await openCheckout(page);
  const { newsletter } = locate(page);
  const frame = page.frameLocator('iframe[title="Payment"]');
  const text = frame.getByRole('status');
  await expect(frame.getByRole('radio', { name: 'Card' })).toBeChecked();
  await context.setOffline(true);
  await newsletter.click();
  await expect(text).toContainText('Waiting for a connection.');
  await context.setOffline(false);
  await expect(text).toBeEmpty();
  expect(order().consents[0]?.checked).toBe(true);
});

test('a payment frame that does not load keeps the order from being placed, and can be loaded again', async ({
  page,
  order,
}) => {
  await page.clock.install();
  await page.route('**/payment.html', (route) => route.abort('internetdisconnected'));
  await openCheckout(page);
  const { terms, placeOrder, refusal, thanks } = locate(page);
  await terms.check();
  await placeOrder.click();
  await expect(refusal).toHaveText('The payment has not loaded. Your order was not placed.');

  await page.clock.fastForward(10_000);
  await expect(refusal).toHaveText([
    'The payment could not be loaded.',
    'The payment has not loaded. Your order was not placed.',
  ]);
  expect(status(order)).toBe('checkout');

  await page.unroute('**/payment.html');
  await page.getByRole('button', { name: 'Load it again' }).click();
  await expect(page.getByRole('heading', { name: 'Payment' })).toBeFocused();
  await expect(page.frameLocator('iframe[title="Payment"]').getByRole('radio').first()).toBeVisible();
  await placeOrder.click();
  await expect(thanks).toBeVisible();
});

for (const width of [320, 390, 600, 1280]) {
  test(`no box moves when the payment frame has loaded (${width} px)`, async ({ page }) => {
    await page.setViewportSize({ width, height: 640 });
    const load = await holdRequests(page, '**/payment.html');
    await page.goto('/', { waitUntil: 'commit' });
    const { newsletter } = locate(page);
    await newsletter.waitFor();
    const before = await newsletter.boundingBox();
    load();
    await expect(page.frameLocator('iframe[title="Payment"]').getByRole('radio').first()).toBeVisible();
    await expect(page.getByTitle('Payment')).toHaveAttribute('height');
    expect(await newsletter.boundingBox()).toEqual(before);
  });
}

test('the text over the suspended payment frame keeps its ellipsis beside a word', async ({ page }) => {
  await openCheckout(page);
  await page.route('**/consents/ci_newsletter', () => undefined);
  await locate(page).newsletter.click();
  const text = page.frameLocator('iframe[title="Payment"]').getByRole('status');
  await expect(text).not.toBeEmpty();
  for (let width = 320; width <= 480; width += 10) {
    await page.setViewportSize({ width, height: 640 });
    const isSplit = await text.evaluate(({ firstChild: node }) => {
      const range = new Range();
      const topOf = (index: number) => {
        range.setStart(node as Text, index);
        range.setEnd(node as Text, index + 1);
        return range.getBoundingClientRect().top;
      };
      const { textContent } = node as Text;
      return topOf(textContent.length - 1) !== topOf(textContent.search(/\s*…$/u) - 1);
    });
    expect({ width, isSplit }).toEqual({ width, isSplit: false });
  }
});

test('the newsletter can be cancelled on the thank-you page with one click', async ({ page, order }) => {
  await openCheckout(page);
  const { newsletter, terms, placeOrder, thanks } = locate(page);
  await newsletter.check();
  await terms.check();
  await placeOrder.click();
  await expect(thanks).toBeVisible();
  await expect(terms).toHaveCount(0);
  await newsletter.uncheck();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(order().consents[0]?.checked).toBe(false);
  expect(status(order)).toBe('processing');
});
