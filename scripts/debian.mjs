import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Installs Debian packages, as root on Debian or Ubuntu only. Returns false if that is not possible.
 *
 * @param {readonly string[]} packages
 */
export function installDebian(packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const run = (/** @type {string[]} */ ...parameters) =>
    execFileSync('apt-get', parameters, { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    run('update', '-qq');
    run('install', '-qq', '-y', '--no-install-recommends', ...packages);
    return true;
  } catch {
    console.log(`The Debian packages could not be installed: ${packages.join(', ')}.`);
    return false;
  }
}
