import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { createOrderHandler } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';
import { expect, test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import { build } from 'vite';

type ReactVersion = 18 | 19;
type RenderPage = (orderId: string, order: object) => string;

interface Shop {
  readonly url: string;
  readonly sandbox: Sandbox;
  /** The order of the test. */
  orderId: string;
  react: ReactVersion;
  /** Whether the server renders the page. */
  isRendered: boolean;
  /** Whether the page uses a handler on another origin with a slow preflight. */
  isCrossOrigin: boolean;
  /** Delays the page's script until the returned function is called. */
  readonly holdScript: () => () => void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds a file of the page with one of the two React versions. */
async function bundle(file: string, react: ReactVersion, isServer: boolean): Promise<string> {
  const conditions = ['@norce-kit/source', 'module', isServer ? 'node' : 'browser', 'production'];
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: react === 18 ? `${root}tests/react18` : root,
    resolve: { conditions, dedupe: ['react', 'react-dom', '@tanstack/react-query'] },
    ssr: { noExternal: true, resolve: { conditions } },
    build: {
      write: false,
      ssr: isServer,
      rolldownOptions: {
        input: `${root}tests/e2e/hooks-page/${file}`,
        output: { codeSplitting: false },
        preserveEntrySignatures: 'strict',
      },
    },
  });
  if (!('output' in result)) throw new Error('Nothing was built.');
  return result.output[0].code;
}

const html = (body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>${body}`;

/** Client and server bundle of the page with one of the two React versions. */
async function buildPage(react: ReactVersion): Promise<{ client: string; renderPage: RenderPage }> {
  const client = await bundle('client.tsx', react, false);
  const server = await bundle('server.tsx', react, true);
  const url = `data:text/javascript,${encodeURIComponent(server)}`;
  const { renderPage } = (await import(url)) as { renderPage: RenderPage };
  return { client, renderPage };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function openShop(): Promise<Shop & { readonly close: () => void }> {
  const sandbox = createSandbox();
  const upstream = { apiKey: 'sandbox-key', merchant: 'acme', channel: 'acme-se', fetch: sandbox.fetch };
  const options = {
    upstream: { baseUrl: 'https://sandbox.invalid', ...upstream },
    authorize: () => true,
    attributes: ['note', 'other'],
    maxBodyBytes: 1_000_000,
  };
  const pages = { 18: await buildPage(18), 19: await buildPage(19) };
  let script = Promise.resolve();
  const showPage = () => {
    const order = sandbox.orders.get(shop.orderId) ?? {};
    const body = shop.isRendered ? pages[shop.react].renderPage(shop.orderId, order) : '';
    const page = {
      orderId: shop.orderId,
      ...(shop.isRendered && { initialOrder: order }),
      ...(shop.isCrossOrigin && { baseUrl: `${otherUrl}/api/norce` }),
    };
    return html(
      `<div id="root">${body}</div><script>page = ${JSON.stringify(page)}</script><script src="/client.js"></script>`,
    );
  };
  const toHandler = toNodeListener(createOrderHandler(options));
  const listener = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://shop.invalid');
    if (pathname.startsWith('/api/')) {
      toHandler(request, response);
    } else if (pathname === '/client.js') {
      void script.then(() =>
        response.setHeader('content-type', 'text/javascript').end(pages[shop.react].client),
      );
    } else {
      response.setHeader('content-type', 'text/html');
      response.end(pathname === '/page' ? showPage() : html('<h1>Next</h1><a href="/page">Back</a>'));
    }
  });
  const url = await listen(listener);
  const toOther = toNodeListener(createOrderHandler({ ...options, trustedOrigins: [url] }));
  const other = createServer((request, response) => {
    setTimeout(() => toOther(request, response), request.method === 'OPTIONS' ? 800 : 0);
  });
  const otherUrl = await listen(other);
  const shop: Shop = {
    url,
    sandbox,
    orderId: '',
    react: 19,
    isRendered: false,
    isCrossOrigin: false,
    holdScript: () => {
      let release: () => void = () => undefined;
      script = new Promise((resolve) => (release = resolve));
      return () => release();
    },
  };
  return Object.assign(shop, {
    close: () => {
      for (const server of [listener, other]) {
        server.close();
        server.closeAllConnections();
      }
    },
  });
}

interface Fixtures {
  readonly shop: Shop;
  readonly order: {
    readonly holds: (consentId: string) => boolean | undefined;
    readonly values: () => unknown[];
  };
}

/** A browser with a page that uses hooks only, the handler and a sandbox. */
export const test = base.extend<Fixtures, { openedShop: Shop }>({
  openedShop: [
    async ({}, use) => {
      const shop = await openShop();
      await use(shop);
      shop.close();
    },
    { scope: 'worker' },
  ],
  shop: async ({ openedShop: shop }, use) => {
    shop.sandbox.reset();
    shop.orderId = shop.sandbox.orders.create().id;
    Object.assign(shop, { react: 19, isRendered: false, isCrossOrigin: false });
    await use(shop);
  },
  baseURL: async ({ openedShop }, use) => use(openedShop.url),
  order: async ({ shop: { sandbox, orderId } }, use) => {
    await use({
      holds: (consentId) => sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked,
      values: () => sandbox.receipts.list({ orderId, consentId: 'ci_newsletter' }).map(({ value }) => value),
    });
  },
});

/** The elements of the page that the tests use. */
export function locate(page: Page) {
  return {
    newsletter: page.getByRole('checkbox', { name: 'newsletter' }),
    state: page.getByRole('status', { name: 'newsletter state' }),
    note: page.getByRole('textbox', { name: 'Note' }),
    activity: page.getByRole('status', { name: 'activity' }),
  };
}

/** Opens the page and waits until it has read the order. */
export async function openPage(page: Page): Promise<void> {
  const read = page.waitForResponse(
    (response) => response.request().method() === 'GET' && response.url().includes('/orders/'),
  );
  await page.goto('/page');
  await read;
  await expect(page.locator('form[data-alive=true]')).toBeVisible();
}

export { expect };
