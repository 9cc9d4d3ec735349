import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { createApp } from '../../examples/checkout/server/app.ts';
import { sandboxBackend } from '../../examples/checkout/server/backend.ts';
import { listen } from '../../examples/checkout/server/listen.ts';
import { expect, test as base } from './shared.ts';

type Sandbox = ReturnType<typeof sandboxBackend>['sandbox'];

/** The key of the sandbox. It occurs nowhere else, so an occurrence in a browser is a leak. */
export const key = 'canary-6f1e0c7a93d2';

interface Shop {
  readonly url: string;
  readonly sandbox: Sandbox;
}

interface Fixtures {
  readonly shop: Shop;
  /** Permitted console messages: the browser reports each refused request, and an order may be refused. */
  readonly tolerated: RegExp;
  /** Fails the test on any other console message, including policy violations. */
  readonly silence: undefined;
  readonly sandbox: Sandbox;
  /** Reads the only order from the sandbox. */
  readonly order: () => ReturnType<Sandbox['orders']['list']>[number];
}

/** A browser with the built page, its server and its own sandbox. */
export const test = base.extend<Fixtures>({
  shop: async ({ share }, use) => {
    const shop = await share('checkout', async (atEnd) => {
      const backend = sandboxBackend(key);
      const server = createServer(createApp(backend, 'a secret of thirty-two bytes or more'));
      const port = await listen(server, 0);
      atEnd(() => {
        server.close();
        server.closeAllConnections();
      });
      return { url: `http://127.0.0.1:${port}`, sandbox: backend.sandbox };
    });
    await use(shop);
  },
  baseURL: async ({ shop }, use) => use(shop.url),
  sandbox: [
    async ({ shop: { sandbox } }, use) => {
      sandbox.reset();
      await use(sandbox);
    },
    { auto: true },
  ],
  order: async ({ sandbox }, use) => {
    await use(() => {
      const [order, ...others] = sandbox.orders.list();
      if (order === undefined || others.length > 0) throw new Error('There is not exactly one order.');
      return order;
    });
  },
  tolerated: [/the server responded with a status of 409/, { option: true }],
  silence: [
    async ({ page, tolerated }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        const isTold = ['error', 'warning'].includes(message.type());
        if (isTold && !tolerated.test(message.text())) complaints.push(message.text());
      });
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens the checkout and waits until it is interactive. */
export async function openCheckout(page: Page, url = '/'): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('heading', { name: 'What the order holds' })).toBeVisible();
}

/** The elements of the page that the tests use. */
export function locate(page: Page) {
  return {
    newsletter: page.getByRole('checkbox', { name: 'Send me news and offers by email' }),
    terms: page.getByRole('checkbox', { name: 'I accept the terms of purchase' }),
    placeOrder: page.getByRole('button', { name: 'Place order' }),
    /** Why the shop or the order service did not place the order. */
    refusal: page.getByRole('alert'),
    /** Lists the consents that keep the order from being placed. */
    summary: page.getByRole('group', { name: /things? to do/ }),
    thanks: page.getByRole('heading', { name: 'Thank you, Ebba' }),
    held: (consentId: string) => page.getByRole('row', { name: consentId }).getByRole('cell').first(),
  };
}

export { expect };
