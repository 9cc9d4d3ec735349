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
const install = ['apt-get', 'install', '-qq', '-y', '--no-install-recommends'];
const isRoot = process.getuid?.() === 0;

const find = (/** @type {(string | undefined)[]} */ ...paths) =>
  paths.find((path) => path !== undefined && existsSync(path));

const findChromium = () =>
  find(process.env['CHROMIUM_PATH'], '/usr/bin/chromium', playwright.executablePath());

/** Launch options for the Chromium of this machine. */
export function chromium() {
  return launchOptions(findChromium());
}

/**
 * Launch options for Chromium without a window: the same engine for two thirds of the processor time. It has no
 * back/forward cache. Where it is not installed, these are the options of `chromium()`.
 */
export function headlessShell() {
  return launchOptions(
    find(process.env['CHROMIUM_PATH'], '/usr/bin/chromium-headless-shell') ?? findChromium(),
  );
}

/** @param {string | undefined} executablePath */
function launchOptions(executablePath) {
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: isRoot ? ['--no-sandbox', ...args] : args,
  };
}

/** Installs a Chromium if there is none: Debian's package as root, Playwright's own build otherwise. */
export function provideChromium() {
  if (findChromium() !== undefined) return;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium from the Debian packages …');
    run('apt-get', 'update', '-qq');
    run(...install, 'chromium', 'fonts-liberation');
    try {
      run(...install, 'chromium-headless-shell');
    } catch {
      console.log('Debian has no chromium-headless-shell for this machine; the tests use chromium.');
    }
  } else {
    console.log('Installing the Chromium of Playwright …');
    run('npx', 'playwright', 'install', 'chromium');
  }
}

/** @param {readonly string[]} command */
function run(...[command = '', ...parameters]) {
  execFileSync(command, parameters, { stdio: ['ignore', 'ignore', 'inherit'] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) provideChromium();
