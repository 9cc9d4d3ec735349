import { createSandbox } from '@norce-kit/sandbox';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { createProject } from './project.ts';
import type { Project } from './project.ts';

const origin = 'http://shop.invalid';
const openPage = useBrowser();

let project: Project;
beforeAll(async () => {
  project = await createProject('bundlers');
}, 300_000);
afterAll(() => project.remove());

/** Serves a page with a bundle, and the order API below `/api/norce`. */
async function serve(page: Page, script: string) {
  const sandbox = createSandbox({ authenticate: false });
  const { id } = sandbox.orders.create({ consents: [{ id: 'ci_newsletter', text: 'News by email' }] });
  const html = `<!doctype html><title>Shop</title><body data-order-id="${id}"><script src="/page.js"></script>`;
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/page.js') return route.fulfill({ body: script, contentType: 'text/javascript' });
    if (!pathname.startsWith('/api/norce/')) return route.fulfill({ body: html, contentType: 'text/html' });
    const [method, body] = [route.request().method(), route.request().postData()];
    const url = `https://sandbox.invalid${pathname.replace('/api/norce', '')}`;
    const response = await sandbox.fetch(
      new Request(url, { method, body, headers: await route.request().allHeaders() }),
    );
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    });
  });
  return () => sandbox.orders.get(id)?.consents.find((consent) => consent.id === 'ci_newsletter')?.checked;
}

test.each(['rolldown', 'esbuild', 'webpack', 'rspack', 'rollup'])(
  '%s bundles a box with its provider, client and query client without a warning, and stores a tick',
  async (bundler) => {
    const output = await project.run({}, 'node', 'bundle.js', bundler);
    expect(JSON.parse(output)).toEqual([]);
    const script = await readFile(join(project.folder, `dist/${bundler}.js`), 'utf8');
    // The beginning of each warning for developers.
    expect(script).not.toContain('norce-kit: ');
    const { page, complaints } = await openPage();
    const held = await serve(page, script);
    await page.goto(origin);
    await page.getByRole('checkbox').check();
    await expect.poll(held).toBe(true);
    expect(complaints).toEqual([]);
  },
);
