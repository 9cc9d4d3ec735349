import { defineConfig, devices } from '@playwright/test';
import { findFirefox } from '../../scripts/firefox.mjs';

// What the hooks do when a page is left, kept, reloaded or taken over differs between browsers, so that runs in Firefox
// too. Apart from the other tests, for this way of driving it is young.
export default defineConfig({
  testMatch: 'hooks*.e2e.ts',
  outputDir: '../../test-results/firefox',
  forbidOnly: process.env['CI'] !== undefined,
  workers: 1,
  reporter: 'list',
  timeout: 180_000,
  expect: { timeout: 60_000 },
  use: {
    ...devices['Desktop Firefox'],
    browserName: 'firefox',
    channel: 'moz-firefox',
    launchOptions: { executablePath: findFirefox() ?? '' },
  },
});
