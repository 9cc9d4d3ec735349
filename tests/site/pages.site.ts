import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { serve } from '../visual/serve.ts';
import type { Host } from '../visual/serve.ts';
import { excessOf, findViolations } from '../visual/violations.ts';
import { base, directory, pages } from './built-site.ts';

/** Pages with every kind of content, which are checked in both themes. */
const samples = ['index.html', 'compared.html', 'guides/theming.html'];

const setDark = (page: Page, isDark: boolean) =>
  page.evaluate((force) => document.documentElement.classList.toggle('dark', force), isDark);

/** Collects console messages, failed requests and requests to other hosts. */
function watch(page: Page, { url }: Host): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) faults.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  return faults;
}

/** Checks the width at 1280 and 390 px, with one change of the width, and axe at the second of them. */
async function check(page: Page, name: string, index: number): Promise<readonly string[]> {
  const faults: string[] = [];
  const widths = index % 2 === 0 ? [1280, 390] : [390, 1280];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const excess = await excessOf(page);
    if (excess > 0) faults.push(`${excess} px too wide at ${width} px`);
  }
  // Themes alternate in pairs, so that each width meets both.
  await setDark(page, index % 4 > 1);
  faults.push(...(await findViolations(page)));
  return faults.map((fault) => `${name}: ${fault}`);
}

// By the link to the next page, as a reader would: loading the scripts anew for each page takes longer than all checks.
test('AX1, AX13: each page shows without a complaint, fits, and has no axe violation', async ({ page }) => {
  const host = await serve(directory);
  const faults = watch(page, host);
  const seen: string[] = [];
  await page.goto(host.url);
  for (;;) {
    const path = new URL(page.url()).pathname.slice(base.length);
    const name = path === '' || path.endsWith('/') ? `${path}index.html` : path;
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    faults.push(...(await check(page, name, seen.length)));
    seen.push(name);
    const next = page.locator('[rel="next"]');
    if ((await next.count()) === 0) break;
    const url = await next.evaluate((link: HTMLAnchorElement) => link.href);
    await next.evaluate((link: HTMLAnchorElement) => link.click());
    await page.waitForURL(url);
    await expect(page.locator('.menu [aria-current]')).toHaveAttribute('href', new URL(url).pathname);
  }
  expect(faults).toEqual([]);
  expect([...seen, '404.html'].sort()).toEqual([...pages].sort());
  host.close();
});

test('AX10: pages that are opened by their address have enough contrast in light and dark', async ({
  page,
}) => {
  const host = await serve(directory);
  const faults = watch(page, host);
  await page.setViewportSize({ width: 320, height: 900 });
  for (const name of samples) {
    await page.goto(`${host.url}${name}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    for (const isDark of [false, true]) {
      await setDark(page, isDark);
      faults.push(...(await findViolations(page, { runOnly: ['color-contrast'] })));
    }
  }
  await page.goto(`${host.url}404.html`);
  await expect(page.getByRole('heading', { level: 1, name: 'Not found' })).toBeVisible();
  expect(faults).toEqual([]);
  host.close();
});

test('a reader finds a page by search, in dark, on a phone', async ({ page }) => {
  const host = await serve(directory);
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(host.url);
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveClass(/dark/);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox').fill('double opt-in');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('link', { name: /Double opt-in/ }).click();
  await expect(page).toHaveURL(/guides\/mailing-list\.html#double-opt-in$/);
  await expect(dialog).toBeHidden();
  await page.reload();
  await expect(page.locator('html')).toHaveClass(/dark/);
  await page.getByRole('button', { name: 'Menu' }).click();
  const menu = page.getByRole('navigation', { name: 'Pages' });
  await menu.getByRole('link', { name: 'Theming' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Theming' })).toBeVisible();
  await expect(menu).toBeHidden();
  host.close();
});
