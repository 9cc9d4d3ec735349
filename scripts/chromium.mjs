import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium as playwright } from 'playwright';

const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];
const isRoot = process.getuid?.() === 0;

function find() {
  return [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', playwright.executablePath()].find(
    (path) => path !== undefined && existsSync(path),
  );
}

/** Launch options for the Chromium of this machine. */
export function chromium() {
  const executablePath = find();
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: isRoot ? ['--no-sandbox', ...args] : args,
  };
}

/** Installs a Chromium if there is none: Debian's package as root, Playwright's own build otherwise. */
export function provideChromium() {
  if (find() !== undefined) return;
  const run = (/** @type {string} */ command, /** @type {string[]} */ ...parameters) =>
    execFileSync(command, parameters, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium from the Debian packages …');
    run('apt-get', 'update', '-qq');
    run('apt-get', 'install', '-qq', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation');
  } else {
    console.log('Installing the Chromium of Playwright …');
    run('npx', 'playwright', 'install', 'chromium');
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) provideChromium();
