import type { Browser, BrowserContext, BrowserType, LaunchOptions } from '@playwright/test';
import { chromium } from '../../scripts/chromium.mjs';
import { playwrightTab } from './tab.ts';
import type { Tab } from './tab.ts';
import type { WebKit } from './webkit.ts';

export interface TabOptions {
  /** Whether the browser keeps pages that are left in its back/forward cache. */
  readonly keepsPages: boolean;
  readonly baseURL: string;
}

export interface OpenedTab {
  readonly tab: Tab;
  readonly close: () => Promise<void>;
}

/** Opens an empty tab. The tabs of one engine share cookies and storage, and one page, because a new page takes long to start. */
export type OpenTab = (options: TabOptions) => Promise<OpenedTab>;

/** The browsers of one engine. Each starts when it is used first. */
export interface Browsers {
  readonly openTab: OpenTab;
  readonly close: () => Promise<void>;
}

type Engine = 'chromium' | 'firefox' | 'webkit';

/** Returns the browsers of an engine: Chromium and Firefox by Playwright, WebKit by WebDriver. */
export function startBrowsers(
  playwright: Record<Engine, BrowserType>,
  engine: Engine,
  options: LaunchOptions,
): Browsers {
  return engine === 'webkit' ? webkitBrowsers() : playwrightBrowsers(playwright[engine], options);
}

function webkitBrowsers(): Browsers {
  let started: Promise<WebKit> | undefined;
  return {
    openTab: async (options) => {
      started ??= import('./webkit.ts').then(({ startWebKit }) => startWebKit());
      return (await started).openTab(options);
    },
    close: async () => (await started)?.close(),
  };
}

function playwrightBrowsers(type: BrowserType, options: LaunchOptions): Browsers {
  const launched = new Map<boolean, Promise<{ browser: Browser; context: BrowserContext }>>();
  const launch = async (keepsPages: boolean) => {
    const browser = await type.launch({ ...options, ...cacheOptions(type, keepsPages) });
    return { browser, context: await browser.newContext({ reducedMotion: 'reduce' }) };
  };
  return {
    openTab: async ({ keepsPages, baseURL }) => {
      const started = launched.get(keepsPages) ?? launch(keepsPages);
      launched.set(keepsPages, started);
      const { context } = await started;
      const page = context.pages()[0] ?? (await context.newPage());
      // Not `close`, which now and then never ends in a busy Chromium.
      const clear = async () => {
        if (page.isClosed()) return;
        const leave = () => page.goto('about:blank');
        // A navigation of the test that has not ended interrupts the first one, which may interrupt the second.
        await leave().catch(leave).catch(leave);
      };
      return { tab: playwrightTab(page, baseURL), close: clear };
    },
    close: async () => {
      for (const started of launched.values()) await (await started).browser.close();
    },
  };
}

/** Returns launch options that turn the back/forward cache on or off. */
function cacheOptions(type: BrowserType, keepsPages: boolean): LaunchOptions {
  if (type.name() === 'firefox') {
    return {
      firefoxUserPrefs: {
        // Processes start when they are needed.
        'dom.ipc.processPrelaunch.enabled': false,
        ...(!keepsPages && { 'browser.sessionhistory.max_total_viewers': 0 }),
      },
    };
  }
  // An automated Chromium has a cache on request only, and never without a window.
  return keepsPages ? { ...chromium(), ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {};
}
