import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { provideFirefox } from './firefox.mjs';
import { provideWebKit } from './webkit.mjs';

const providers = { firefox: provideFirefox, webkit: provideWebKit };

/** Installs the engines besides Chromium where that is possible, and returns the Playwright projects of those there are. */
export function provideEngines() {
  return Object.entries(providers).flatMap(([name, provide]) => (provide() ? [name] : []));
}

// Runs all tests of one engine: `node scripts/engines.mjs webkit`. Further arguments go to Playwright.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = '', ...parameters] = process.argv.slice(2);
  const provide = Object.entries(providers).find(([engine]) => engine === name)?.[1];
  if (provide?.() === true) {
    const { status } = spawnSync(
      process.execPath,
      [
        '--conditions=@norce-kit/source',
        'node_modules/@playwright/test/cli.js',
        'test',
        '--config=tests/e2e/engines.config.ts',
        `--project=${name}`,
        ...parameters,
      ],
      { stdio: 'inherit' },
    );
    process.exitCode = status ?? 1;
  } else {
    console.error(
      `The tests did not run: this machine has no engine named “${name}”, and none could be installed.`,
    );
    process.exitCode = 1;
  }
}
