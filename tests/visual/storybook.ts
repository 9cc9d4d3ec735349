import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ConsoleMessage, Page, Request } from '@playwright/test';
import { expect, test as base } from '../e2e/shared.ts';
import { serve } from './serve.ts';
import type { Host } from './serve.ts';

export const directory = fileURLToPath(new URL('../../test-results/storybook', import.meta.url));

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly type: 'story' | 'docs';
}

/** The stories and pages of the built Storybook. */
export function entriesOf(type: Entry['type']): readonly Entry[] {
  const index = JSON.parse(readFileSync(`${directory}/index.json`, 'utf8')) as {
    readonly entries: Readonly<Record<string, Entry>>;
  };
  return Object.values(index.entries).filter((entry) => entry.type === type);
}

/**
 * A browser with the built Storybook. A console message or a request to another host fails the test. The
 * tests of a worker share one page, so that Storybook is loaded and compiled once; `isFresh` gives a test one of its own.
 */
export const test = base.extend<{
  isFresh: boolean;
  host: Host;
  complaints: readonly string[];
  otherPage: Page;
}>({
  isFresh: [false, { option: true }],
  page: async ({ browser, isFresh, share, viewport }, use, { project }) => {
    if (isFresh) {
      const context = await browser.newContext();
      await use(await context.newPage());
      await context.close();
      return;
    }
    const sharedPage = await share('page of the Storybook', async () => {
      const { deviceScaleFactor = 1, locale = 'en', timezoneId = 'UTC' } = project.use;
      const context = await browser.newContext({ viewport, deviceScaleFactor, locale, timezoneId });
      return context.newPage();
    });
    await sharedPage.emulateMedia({ reducedMotion: null, colorScheme: null, forcedColors: null });
    if (viewport !== null) await sharedPage.setViewportSize(viewport);
    await use(sharedPage);
  },
  otherPage: async ({ browser, share }, use) => {
    await use(await share('other page of the Storybook', async () => (await browser.newContext()).newPage()));
  },
  host: async ({ share }, use) => {
    const host = await share('host of the Storybook', async (atEnd) => {
      const served = await serve(directory);
      atEnd(served.close);
      return served;
    });
    await use(host);
  },
  complaints: [
    async ({ page, host }, use) => {
      const complaints: string[] = [];
      const onError = (error: Error) => void complaints.push(error.message);
      const onConsole = (message: ConsoleMessage) => {
        // Storybook itself warns about its next version.
        const isOurs = !message.location().url.includes('/sb-manager/');
        if (isOurs && ['error', 'warning'].includes(message.type())) complaints.push(message.text());
      };
      const onRequest = (request: Request) => {
        const url = request.url();
        if (!url.startsWith(host.url) && !/^(data|blob):/.test(url)) complaints.push(`asked for ${url}`);
      };
      page.on('pageerror', onError).on('console', onConsole).on('request', onRequest);
      await use(complaints);
      page.off('pageerror', onError).off('console', onConsole).off('request', onRequest);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/**
 * Shows one story alone and waits until its play function has finished. A page that shows another story already changes to
 * this one, as the sidebar does. Accessibility is checked elsewhere.
 *
 * @param withPlay whether the play function runs; a page that stories are opened on runs those of all or of none
 */
export async function openStory(
  page: Page,
  host: Host,
  id: string,
  { withPlay = true }: { readonly withPlay?: boolean } = {},
): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light', forcedColors: null });
  // Storybook runs no play functions where it is embedded.
  const url = `${host.url}iframe.html?embed=${!withPlay}&viewMode=story&id=`;
  if (page.url().startsWith(url)) {
    await page.evaluate((storyId) => {
      const channel = globalThis.__STORYBOOK_ADDONS_CHANNEL__;
      channel.emit('updateGlobals', { globals: { theme: 'light', direction: 'ltr' } });
      channel.emit('setCurrentStory', { storyId, viewMode: 'story' });
    }, id);
  } else {
    await page.goto(`${url}${id}&globals=a11y.manual:!true`);
  }
  const end = await page.waitForFunction((storyId) => {
    const [report] = globalThis.__STORYBOOK_ADDONS_CHANNEL__.last('storyFinished') ?? [];
    return report?.storyId === storyId ? report : undefined;
  }, id);
  expect((await end.jsonValue())?.status, 'the play function').toBe('success');
  await page.locator('.stage').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
}

/** Sets globals like the toolbar does. */
export async function setGlobals(page: Page, globals: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate((changed) => {
    globalThis.__STORYBOOK_ADDONS_CHANNEL__.emit('updateGlobals', { globals: changed });
  }, globals);
  for (const [name, value] of Object.entries(globals)) {
    const attribute = name === 'theme' ? 'data-nk-theme' : 'dir';
    await page.locator(`main.stage[${attribute}="${value}"]`).waitFor();
  }
}

declare global {
  var __STORYBOOK_ADDONS_CHANNEL__: {
    emit: (event: string, argument: unknown) => void;
    last: (event: string) => readonly { readonly storyId: string; readonly status: string }[] | undefined;
  };
}

export { expect };
