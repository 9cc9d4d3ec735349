import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test as base } from './shared.ts';

const csp = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'";
const html =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><body><script defer src="/client.js"></script></body></html>';

async function buildScript(): Promise<string> {
  const { build } = await import('vite');
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../..', import.meta.url)),
    resolve: {
      conditions: ['@norce-kit/source', 'module', 'browser', 'production'],
      dedupe: ['react', 'react-dom', '@tanstack/react-query'],
    },
    build: {
      write: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('components-page/client.tsx', import.meta.url)),
        output: { codeSplitting: false },
      },
    },
  });
  if (!('output' in result)) throw new Error('Nothing was built.');
  return result.output[0].code;
}

const test = base.extend({
  page: async ({ page, share }, use) => {
    const script = await share('components', buildScript);
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.route('https://shop.example/**', (route) => {
      const isScript = route.request().url().endsWith('.js');
      const contentType = isScript ? 'text/javascript' : 'text/html';
      const headers = { 'content-security-policy': csp };
      return route.fulfill({ contentType, headers, body: isScript ? script : html });
    });
    await page.goto('https://shop.example/');
    await expect(page.locator('#group input')).toHaveCount(3);
    await use(page);
    // No warning and no violation of the policy.
    expect(problems).toEqual([]);
  },
});

const writes = (page: Page) => page.evaluate(() => window.sandbox.receipts.list().length);
const holds = (page: Page, consentId: string) =>
  page.evaluate(
    (id) => window.sandbox.orders.get(window.orderId)?.consents.find((consent) => consent.id === id)?.checked,
    consentId,
  );
/** Changes the consents of the order on the server. */
const change = (page: Page, ids: readonly string[]) =>
  page.evaluate(async (wanted) => {
    const present = window.sandbox.orders.get(window.orderId)?.consents ?? [];
    const consents = wanted.map((id) => present.find((consent) => consent.id === id) ?? { id, text: id });
    window.sandbox.orders.update(window.orderId, { consents });
    await window.queryClient.invalidateQueries();
  }, ids);

test('HC3: a link inside the label opens by click and by Enter, and does not toggle the box', async ({
  page,
}) => {
  await page.click('#inner');
  await expect(page).toHaveURL(/#terms$/);
  await page.focus('#inner');
  await page.keyboard.press('Enter');
  await expect(page.locator('#linked')).not.toBeChecked();
  expect(await writes(page)).toBe(0);
  await page
    .getByText('I accept', { exact: false })
    .first()
    .click({ position: { x: 4, y: 4 } });
  await expect(page.locator('#linked')).toBeChecked();
  await expect.poll(() => holds(page, 'a')).toBe(true);
});

test('HC3: a link beside the label opens a new tab without access to the page, and does not toggle the box', async ({
  page,
}) => {
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Terms of purchase (opens in a new tab)' }).click();
  const popup = await opened;
  expect(await popup.evaluate(() => window.opener as unknown)).toBeNull();
  await expect(page.locator('#terms')).not.toBeChecked();
  expect(await writes(page)).toBe(0);
});

test('HC1: under a strict policy with Trusted Types, markup and script addresses of an order are shown as text', async ({
  page,
}) => {
  await expect(page.getByText('B <img src=x onerror="isAttacked = true">')).toBeVisible();
  await page.getByText('Privacy policy', { exact: true }).click();
  expect(await page.evaluate(() => window.isAttacked)).toBeUndefined();
  await expect(page.locator('img, [style]')).toHaveCount(0);
});

test('a prevented click, and a click on a read-only box, change nothing', async ({ page }) => {
  await page.click('#prevented');
  await page.click('#read-only');
  await page.keyboard.press('Space');
  await expect(page.locator('#prevented')).not.toBeChecked();
  await expect(page.locator('#read-only')).not.toBeChecked();
  expect(await writes(page)).toBe(0);
});

test('a form reset shows the value on the order', async ({ page }) => {
  await page.click('#linked', { position: { x: 2, y: 2 } });
  await expect.poll(() => holds(page, 'a')).toBe(true);
  await page.click('button[type=reset]');
  await expect(page.locator('#linked')).toBeChecked();
});

test('SE12: consents that move, appear and disappear keep the focus, or move it to the group', async ({
  page,
}) => {
  const labels = page.locator('#group .nk-consent-label');
  const first = page.locator('#group').getByRole('checkbox', { name: 'A', exact: true });
  await first.focus();
  await change(page, ['c', 'b', 'a']);
  await expect(labels.last()).toHaveText('A');
  await expect(first).toBeFocused();
  await change(page, ['new', 'c', 'b', 'a']);
  await expect(labels.first()).toHaveText('new');
  await expect(first).toBeFocused();
  await change(page, ['new', 'c', 'b']);
  await expect(labels).toHaveCount(3);
  await expect(page.locator('#group')).toBeFocused();
});

test('AX9: the summary takes the focus, links to the visible box, and disappears after the tick; AX16: a held Space ticks once', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.locator('.nk-error-summary')).toBeFocused();
  await page.getByRole('link', { name: 'Tick “C”' }).click();
  const box = page.getByRole('checkbox', { name: 'C', exact: true });
  await expect(box).toBeFocused();
  for (let times = 0; times < 30; times += 1) await page.keyboard.down(' ');
  await page.keyboard.up(' ');
  await expect.poll(() => holds(page, 'c')).toBe(true);
  expect(await writes(page)).toBe(1);
  await expect(page.locator('.nk-error-summary')).toBeHidden();
});

test('AX9: a link of the summary opens the closed `<details>` of its box', async ({ page }) => {
  await page.evaluate(() => {
    const group = document.querySelector('#group') as HTMLElement;
    for (const _ of [1, 2]) {
      const details = document.createElement('details');
      group.before(details);
      details.append(group);
    }
  });
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('link', { name: 'Tick “C”' }).click();
  await expect(page.getByRole('checkbox', { name: 'C', exact: true })).toBeFocused();
  await expect(page.locator('details[open]')).toHaveCount(2);
  expect(new URL(page.url()).hash).toBe('');
});

test('AX9: where the summary is hidden, a refused attempt opens its closed `<details>`, or moves the focus to the first box', async ({
  page,
}) => {
  const hide = (tag: 'details' | 'div') =>
    page.evaluate((name) => {
      const frame = document.createElement(name);
      const summary = document.querySelector('.nk-error-summary') as HTMLElement;
      summary.before(frame);
      frame.append(summary);
      frame.style.display = name === 'div' ? 'none' : '';
    }, tag);
  const goOn = page.getByRole('button', { name: 'Go on' });
  await hide('details');
  await goOn.click();
  await expect(page.locator('.nk-error-summary')).toBeFocused();
  await hide('div');
  await goOn.click();
  await expect(page.getByRole('checkbox', { name: 'C', exact: true })).toBeFocused();
});

test('AX7: a retry by keyboard ends with the focus on the box', async ({ page }) => {
  await page.evaluate(() =>
    window.sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent', times: 1 }),
  );
  const box = page.getByRole('checkbox', { name: 'C', exact: true });
  await box.focus();
  await page.keyboard.press(' ');
  const retry = page.getByRole('button', { name: 'Try again C' });
  await expect(retry).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(retry).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => holds(page, 'c')).toBe(true);
  await expect(box).toBeFocused();
  await expect(retry).toHaveCount(0);
});
