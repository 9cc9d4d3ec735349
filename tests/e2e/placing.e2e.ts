import type { Page } from '@playwright/test';
import { holdRequests } from './gate.ts';
import { expect, locate, openCheckout, test } from './shop.ts';

// A browser reports each request that fails. The handler and the page give a request that hangs the same ten seconds.
test.use({ tolerated: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of (409|502|504)/ });

const status = (order: () => { state: { currentStatus: string } }) => order().state.currentStatus;

/** Opens the checkout with the terms accepted, and counts the requests that place the order. */
async function openReady(page: Page) {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/shop/place-order')) sent.push(request.method());
  });
  await openCheckout(page);
  const found = locate(page);
  await found.terms.check();
  await expect(found.held('ci_terms')).toHaveText('true');
  return { ...found, sent, announced: page.getByRole('status').filter({ hasText: 'Placing the order' }) };
}

test('PO1: without a connection nothing is sent, the page reports it, and nothing follows the reconnection', async ({
  page,
  context,
  order,
}) => {
  const { placeOrder, refusal, thanks, sent } = await openReady(page);
  await context.setOffline(true);
  await placeOrder.click();
  await expect(refusal).toHaveText('No connection. Your order was not placed.');
  await expect(placeOrder).toBeEnabled();
  const panel = page.getByRole('complementary', { name: 'What the order holds' });
  await expect(panel).toContainText('No connection to the shop');
  await expect(panel).not.toContainText('Read from the order API');

  // The page has read the order again.
  const read = page.waitForResponse((response) => response.url().endsWith('/shop/order') && response.ok());
  await context.setOffline(false);
  await read;
  expect(sent).toEqual([]);
  expect(status(order)).toBe('checkout');

  await placeOrder.click();
  await expect(thanks).toBeVisible();
  expect(sent).toEqual(['POST']);
});

test('PO1: a connection that the browser takes for intact is noticed before anything is sent', async ({
  page,
  order,
}) => {
  const { placeOrder, refusal, sent } = await openReady(page);
  await page.route('**/shop/**', (route) => route.abort());
  await placeOrder.click();
  await expect(refusal).toHaveText('No connection. Your order was not placed.');
  expect(sent).toEqual([]);
  expect(status(order)).toBe('checkout');
});

test('PO2: an attempt that waits for a tick ends when the connection is lost, and is not resumed', async ({
  page,
  context,
  sandbox,
  order,
}) => {
  await openCheckout(page);
  const { terms, held, placeOrder, refusal } = locate(page);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/shop/place-order')) sent.push(request.method());
  });
  const heal = sandbox.faults.add({ kind: 'hang', operation: 'patchConsent' });
  await terms.click();
  await placeOrder.click();
  await expect(page.getByRole('button', { name: 'Placing the order' })).toBeVisible();
  await context.setOffline(true);
  await expect(refusal).toHaveText('No connection. Your order was not placed.');

  heal();
  await context.setOffline(false);
  await expect(held('ci_terms')).toHaveText('true');
  await expect(placeOrder).not.toHaveAttribute('aria-busy');
  expect(sent).toEqual([]);
  expect(status(order)).toBe('checkout');
});

test('PO3, PO8: a server that does not respond ends the attempt, and a late arrival or another order places nothing', async ({
  page,
  order,
}) => {
  await page.clock.install();
  const { placeOrder, refusal, announced } = await openReady(page);
  const headers: Record<string, string>[] = [];
  await page.route('**/shop/place-order', (route) => void headers.push(route.request().headers()));
  await placeOrder.click();
  await expect(announced).toHaveCount(1);
  await expect.poll(() => headers.length).toBe(1);
  await page.clock.runFor(21_000);
  await expect(refusal).toHaveText('Your order was not placed. Please try again in a moment.');
  await expect(announced).toHaveCount(0);
  expect(status(order)).toBe('checkout');

  const before = Number(headers[0]?.['place-before']);
  expect(before).toBeGreaterThan(0);
  // The same request, after its time.
  const place = async (at: number, id: string) =>
    page.request.post('/shop/place-order', {
      headers: { 'order-id': id, 'place-before': String(at), 'sec-fetch-site': 'same-origin' },
    });
  expect((await place(Date.now() - 1, order().id)).status()).toBe(408);
  expect((await place(Date.now() + 60_000, 'o_earlier')).status()).toBe(409);
  expect(status(order)).toBe('checkout');
});

test('PO4: an order whose response is lost counts as placed', async ({ page, order }) => {
  const { placeOrder, refusal, thanks } = await openReady(page);
  await page.route('**/shop/place-order', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await placeOrder.click();
  await expect(thanks).toBeFocused();
  await expect(refusal).toHaveCount(0);
  expect(status(order)).toBe('processing');
});

test('PO4: an order that the order service places although its response is lost counts as placed', async ({
  page,
  sandbox,
  order,
}) => {
  const { placeOrder, thanks } = await openReady(page);
  sandbox.faults.add({ kind: 'drop-then-apply', operation: 'updateOrderState', after: 500 });
  await placeOrder.click();
  await expect(thanks).toBeFocused();
  expect(status(order)).toBe('processing');
});

test('PO5: when neither response nor order can be read, the page shows that it does not know, and finds out later', async ({
  page,
  order,
}) => {
  await page.clock.install();
  const { placeOrder, refusal, thanks } = await openReady(page);
  await page.route('**/shop/place-order', async (route) => {
    await page.route('**/shop/order', (read) => read.abort());
    await route.fetch();
    await route.abort();
  });
  await placeOrder.click();
  await expect.poll(() => status(order)).toBe('processing');
  await page.clock.runFor(21_000);
  await expect(refusal).toContainText('We could not find out whether your order was placed.');

  await page.unroute('**/shop/order');
  await expect(thanks).toBeVisible();
});

test('PO6: placing and the result are announced', async ({ page, order }) => {
  const { placeOrder, announced, thanks } = await openReady(page);
  const release = await holdRequests(page, '**/shop/place-order');
  await placeOrder.click();
  await expect(announced).toHaveCount(1);
  release();
  await expect(thanks).toBeFocused();
  expect(status(order)).toBe('processing');
});

test('PO6: opening the checkout is announced', async ({ page }) => {
  await page.route('**/shop/order', () => undefined);
  await page.goto('/');
  await expect(page.getByRole('status').filter({ hasText: 'Opening the checkout' })).toHaveCount(1);
});
