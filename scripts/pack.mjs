import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, folders } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
/** @type {import('node:child_process').StdioOptions} */
const stdio = ['ignore', 'ignore', 'inherit'];

/** Builds every package and packs it as it would be published. */
export function pack(destination = `${root}test-results/tarballs`) {
  build();
  rmSync(destination, { recursive: true, force: true });
  const all = ['-r', '--filter', './packages/*', 'pack', '--pack-destination', destination];
  execFileSync('npx', ['--yes', packageManager, ...all], { cwd: root, stdio });
  return Object.fromEntries(folders.map((name) => [name, tarball(name, destination)]));
}

/** @param {string} name */
function tarball(name, /** @type {string} */ destination) {
  const { version } = JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8'));
  return `${destination}/norce-kit-${name}-${version}.tgz`;
}
