import type { Page } from '@playwright/test';
import { loadAxe } from './axe.ts';
import { findViolations as findOnPage } from '../visual/violations.ts';
import { expect, locate, openCheckout, test } from './shop.ts';

/** Returns the violated rules, each with its elements, in the page and in its frames. */
async function findViolations(page: Page): Promise<readonly string[]> {
  for (const frame of page.frames()) await loadAxe(frame);
  return findOnPage(page);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`AX1: axe finds no violation, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openCheckout(page);
    const { newsletter, terms, placeOrder, summary, thanks, held } = locate(page);
    expect(await findViolations(page)).toEqual([]);

    await newsletter.check();
    await expect(held('ci_newsletter')).toHaveText('true');
    await placeOrder.click();
    await expect(summary).toBeVisible();
    expect(await findViolations(page)).toEqual([]);

    await terms.check();
    await placeOrder.click();
    await expect(thanks).toBeVisible();
    expect(await findViolations(page)).toEqual([]);

    await page.goto('/terms.html');
    expect(await findViolations(page)).toEqual([]);
  });
}

test('AX13: nothing scrolls sideways or breaks an amount, at four widths, in both directions, with text spacing', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await openCheckout(page);
  const { placeOrder, summary } = locate(page);
  await page.getByLabel('Note for the delivery').fill('w'.repeat(200));
  await placeOrder.click();
  await expect(summary).toBeVisible();
  await page.getByRole('button', { name: 'Order summary' }).click();
  for (const width of [320, 390, 768, 1280]) {
    await page.setViewportSize({ width, height: 640 });
    for (const dir of ['ltr', 'rtl']) {
      for (const hasSpacing of [false, true]) {
        const found = await page.evaluate(measure, { dir, hasSpacing });
        expect({ width, dir, hasSpacing, ...found }).toMatchObject({
          scrollWidth: width,
          outside: [],
          broken: [],
        });
      }
    }
  }
});

test('the name of the shop begins where the fields begin, at four widths', async ({ page }) => {
  await openCheckout(page);
  const name = page.getByRole('banner').getByText('Vardag');
  const field = page.getByRole('textbox', { name: 'Email' });
  for (const width of [320, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 640 });
    const [start, fieldStart] = [await name.boundingBox(), await field.boundingBox()];
    expect(start?.x, `${width} px`).toBeCloseTo(fieldStart?.x ?? 0, 0);
  }
});

/** Sets direction and text spacing (WCAG 1.4.12), and returns the elements that are outside of the page or broken in lines. */
function measure({ dir, hasSpacing }: { dir: string; hasSpacing: boolean }) {
  document.documentElement.dir = dir;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
  );
  document.adoptedStyleSheets = hasSpacing ? [sheet] : [];
  const { clientWidth, scrollWidth } = document.documentElement;
  const texts = (elements: Element[]) =>
    elements.map(({ textContent, className }) => `${className} ${textContent}`);
  const visible = [...document.querySelectorAll('.shop *')].filter(
    (element) => element.checkVisibility() && element.closest('.visually-hidden') === null,
  );
  const isOutside = (element: Element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 0 && (left < -1 || right > clientWidth + 1);
  };
  const prices = visible.filter((element) => element.className === 'price');
  return {
    scrollWidth,
    outside: texts(visible.filter(isOutside)),
    broken: texts(prices.filter((price) => price.getClientRects().length > 1)),
  };
}

test('AX6: the browser reports a required box as invalid after an attempt without it, not before', async ({
  page,
}) => {
  await openCheckout(page);
  const session = await page.context().newCDPSession(page);
  const invalid = async () => {
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const box = nodes.find(
      ({ role, name }) => role?.value === 'checkbox' && name?.value === 'I accept the terms of purchase',
    );
    return box?.properties?.find(({ name }) => name === 'invalid')?.value.value as unknown;
  };
  const { terms, placeOrder, summary } = locate(page);
  await expect(terms).toHaveAttribute('required');
  expect(await invalid()).toBe('false');
  await placeOrder.click();
  await expect(summary).toBeFocused();
  expect(await invalid()).toBe('true');
  await terms.check();
  await expect.poll(invalid).toBe('false');
});

test('AX11: in forced colours the button that places the order is filled', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openCheckout(page);
  const colours = await locate(page).placeOrder.evaluate((button) => ({
    button: getComputedStyle(button).backgroundColor,
    page: getComputedStyle(document.documentElement).backgroundColor,
  }));
  expect(colours.button).not.toBe(colours.page);
});

test('AX11: in forced colours a wrong field has a thicker border', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openCheckout(page);
  const email = page.getByRole('textbox', { name: 'Email' });
  await expect(email).toHaveCSS('border-top-width', '1px');
  const before = await email.boundingBox();
  await email.fill('ebba');
  await locate(page).placeOrder.click();
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(email).toHaveCSS('border-top-width', '3px');
  expect(await email.boundingBox()).toEqual(before);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`AX10: with prefers-contrast the page has a contrast of 7 to 1, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, contrast: 'more', reducedMotion: 'reduce' });
    await openCheckout(page);
    const { placeOrder, summary } = locate(page);
    await placeOrder.click();
    await expect(summary).toBeVisible();
    for (const frame of page.frames()) await loadAxe(frame);
    expect(await findOnPage(page, { runOnly: ['color-contrast-enhanced'] })).toEqual([]);
  });
}

test('a printed confirmation lists what was bought, without buttons and the panel of the demo', async ({
  page,
}) => {
  await page.setViewportSize({ width: 700, height: 900 });
  await openCheckout(page);
  const { terms, placeOrder, thanks, held } = locate(page);
  await terms.check();
  await expect(held('ci_terms')).toHaveText('true');
  await placeOrder.click();
  await expect(thanks).toBeVisible();
  await expect(page.getByText('Stoneware mug')).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('Stoneware mug')).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('complementary')).toHaveCount(0);
});

test('LG1: email, phone and postcode keep their own direction', async ({ page }) => {
  await openCheckout(page);
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  for (const name of ['Email', 'Phone', 'Postcode'])
    await expect(page.getByLabel(name, { exact: true })).toHaveCSS('direction', 'ltr');
});

test('LG1: on a phone the total is at the other end of its button, in both directions', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openCheckout(page);
  const toggle = page.getByRole('button', { name: 'Order summary' });
  for (const dir of ['ltr', 'rtl']) {
    await page.evaluate((value) => (document.documentElement.dir = value), dir);
    const [button, price] = [await toggle.boundingBox(), await toggle.locator('.price').boundingBox()];
    if (button === null || price === null) throw new Error('They take no room.');
    const gap = dir === 'ltr' ? button.x + button.width - price.x - price.width : price.x - button.x;
    expect(gap, dir).toBeLessThan(40);
  }
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
