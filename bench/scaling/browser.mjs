import { chromium } from 'playwright-core';
import { chromium as options } from '../../scripts/chromium.mjs';
import { bundle } from '../apps/bundle.mjs';
import { serve } from './server.mjs';

/**
 * Opens each app in its own page of one browser, all with one server.
 *
 * @param {Record<string, string>} apps file of an app by its name
 * @param {{ isProfiled?: boolean }} [options_] profiled, React counts renders, which costs time
 */
export async function openApps(apps, { isProfiled = false } = {}) {
  const built = await Promise.all(
    Object.entries(apps).map(async ([name, file]) => {
      const code = `import * as app from './apps/${file}.jsx'; import { start } from './scaling/page.jsx'; start(app, ${isProfiled});`;
      return [name, await bundle(code, isProfiled ? { react: 'react-dom/profiling' } : {})];
    }),
  );
  const server = await serve(Object.fromEntries(built));
  const browser = await chromium.launch({ headless: true, ...options() });
  const pages = [];
  for (const name of Object.keys(apps)) {
    const page = await (await browser.newContext()).newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(`${name}: ${error.message}`));
    // Not measured: other load may make this slow.
    page.setDefaultTimeout(180_000);
    await page.goto(`${server.url}/page/${encodeURIComponent(name)}`);
    const session = await page.context().newCDPSession(page);
    const call = (method, ...parameters) =>
      page.evaluate(([method, parameters]) => window.bench[method](...parameters), [method, parameters]);
    pages.push({ name, page, session, call, errors });
  }
  return {
    server,
    pages,
    version: browser.version(),
    close: async () => {
      await browser.close();
      server.close();
      const errors = pages.flatMap((one) => one.errors);
      if (errors.length > 0) throw new Error(errors.join('\n'));
    },
  };
}
