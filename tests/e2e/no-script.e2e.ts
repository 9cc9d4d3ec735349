import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';
import type { BrowserContext, Page } from '@playwright/test';
import type { PageProps } from './no-script-page/server.tsx';
import { importForServer } from './page-bundle.ts';
import { expect, test as base } from './shared.ts';

type RenderPage = (props: PageProps) => string;

interface Shop {
  readonly url: string;
  /** Origin of a page of another shop on the same host, whose requests carry the cookies of this one. */
  readonly neighbour: string;
  readonly sandbox: Sandbox;
}

async function serve(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

const html = (body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>${body}`;

/** Starts the shop, and another one on the same host. */
async function openShops(): Promise<Shop & { readonly close: () => void }> {
  const { renderPage } = await importForServer<{ renderPage: RenderPage }>('no-script-page/server.tsx');
  const sandbox = createSandbox({ authenticate: false });
  const cookie = orderCookie({
    secret: 'a secret of thirty-two bytes or more',
    insecureForDevelopment: true,
  });
  const upstream = {
    baseUrl: 'https://sandbox.invalid',
    apiKey: 'key',
    merchant: 'acme',
    channel: 'acme-se',
  };
  const handler = createOrderHandler({
    upstream: { ...upstream, fetch: sandbox.fetch },
    authorize: cookie,
    formReturnTo: '/checkout',
  });
  const norce = toNodeListener(handler);
  const shop = await serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://shop.invalid');
    if (pathname.startsWith('/api/norce/')) {
      norce(request, response);
      return;
    }
    const [order] = sandbox.orders.list();
    if (pathname !== '/checkout' || order === undefined) {
      response.writeHead(404).end();
      return;
    }
    void cookie.bind(order.id).then((set) => {
      const page = renderPage({
        order,
        submissionId: crypto.randomUUID(),
        result: searchParams.get('consents'),
      });
      response.writeHead(200, {
        'content-type': 'text/html',
        'cache-control': 'no-store',
        'set-cookie': set,
      });
      response.end(html(page));
    });
  });
  // A page of another shop, with the right fields and order.
  const evil = await serve((_request, response) => {
    const [order] = sandbox.orders.list();
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      html(
        `<form method="post" action="${shop.url}/api/norce/api/v0/checkout/orders/${order?.id ?? ''}/consents">` +
          '<input type="hidden" name="consent.ci_newsletter" value="on">' +
          '<input type="hidden" name="shown.ci_newsletter" value="false"><button>Win a prize</button></form>',
      ),
    );
  });
  const close = () => {
    for (const { server } of [shop, evil]) {
      server.close();
      server.closeAllConnections();
    }
  };
  return { url: shop.url, neighbour: evil.url, sandbox, close };
}

const test = base.extend<{ shop: Shop; sandbox: Sandbox; orderId: string }>({
  shop: async ({ share }, use) => {
    const shop = await share('no script', async (atEnd) => {
      const opened = await openShops();
      atEnd(opened.close);
      return opened;
    });
    await use(shop);
  },
  baseURL: async ({ shop }, use) => use(shop.url),
  javaScriptEnabled: false,
  sandbox: [
    async ({ shop: { sandbox } }, use) => {
      sandbox.reset();
      await use(sandbox);
    },
    { auto: true },
  ],
  orderId: [
    async ({ sandbox }, use) => {
      await use(sandbox.orders.create().id);
    },
    { auto: true },
  ],
});

const newsletter = (page: Page) => page.getByRole('checkbox', { name: /news and offers/ });
const terms = (page: Page) => page.getByRole('checkbox', { name: /I accept the terms/ });
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

const heldBy = (sandbox: Sandbox) =>
  Object.fromEntries(sandbox.orders.list()[0]?.consents.map(({ id, checked }) => [id, checked]) ?? []);

const writesOf = (sandbox: Sandbox) =>
  sandbox.receipts.list({ operation: 'patchConsent' }).map(({ consentId, value }) => [consentId, value]);

test('NJ10: a shopper without JavaScript ticks and un-ticks', async ({ page, sandbox }) => {
  await page.goto('/checkout');
  await newsletter(page).check();
  await terms(page).check();
  await press(page, 'Continue');
  await expect(page.getByRole('alert')).toHaveText('saved');
  expect(heldBy(sandbox)).toEqual({ ci_newsletter: true, ci_terms: true });
  await expect(newsletter(page)).toBeChecked();

  await newsletter(page).uncheck();
  await press(page, 'Continue');
  await expect(newsletter(page)).not.toBeChecked();
  await expect(page.getByRole('alert')).toHaveText('saved');
  expect(heldBy(sandbox)).toEqual({ ci_newsletter: false, ci_terms: true });

  await press(page, 'Continue');
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(writesOf(sandbox)).toEqual([
    ['ci_newsletter', true],
    ['ci_terms', true],
    ['ci_newsletter', false],
  ]);
});

test('NJ10: the browser refuses a form without the terms, and a button may save it all the same', async ({
  page,
  sandbox,
}) => {
  await page.goto('/checkout');
  await newsletter(page).check();
  await press(page, 'Continue');
  await expect(terms(page)).toBeFocused();
  expect(writesOf(sandbox)).toEqual([]);
  await press(page, 'Save for later');
  await expect(page.getByRole('alert')).toHaveText('saved');
  expect(heldBy(sandbox)).toEqual({ ci_newsletter: true, ci_terms: false });
});

test('NJ2: an untouched box of an older tab does not undo the answer of a newer one', async ({
  page,
  context,
  sandbox,
}) => {
  await page.goto('/checkout');
  const newer = await context.newPage();
  await newer.goto('/checkout');
  await newsletter(newer).check();
  await press(newer, 'Save for later');
  await expect(newer.getByRole('alert')).toHaveText('saved');
  await terms(page).check();
  await press(page, 'Continue');
  await expect(page.getByRole('alert')).toHaveText('changed');
  await expect(newsletter(page)).toBeChecked();
  expect(heldBy(sandbox)).toEqual({ ci_newsletter: true, ci_terms: true });
});

test('NJ10: after the way back the un-tick of a saved tick counts, or the page shows that it does not', async ({
  page,
  sandbox,
}) => {
  await page.goto('/checkout');
  await newsletter(page).check();
  await press(page, 'Save for later');
  await expect(page.getByRole('alert')).toHaveText('saved');
  await page.goBack();
  await newsletter(page).uncheck();
  await press(page, 'Save for later');
  await expect(page.getByRole('alert')).toBeVisible();
  const isTicked = await newsletter(page).isChecked();
  expect(heldBy(sandbox)['ci_newsletter']).toBe(isTicked);
  await expect(page.getByRole('alert')).toHaveText(isTicked ? 'changed' : 'saved');
});

test('NJ5: a write that fails shows on the page', async ({ page, sandbox }) => {
  sandbox.faults.add({ kind: 'status', operation: 'patchConsent', status: 409 });
  await page.goto('/checkout');
  await newsletter(page).check();
  await press(page, 'Save for later');
  await expect(page.getByRole('alert')).toHaveText('not-saved');
  await expect(newsletter(page)).not.toBeChecked();
  expect(heldBy(sandbox)['ci_newsletter']).toBe(false);
});

/** Opens the shop, then another site's form in a tab of the same browser, and sends it. Returns what the browser shows. */
async function attack(context: BrowserContext, url: string): Promise<string> {
  const shopper = await context.newPage();
  await shopper.goto('/checkout');
  const page = await context.newPage();
  await page.goto(url);
  await press(page, 'Win a prize');
  await page.waitForURL(/\/consents$/);
  return page.content();
}

test('HB4: a page of another site cannot send the form', async ({ context, shop, sandbox }) => {
  expect(await attack(context, shop.neighbour.replace('127.0.0.1', 'localhost'))).toContain('cross-site');
  expect(writesOf(sandbox)).toEqual([]);
});

test('HB4: a page of another origin on the same host, whose form has the cookie, cannot send the form', async ({
  context,
  shop,
  sandbox,
}) => {
  expect(await attack(context, shop.neighbour)).toContain('cross-site');
  expect(writesOf(sandbox)).toEqual([]);
});
