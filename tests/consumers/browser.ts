import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { headlessShell } from '../../scripts/chromium.mjs';

/** Opens one Chromium for a test file. Returns a function that opens a page and records its console errors. */
export function useBrowser(): () => Promise<{ page: Page; complaints: string[] }> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch(headlessShell());
  });
  afterAll(() => browser.close());
  return async () => {
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    return { page, complaints };
  };
}
