import { createServer } from 'node:http';
import { expect, test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import { createApp } from '../../examples/checkout/server/app.ts';
import { sandboxBackend } from '../../examples/checkout/server/backend.ts';
import { listen } from '../../examples/checkout/server/listen.ts';

type Sandbox = ReturnType<typeof sandboxBackend>['sandbox'];

/** The key of the sandbox under test: found nowhere else, so that finding it in a browser means a leak. */
export const key = 'canary-6f1e0c7a93d2';

interface Shop {
  readonly url: string;
  readonly sandbox: Sandbox;
}

interface Fixtures {
  /** What the browser may complain of: it reports each refused request itself, and an order may be refused. */
  readonly tolerated: RegExp;
  /** Fails the test over anything else that appears on the console, violations of the policy included. */
  readonly silence: undefined;
  readonly sandbox: Sandbox;
  /** The one order there is, straight from the sandbox. */
  readonly order: () => ReturnType<Sandbox['orders']['list']>[number];
}

/** A browser before the built page, its server and a sandbox of its own. */
export const test = base.extend<Fixtures, { shop: Shop }>({
  shop: [
    async ({}, use) => {
      const backend = sandboxBackend(key);
      const server = createServer(createApp(backend, 'a secret of thirty-two bytes or more'));
      const port = await listen(server, 0);
      await use({ url: `http://127.0.0.1:${port}`, sandbox: backend.sandbox });
      server.close();
      server.closeAllConnections();
    },
    { scope: 'worker' },
  ],
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

/** Opens the checkout and waits until it can be used. */
export async function openCheckout(page: Page, url = '/'): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('heading', { name: 'What the order holds' })).toBeVisible();
}

/** The elements of the page the tests speak of. */
export function locate(page: Page) {
  return {
    newsletter: page.getByRole('checkbox', { name: 'Send me news and offers by email' }),
    terms: page.getByRole('checkbox', { name: 'I accept the terms of purchase' }),
    placeOrder: page.getByRole('button', { name: 'Place order' }),
    refusal: page.getByRole('alert'),
    thanks: page.getByRole('heading', { name: 'Thank you, Ebba Lindqvist' }),
    held: (consentId: string) => page.getByRole('row', { name: consentId }).getByRole('cell').first(),
  };
}

export { expect };
