import { defineConfig, devices } from '@playwright/test';
import { chromium } from '../../scripts/chromium.mjs';

// Run with `--conditions=@norce-kit/source`, so that the shop under test is this repository's source.
export default defineConfig({
  testMatch: '*.e2e.ts',
  outputDir: '../../test-results/e2e',
  forbidOnly: process.env['CI'] !== undefined,
  fullyParallel: true,
  workers: 2,
  reporter: 'list',
  // A busy machine may be many times slower than an idle one, and a test that hangs is found all the same.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  use: { ...devices['Desktop Chrome'], launchOptions: chromium() },
});
