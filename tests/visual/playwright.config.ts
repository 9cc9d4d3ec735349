import { defineConfig } from '@playwright/test';
import { headlessShell } from '../../scripts/chromium.mjs';

const options = headlessShell();

// Needs a built Storybook: `npm run visual` builds it first.
export default defineConfig({
  testMatch: '*.visual.ts',
  outputDir: '../../test-results/visual',
  snapshotPathTemplate: '{testDir}/baselines/{arg}{ext}',
  forbidOnly: process.env['CI'] !== undefined,
  fullyParallel: true,
  workers: 2,
  reporter: 'list',
  // A busy machine may be many times slower than an idle one.
  timeout: 300_000,
  expect: { timeout: 120_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 640, height: 480 },
    deviceScaleFactor: 1,
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Grey antialiasing: subpixel antialiasing depends on the screen of the machine.
    launchOptions: {
      ...options,
      args: [...options.args, '--disable-lcd-text', '--force-color-profile=srgb'],
    },
  },
});
