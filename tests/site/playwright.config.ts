import { defineConfig } from '@playwright/test';
import { headlessShell } from '../../scripts/chromium.mjs';

// Needs the built site, with the Storybook: `SITE_BASE=/any/folder/ npm run site -- --out test-results/site`.
export default defineConfig({
  testMatch: '*.site.ts',
  outputDir: '../../test-results/site-tests',
  forbidOnly: process.env['CI'] !== undefined,
  workers: 1,
  reporter: 'list',
  // A busy machine may be many times slower than an idle one.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: headlessShell(),
  },
});
