import { defineConfig, devices } from '@playwright/test';
import { findFirefox } from '../../scripts/firefox.mjs';

// Leaving, restoring, reloading and hydrating a page, and forms, differ between browsers. The tests with several tabs or offline
// use Playwright, which does not drive this WebKit.
export default defineConfig({
  outputDir: '../../test-results/engines',
  forbidOnly: process.env['CI'] !== undefined,
  workers: 1,
  reporter: 'list',
  // Long timeouts, because a busy machine may be many times slower than an idle one.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  projects: [
    {
      name: 'firefox',
      testMatch: ['engine-*.e2e.ts', 'hooks.e2e.ts'],
      use: {
        ...devices['Desktop Firefox'],
        browserName: 'firefox',
        channel: 'moz-firefox',
        launchOptions: { executablePath: findFirefox() ?? '' },
      },
    },
    { name: 'webkit', testMatch: 'engine-*.e2e.ts', use: { browserName: 'webkit' } },
  ],
});
