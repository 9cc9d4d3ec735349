import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The installed Firefox. Playwright drives it through WebDriver BiDi, without a build of its own. */
export function findFirefox() {
  const paths = [process.env['FIREFOX_PATH'], '/usr/bin/firefox-esr', '/usr/bin/firefox'];
  return paths.find((path) => path !== undefined && existsSync(path));
}

/** Installs Debian's Firefox if there is none. */
export function provideFirefox() {
  if (findFirefox() !== undefined) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log('Installing Firefox from the Debian packages …');
  const run = (/** @type {string[]} */ ...parameters) =>
    execFileSync('apt-get', parameters, { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    run('update', '-qq');
    run('install', '-qq', '-y', '--no-install-recommends', 'firefox-esr');
  } catch {
    console.log('The Debian packages cannot be reached.');
  }
}
