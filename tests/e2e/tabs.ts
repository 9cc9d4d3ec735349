import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startBrowsers } from './browsers.ts';
import type { Browsers } from './browsers.ts';
import { test as base } from './shared.ts';
import type { Tab } from './tab.ts';

/** The fixtures of `test`. */
export interface TabFixtures {
  readonly browsers: Browsers;
  /** Whether the browser keeps pages that are left in its back/forward cache. */
  readonly keepsPages: boolean;
  /** A tab of any engine, for pages of `baseURL`. Use `page` for what WebDriver cannot do; WebKit has none. */
  readonly tab: Tab;
}

/** A browser of any engine. */
export const test = base.extend<TabFixtures>({
  browsers: async ({ playwright, browserName, channel, launchOptions, share }, use) => {
    const options = { ...launchOptions, ...(channel && { channel }) };
    const browsers = await share('browsers', (atEnd) => {
      const started = startBrowsers(playwright, browserName, options);
      atEnd(started.close);
      return started;
    });
    await use(browsers);
  },
  // In Chromium it takes a window.
  keepsPages: [async ({ browserName }, use) => use(browserName !== 'chromium'), { option: true }],
  tab: async ({ browsers, baseURL, keepsPages }, use) => {
    const { tab, close } = await browsers.openTab({ keepsPages, baseURL: baseURL ?? '' });
    await use(tab);
    await close();
  },
});

/** Starts a server on a free port. Returns its address. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs a function that leaves the page, which may be gone before the function returns. */
export async function leaveBy(tab: Tab, script: () => void): Promise<void> {
  await tab.run(script).catch(() => undefined);
}

export { expect } from './shared.ts';
