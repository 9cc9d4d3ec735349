import { existsSync } from 'node:fs';
import { installDebian } from './debian.mjs';

/** Returns the path of the installed Firefox. Playwright drives it through WebDriver BiDi, without a build of its own. */
export function findFirefox() {
  const paths = [process.env['FIREFOX_PATH'], '/usr/bin/firefox-esr', '/usr/bin/firefox'];
  return paths.find((path) => path !== undefined && existsSync(path));
}

/** Installs Debian's Firefox if there is none. Returns whether there is one. */
export function provideFirefox() {
  if (findFirefox() !== undefined) return true;
  console.log('Installing Firefox from the Debian packages …');
  return installDebian(['firefox-esr']) && findFirefox() !== undefined;
}
