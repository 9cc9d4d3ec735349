import { expect, locate, openPage, test } from './hooks-shop.ts';

for (const run of Array.from({ length: 20 }, (_, index) => index + 1)) {
  test(`NV1: a tick right before leaving the page is saved, run ${run} of 20`, async ({ page, order }) => {
    await openPage(page);
    await locate(page).newsletter.evaluate((box: HTMLInputElement) => {
      box.click();
      location.assign('/next');
    });
    await expect(page.getByRole('heading', { name: 'Next' })).toBeVisible();
    await expect.poll(() => order.holds('ci_newsletter')).toBe(true);
    expect(order.values()).toEqual([true]);
  });
}

for (const [how, leave] of [
  ['a link', () => void (location.href = '/next')],
  // Disables the browser's validation, which would stop the navigation at the terms.
  ['a form that is posted', () => document.forms[0]?.submit()],
  ['a reload', () => location.reload()],
] as const) {
  test(`NV1: a tick right before leaving by ${how} is saved`, async ({ page, order }) => {
    await openPage(page);
    // A tab closed during a navigation may hang.
    const isLoaded = page.waitForEvent('load');
    await page.evaluate(`document.querySelector('input[name=newsletter]').click(); (${String(leave)})()`);
    await isLoaded;
    await expect.poll(() => order.holds('ci_newsletter')).toBe(true);
  });
}

test('NV6: a tick behind a slow preflight of another origin is saved after the page is gone', async ({
  page,
  shop,
  order,
}) => {
  shop.isCrossOrigin = true;
  await openPage(page);
  await page.evaluate(`document.querySelector('input[name=newsletter]').click(); location.assign('/next')`);
  await expect(page.getByRole('heading', { name: 'Next' })).toBeVisible();
  await expect.poll(() => order.holds('ci_newsletter')).toBe(true);
});

test('NV11: a tick right before closing the tab is saved', async ({ page, order }) => {
  await openPage(page);
  await page.evaluate(`document.querySelector('input[name=newsletter]').click()`);
  await page.close();
  await expect.poll(() => order.holds('ci_newsletter')).toBe(true);
});

for (const run of [1, 2, 3, 4, 5]) {
  test(`NV1: an un-tick behind a slow tick is saved after the page is gone, run ${run}`, async ({
    page,
    shop,
    order,
  }) => {
    await openPage(page);
    shop.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 1_500, times: 1 });
    await page.evaluate(`
      const box = document.querySelector('input[name=newsletter]');
      box.click();
      box.click();
      location.assign('/next');
    `);
    await expect(page.getByRole('heading', { name: 'Next' })).toBeVisible();
    await expect.poll(() => order.values()).toEqual([true, false]);
    await expect
      .poll(() => shop.sandbox.receipts.list({ applied: true }).map(({ value }) => value))
      .toEqual([true, false]);
    expect(order.holds('ci_newsletter')).toBe(false);
  });
}

test('AT2: text typed right before leaving the page is saved', async ({ page, shop }) => {
  await openPage(page);
  await locate(page).note.pressSequentially('ring');
  await page.evaluate(() => location.assign('/next'));
  // A tab closed during a navigation may hang.
  await expect(page.getByRole('heading', { name: 'Next' })).toBeVisible();
  await expect.poll(() => shop.sandbox.orders.get(shop.orderId)?.attributes['note']).toBe('ring');
});

test('AT2: text is saved on blur', async ({ page, shop }) => {
  await openPage(page);
  const { note } = locate(page);
  await note.pressSequentially('ring');
  expect(shop.sandbox.receipts.list()).toEqual([]);
  await note.blur();
  await expect.poll(() => shop.sandbox.orders.get(shop.orderId)?.attributes['note']).toBe('ring');
});

for (const [bytes, isKept] of [
  [65_536, true],
  [65_537, false],
] as const) {
  test(`NV7: attributes of ${bytes} bytes are saved, ${isKept ? 'and may outlive the page' : 'without outliving the page'}`, async ({
    page,
    shop,
  }) => {
    await openPage(page);
    const keepalive = await page.evaluate(
      async ({ bytes, orderId }) => {
        const send = window.fetch.bind(window);
        const flags: boolean[] = [];
        window.fetch = (request) => {
          flags.push((request as Request).keepalive);
          return send(request);
        };
        const other = 'x'.repeat(bytes - JSON.stringify({ other: '' }).length);
        await window.kit.client.patchAttributes(orderId, { other });
        return flags;
      },
      { bytes, orderId: shop.orderId },
    );
    expect(keepalive).toEqual([isKept]);
    expect(String(shop.sandbox.orders.get(shop.orderId)?.attributes['other'])).toHaveLength(bytes - 12);
  });
}

test('NV8: two writes of 40 KiB at once are both saved', async ({ page, shop }) => {
  await openPage(page);
  await page.evaluate(async (orderId) => {
    const { client } = window.kit;
    const value = 'x'.repeat(40 * 1024);
    await Promise.all([
      client.patchAttributes(orderId, { note: value }),
      client.patchAttributes(orderId, { other: value }),
    ]);
  }, shop.orderId);
  const { note, other } = shop.sandbox.orders.get(shop.orderId)?.attributes ?? {};
  expect([String(note).length, String(other).length]).toEqual([40_960, 40_960]);
});

for (const isRendered of [false, true]) {
  const what = isRendered ? 'rendered by a server' : 'rendered by the browser';
  test(`NV9: the back button shows the current value on the order, without a write, ${what}`, async ({
    page,
    browserName,
    shop,
    order,
  }) => {
    test.skip(browserName === 'firefox', 'It keeps the page: see hooks-bfcache.');
    shop.isRendered = isRendered;
    await openPage(page);
    const { newsletter, state } = locate(page);
    await newsletter.click();
    await expect(state).toHaveText('saved');
    await page.evaluate(() => location.assign('/next'));
    await expect(page.getByRole('heading', { name: 'Next' })).toBeVisible();
    shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', false);
    await page.goBack();
    await expect(newsletter).not.toBeChecked();
    expect(order.values()).toEqual([true]);
  });

  test(`NV10: a reload shows the current value on the order, without a write, ${what}`, async ({
    page,
    shop,
    order,
  }) => {
    shop.isRendered = isRendered;
    await openPage(page);
    const { newsletter, state } = locate(page);
    await newsletter.click();
    await expect(state).toHaveText('saved');
    shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', false);
    await page.reload();
    await expect(newsletter).not.toBeChecked();
    await expect(page.locator('form[data-alive=true]')).toBeVisible();
    await expect(newsletter).not.toBeChecked();
    expect(order.values()).toEqual([true]);
  });

  test(`NV10: a reload during a slow save ends in the value on the order, ${what}`, async ({
    page,
    shop,
    order,
  }) => {
    shop.isRendered = isRendered;
    await openPage(page);
    const { newsletter } = locate(page);
    shop.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 1_500, times: 1 });
    await newsletter.click();
    await page.reload();
    await expect(newsletter).not.toBeChecked();
    await expect.poll(() => order.holds('ci_newsletter')).toBe(true);
    await expect(newsletter).toBeChecked();
    expect(order.values()).toEqual([true]);
  });
}

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

test('MT1: of two tabs the last click wins, and shows in both', async ({ page, context, order }) => {
  const other = await context.newPage();
  await openPage(page);
  await openPage(other);
  await locate(page).newsletter.click();
  await expect(locate(other).newsletter).toBeChecked();
  await locate(other).newsletter.click();
  await expect(locate(page).newsletter).not.toBeChecked();
  expect(order.values()).toEqual([true, false]);
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
