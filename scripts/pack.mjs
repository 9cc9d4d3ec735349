import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, folders } from './build.mjs';
import { writeDocs } from './package-docs.mjs';
import { toPublished, withAbsoluteLinks } from './published.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager } = readJson(`${root}package.json`);
/** @type {import('node:child_process').StdioOptions} */
const stdio = ['ignore', 'ignore', 'inherit'];

const tarballs = `${root}test-results/tarballs`;

/** Builds each package and packs it for the registry. Returns the path of each tarball by folder. */
export function pack(destination = tarballs) {
  build();
  rmSync(destination, { recursive: true, force: true });
  mkdirSync(destination, { recursive: true });
  const stage = mkdtempSync(join(tmpdir(), 'norce-kit-pack-'));
  try {
    // pnpm resolves `workspace:` and `catalog:`, and applies `publishConfig`.
    const all = ['-r', '--filter', './packages/*', 'pack', '--pack-destination', stage];
    execFileSync('npx', ['--yes', packageManager, ...all], { cwd: root, stdio });
    const staged = folders.map((name) => prepare(name, stage));
    const parameters = ['--pack-destination', destination, '--ignore-scripts', '--loglevel=error'];
    execFileSync('npm', ['pack', ...staged, ...parameters], { cwd: root, stdio });
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  return findTarballs(destination);
}

/** Returns the path of each tarball by folder. */
export function findTarballs(destination = tarballs) {
  return Object.fromEntries(folders.map((name) => [name, tarball(name, destination)]));
}

/**
 * Unpacks the tarball of pnpm and writes the manifest, the README for the registry and the documentation. Returns the folder.
 *
 * @param {string} name
 * @param {string} stage
 */
function prepare(name, stage) {
  const folder = join(stage, name);
  mkdirSync(folder);
  execFileSync('tar', ['-xzf', tarball(name, stage), '-C', folder, '--strip-components=1']);
  const [manifest, readme] = [join(folder, 'package.json'), join(folder, 'README.md')];
  writeFileSync(manifest, `${JSON.stringify(toPublished(readJson(manifest), name), undefined, 2)}\n`);
  writeFileSync(readme, withAbsoluteLinks(readFileSync(readme, 'utf8'), `packages/${name}/README.md`));
  writeDocs(name, folder);
  return folder;
}

/**
 * @param {string} name
 * @param {string} destination
 */
function tarball(name, destination) {
  const { version } = readJson(`${root}packages/${name}/package.json`);
  return join(destination, `norce-kit-${name}-${version}.tgz`);
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
