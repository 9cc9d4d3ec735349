import { defineConfig, devices } from '@playwright/test';
import { findFirefox } from '../../scripts/firefox.mjs';

// Leaving, restoring, reloading and hydrating a page differ between browsers, so these tests run in Firefox too. They are
// separate from the other tests, because WebDriver BiDi is young.
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
