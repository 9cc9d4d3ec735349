import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebian } from './debian.mjs';

/** Debian's WebKitGTK with its WebDriver, and an X server without a screen. */
const packages = { WebKitWebDriver: 'webkit2gtk-driver', Xvfb: 'xvfb' };

const isOnPath = (/** @type {string} */ program) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** Returns whether WebKit can be driven on this machine. */
export const hasWebKit = () => Object.keys(packages).every(isOnPath);

/** Installs Debian's WebKit if there is none. Returns whether there is one. */
export function provideWebKit() {
  if (hasWebKit()) return true;
  console.log('Installing WebKit from the Debian packages …');
  return installDebian(Object.values(packages)) && hasWebKit();
}
