import { createSandbox } from '@norce-kit/sandbox';
import { readdir, readFile } from 'node:fs/promises';
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

type Scripts = ReadonlyMap<string, string>;

/** Bundles a page of the template. Returns its files by name. */
async function bundle(bundler: string, page: string): Promise<Scripts> {
  const output = await project.run({}, 'node', 'bundle.js', bundler, page);
  expect(JSON.parse(output)).toEqual([]);
  const folder = join(project.folder, `dist/${bundler}-${page}`);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  const files = names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const);
  return new Map(await Promise.all(files));
}

/** The files that a file needs before it runs, itself included. */
function findFirst(scripts: Scripts, name: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(name)) return known;
  known.add(name);
  const imports = scripts.get(name)?.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g) ?? [];
  for (const [, file = ''] of imports) findFirst(scripts, file, known);
  return known;
}

/** Serves a page with a bundle, and the order API below `/api/norce`. */
async function serve(page: Page, scripts: Scripts, name: string) {
  const sandbox = createSandbox({ authenticate: false });
  const { id } = sandbox.orders.create({ consents: [{ id: 'ci_newsletter', text: 'News by email' }] });
  const html = `<!doctype html><title>Shop</title><body data-order-id="${id}"><script type="module" src="/${name}.js"></script>`;
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const script = scripts.get(pathname.slice(1));
    if (script !== undefined) return route.fulfill({ body: script, contentType: 'text/javascript' });
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

const bundlers = ['rolldown', 'esbuild', 'webpack', 'rspack', 'rollup'];

test.each(bundlers)(
  '%s bundles a box with its provider, client and query client without a warning, and stores a tick',
  async (bundler) => {
    const scripts = await bundle(bundler, 'page');
    // The beginning of each warning for developers.
    expect([...scripts.values()].join('')).not.toContain('norce-kit: ');
    const { page, complaints } = await openPage();
    const held = await serve(page, scripts, 'page');
    await page.goto(origin);
    await page.getByRole('checkbox').check();
    await expect.poll(held).toBe(true);
    expect(complaints).toEqual([]);
  },
);

test.each(bundlers.flatMap((bundler) => ['lazy', 'lazy-parts'].map((name) => [bundler, name] as const)))(
  '%s keeps the code that comes later than the page %s in files of its own, without a warning, and stores a tick',
  async (bundler, name) => {
    const scripts = await bundle(bundler, name);
    expect([...scripts.values()].join('')).not.toContain('norce-kit: ');
    const first = findFirst(scripts, `${name}.js`);
    // Of the HTTP client, which comes with the engine.
    const withClient = [...scripts].filter(([, code]) => code.includes('HTTPError')).map(([file]) => file);
    expect(withClient.length).toBeGreaterThan(0);
    expect(withClient.filter((file) => first.has(file))).toEqual([]);
    const { page, complaints } = await openPage();
    const held = await serve(page, scripts, name);
    await page.goto(origin);
    await page.getByRole('checkbox').check();
    await expect.poll(held).toBe(true);
    expect(complaints).toEqual([]);
  },
);
