import { defineConfig, devices } from '@playwright/test';
import { headlessShell } from '../../scripts/chromium.mjs';

// Run it with `--conditions=@norce-kit/source`, so that the shop uses the sources of this repository.
export default defineConfig({
  testMatch: '*.e2e.ts',
  outputDir: '../../test-results/e2e',
  forbidOnly: process.env['CI'] !== undefined,
  // A file runs in one worker, which builds its page once.
  workers: 2,
  reporter: 'list',
  // Long timeouts, because a busy machine may be many times slower than an idle one.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: headlessShell(),
    // Each animation draws 60 frames per second, which takes more processor time than the test. Tests of motion allow it.
    contextOptions: { reducedMotion: 'reduce' },
  },
});
