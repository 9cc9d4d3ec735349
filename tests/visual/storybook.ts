import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
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

/** A browser before a host of the built Storybook. A complaint on the console, or a call to another host, is a failure. */
export const test = base.extend<{ complaints: readonly string[] }, { host: Host }>({
  host: [
    async ({}, use) => {
      const host = await serve(directory);
      await use(host);
      host.close();
    },
    { scope: 'worker' },
  ],
  complaints: [
    async ({ page, host }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // Storybook's own frame warns of its own next version.
        const isOurs = !message.location().url.includes('/sb-manager/');
        if (isOurs && ['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(host.url) && !/^(data|blob):/.test(url)) complaints.push(`asked for ${url}`);
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens one story alone and waits until its play function is through. Accessibility is looked at elsewhere. */
export async function openStory(page: Page, host: Host, id: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  await page.goto(`${host.url}iframe.html?viewMode=story&id=${id}&globals=a11y.manual:!true`);
  await page.waitForFunction(() => document.querySelector('.stage') !== null);
  await finished(page);
  await page.evaluate(() => document.fonts.ready);
}

/** Changes what the toolbar would change. */
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
    last: (event: string) => readonly { readonly status: string }[] | undefined;
  };
}

async function finished(page: Page): Promise<void> {
  const end = await page.waitForFunction(() => globalThis.__STORYBOOK_ADDONS_CHANNEL__.last('storyFinished'));
  const [report] = (await end.jsonValue()) ?? [];
  expect(report?.status, 'the play function').toBe('success');
}

export { expect };
