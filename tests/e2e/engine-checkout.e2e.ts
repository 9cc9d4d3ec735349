import { createServer } from 'node:http';
import { createApp } from '../../examples/checkout/server/app.ts';
import { sandboxBackend } from '../../examples/checkout/server/backend.ts';
import { listen } from '../../examples/checkout/server/listen.ts';
import { expect, test as base } from './hooks-shop.ts';
import type { Tab } from './tab.ts';

interface Checkout {
  readonly url: string;
  readonly sandbox: ReturnType<typeof sandboxBackend>['sandbox'];
}

/** A tab of any engine with the built page of `examples/checkout`. */
const test = base.extend<{ checkout: Checkout }>({
  checkout: async ({}, use) => {
    const backend = sandboxBackend();
    const server = createServer(createApp(backend, 'a secret of thirty-two bytes or more'));
    await use({ url: `http://127.0.0.1:${await listen(server, 0)}`, sandbox: backend.sandbox });
    server.close();
    server.closeAllConnections();
  },
  tab: async ({ browsers, checkout, keepsPages }, use) => {
    const { tab, close } = await browsers.openTab({ keepsPages, baseURL: checkout.url });
    await use(tab);
    await close();
  },
});

/** Returns the label or text of the focused element. */
const focused = (tab: Tab) =>
  tab.run(() => {
    const { activeElement: element } = document;
    const label = element instanceof HTMLInputElement ? element.labels?.[0] : element;
    return label?.textContent.trim() ?? '';
  });

async function tabTo(tab: Tab, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if (name.test(await focused(tab))) return;
    await tab.press('Tab');
  }
  throw new Error(`30 times Tab did not lead to ${String(name)}.`);
}

test(
  'AX2: the keyboard leads from the first field to the thank-you page, and from there to a new order',
  { tag: '@short' },
  async ({ tab, checkout: { sandbox } }) => {
    const orders = () => sandbox.orders.list();
    const held = () => orders()[0]?.consents.map(({ checked }) => checked);
    await tab.open('/');
    await expect.poll(() => tab.run(() => document.querySelectorAll('input').length)).toBeGreaterThan(5);

    await tabTo(tab, /^Email/);
    await tabTo(tab, /^Send me news/);
    await tab.press('Space');
    await expect.poll(held).toEqual([true, false]);
    // Enter on a box neither ticks it nor places the order.
    await tab.press('Enter');
    await tab.press('Space');
    await expect.poll(held).toEqual([false, false]);

    await tabTo(tab, /^Place order/);
    await tab.press('Enter');
    await expect.poll(() => focused(tab)).toMatch(/1 thing to do/);
    await tab.press('Tab');
    await tab.press('Enter');
    await expect.poll(() => focused(tab)).toMatch(/^I accept the terms/);
    await tab.press('Space');
    await expect.poll(held).toEqual([false, true]);
    expect(orders()[0]?.state.currentStatus).toBe('checkout');

    await tabTo(tab, /^Place order/);
    await tab.press('Enter');
    await expect.poll(() => focused(tab)).toBe('Thank you, Ebba');
    expect(orders()[0]?.state.currentStatus).toBe('processing');

    await tabTo(tab, /^Start another order/);
    await tab.press('Enter');
    await expect.poll(() => orders().length).toBe(2);
  },
);
