import { spawnSync } from 'node:child_process';
import { findFirefox, provideFirefox } from './firefox.mjs';

// Runs the tests of the hooks in Firefox; arguments go to Playwright.
provideFirefox();
if (findFirefox() === undefined) {
  console.log('There is no Firefox here (FIREFOX_PATH says where one is), so its tests are left out.');
} else {
  const { status } = spawnSync(
    process.execPath,
    [
      '--conditions=@norce-kit/source',
      'node_modules/@playwright/test/cli.js',
      'test',
      '--config=tests/e2e/firefox.config.ts',
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
}
