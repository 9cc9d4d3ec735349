import { fileURLToPath } from 'node:url';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { createOrderHandler } from '@norce-kit/server';
import type { Page } from '@playwright/test';
import { createGate } from './gate.ts';
import { importForServer } from './page-bundle.ts';
import { expect, test as base } from './shared.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const origin = 'https://shop.example';
type ReactVersion = 18 | 19;

// The built packages, as a shop loads them: `node scripts/packages.mjs` makes them. E2E_SOURCE=1 takes the sources instead.
const source = process.env['E2E_SOURCE'] === '1' ? ['@norce-kit/source'] : [];

/** Builds a file of the page with one of the two React versions. Returns the code of each chunk by its name. */
async function bundle(file: string, react: ReactVersion, kind: 'parts' | 'modules') {
  const { build } = await import('vite');
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: react === 18 ? `${root}tests/react18` : root,
    resolve: {
      conditions: [...source, 'module', 'browser', 'production'],
      dedupe: ['react', 'react-dom', '@tanstack/react-query'],
    },
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: `${root}tests/e2e/acts-page/${file}`,
        preserveEntrySignatures: 'strict',
        output: {
          format: kind === 'parts' ? 'iife' : 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
          ...(kind !== 'modules' && { codeSplitting: false }),
        },
      },
    },
  });
  if (!('output' in result)) throw new Error('Nothing was built.');
  return new Map(result.output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one.code]] : [])));
}

interface Bundles {
  readonly chunks: ReadonlyMap<string, string>;
  readonly renderPage: (orderId: string) => Promise<string>;
}

async function bundleAll(react: ReactVersion): Promise<Bundles> {
  const { renderPage } = await importForServer<Pick<Bundles, 'renderPage'>>('acts-page/server.tsx', {
    react,
    conditions: source,
  });
  const chunks = [
    ...(await bundle('client.tsx', react, 'modules')),
    ...(await bundle('part.tsx', react, 'parts')),
  ];
  return { chunks: new Map(chunks), renderPage };
}

interface Shop {
  readonly sandbox: Sandbox;
  readonly orderId: string;
  /** Sends the chunk of the boxes. */
  readonly release: () => void;
  readonly values: () => unknown[];
  readonly open: (react: ReactVersion, path: '/late' | '/parts') => Promise<void>;
}

const test = base.extend<{ shop: Shop }>({
  shop: async ({ page, share }, use) => {
    const sandbox = createSandbox();
    const { id: orderId } = sandbox.orders.create();
    const upstream = { apiKey: 'sandbox-key', merchant: 'acme', channel: 'acme-se', fetch: sandbox.fetch };
    const handler = createOrderHandler({
      upstream: { baseUrl: 'https://sandbox.invalid', ...upstream },
      authorize: () => true,
      // Playwright leaves the fetch metadata of a request out.
      allowMissingOrigin: true,
    });
    const [isReleased, release] = createGate();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    const open: Shop['open'] = async (react, path) => {
      const { chunks, renderPage } = await share(`acts, React ${react}`, () => bundleAll(react));
      const part = (consent: string, label: string) =>
        `<script src="/part.js" data-consent="${consent}" data-label="${label}"></script>`;
      const body =
        path === '/late'
          ? `<div id="root">${await renderPage(orderId)}</div><script type="module" src="/client.js"></script>`
          : part('ci_terms', 'Terms') + part('ci_newsletter', 'News');
      const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><body><script>orderId = '${orderId}'</script>${body}`;
      await page.route(`${origin}/**`, async (route) => {
        const { pathname } = new URL(route.request().url());
        if (pathname.startsWith('/api/')) {
          const { method, headers } = {
            method: route.request().method(),
            headers: route.request().headers(),
          };
          const sent = route.request().postData();
          const request = new Request(route.request().url(), {
            method,
            headers,
            ...(sent !== null && { body: sent }),
          });
          const response = await handler(request);
          await route.fulfill({
            status: response.status,
            headers: Object.fromEntries(response.headers),
            body: await response.text(),
          });
          return;
        }
        const code = chunks.get(pathname.slice(1));
        if (pathname.startsWith('/late-boxes')) await isReleased;
        await route.fulfill({
          contentType: code === undefined ? 'text/html' : 'text/javascript',
          body: code ?? html,
        });
      });
      await page.goto(`${origin}${path}`);
    };
    const values = () => sandbox.receipts.list({ orderId }).map(({ value }) => value);
    await use({ sandbox, orderId, release, values, open });
    expect(problems).toEqual([]);
  },
});

const newsletters = (page: Page) => page.getByRole('checkbox', { name: /news/i });
const holds = ({ sandbox, orderId }: Shop, consentId: string) =>
  sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked;
for (const react of [19, 18] as const) {
  test.describe(`React ${react}`, () => {
    test('I2: a box that streams in and hydrates after the order was read writes nothing', async ({
      page,
      shop,
    }) => {
      shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', true);
      const read = page.waitForResponse((response) => response.url().includes('/orders/'));
      await shop.open(react, '/late');
      await read;
      await expect(newsletters(page)).not.toBeChecked();
      shop.release();
      await expect(page.getByRole('group').getByRole('checkbox')).toHaveCount(2);
      await expect(newsletters(page).first()).toBeChecked();
      expect(await page.evaluate(() => window.recovered)).toEqual([]);
      await expect(page.getByText('Saved')).toHaveCount(0);
      expect(shop.values()).toEqual([]);
      expect(holds(shop, 'ci_newsletter')).toBe(true);
    });

    test('SH1: a tick on a box that hydrates after the order was read is saved', async ({ page, shop }) => {
      const read = page.waitForResponse((response) => response.url().includes('/orders/'));
      await shop.open(react, '/late');
      await read;
      await newsletters(page).click();
      shop.release();
      await expect(page.getByText('Saved').first()).toBeVisible();
      await expect(newsletters(page).first()).toBeChecked();
      expect(await page.evaluate(() => window.recovered)).toEqual([]);
      expect(shop.values()).toEqual([true]);
    });

    test('a label ticks its own box where the same bundle runs twice', async ({ page, shop }) => {
      await shop.open(react, '/parts');
      const [terms, news] = [page.getByRole('checkbox', { name: 'Terms' }), newsletters(page)];
      await expect(terms).toHaveAttribute('required');
      await expect(terms).toHaveAccessibleDescription(/About Terms/);
      await expect(news).toHaveAccessibleDescription(/About News/);
      // The parts render during the click, too.
      await page.locator('label', { hasText: 'News' }).click();
      await expect(news).toBeChecked();
      await expect.poll(() => holds(shop, 'ci_newsletter')).toBe(true);
      await expect(terms).not.toBeChecked();
      await news.click();
      await expect.poll(() => holds(shop, 'ci_newsletter')).toBe(false);
      expect(shop.values()).toEqual([true, false]);
    });

    for (const part of ['box', 'label', 'key', 'click'] as const) {
      test(`I3: a press (${part}) on a box that gets another consent meanwhile answers neither`, async ({
        page,
        shop,
      }) => {
        await shop.open(react, '/parts');
        const news = newsletters(page);
        await expect(page.getByRole('checkbox', { name: 'Terms' })).toHaveAttribute('required');
        await expect(news).toBeEnabled();
        await (part === 'label' ? page.locator('label', { hasText: 'News' }) : news).hover();
        if (part === 'key') await news.focus();
        const down = () => (part === 'key' ? page.keyboard.down('Space') : page.mouse.down());
        const up = () => (part === 'key' ? page.keyboard.up('Space') : page.mouse.up());
        await down();
        await page.evaluate((isAtClick) => {
          if (isAtClick) document.body.dataset['turn'] = 'ci_terms';
          else dispatchEvent(new CustomEvent('turn', { detail: 'ci_terms' }));
        }, part === 'click');
        if (part !== 'click') await expect(news).toHaveAttribute('required');
        await up();
        await expect(news).toHaveAttribute('required');
        await expect(news).not.toBeChecked();
        expect(shop.values()).toEqual([]);
        await down();
        await up();
        await expect.poll(() => holds(shop, 'ci_terms')).toBe(true);
        await expect(news).toBeChecked();
        expect(shop.values()).toEqual([true]);
      });
    }

    test('I1: a box that a form filler sets shows the answer again', async ({ page, shop }) => {
      await shop.open(react, '/parts');
      const news = newsletters(page);
      await expect(page.getByRole('checkbox', { name: 'Terms' })).toHaveAttribute('required');
      await news.evaluate((box: HTMLInputElement) => {
        box.checked = true;
        box.dispatchEvent(new Event('change', { bubbles: true }));
      });
      await expect(news).not.toBeChecked();
      expect(shop.values()).toEqual([]);
      await news.evaluate((box: HTMLInputElement) => box.click());
      await expect(news).toBeChecked();
      await expect.poll(() => shop.values()).toEqual([true]);
    });
  });
}
