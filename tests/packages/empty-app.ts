import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { headlessShell } from '../../scripts/chromium.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface EmptyApp {
  readonly folder: string;
  /** Reads a file of an installed package. */
  readonly read: (file: string) => string;
  readonly remove: () => void;
}

/**
 * Creates a folder with the tarballs unpacked and their dependencies beside them, as after an installation. `links` are
 * further packages, by the folder of this repository that has them; nothing is loaded from a network.
 */
export function createEmptyApp(
  tarballs: Readonly<Record<string, string>>,
  links: Readonly<Record<string, readonly string[]>>,
): EmptyApp {
  const folder = mkdtempSync(join(tmpdir(), 'norce-kit-empty-app-'));
  const link = (name: string, from: string) => {
    const target = join(folder, 'node_modules', name);
    if (existsSync(target)) return;
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(realpathSync(join(root, from, 'node_modules', name)), target);
  };
  for (const [name, tarball] of Object.entries(tarballs)) {
    const target = join(folder, 'node_modules/@norce-kit', name);
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
    const { dependencies = {} } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    for (const dependency of Object.keys(dependencies)) {
      if (!dependency.startsWith('@norce-kit/')) link(dependency, `packages/${name}`);
    }
  }
  for (const [from, names] of Object.entries(links)) for (const name of names) link(name, from);
  return {
    folder,
    read: (file) => readFileSync(join(folder, 'node_modules/@norce-kit', file), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const openBrowser = (): Promise<Browser> => chromium.launch(headlessShell());

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Opens a folder of static files in a page. All other requests fail. Returns the page's errors and warnings. */
export async function openFolder(page: Page, folder: string): Promise<readonly string[]> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.route('**/*', async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    const file = join(folder, pathname === '/' ? 'index.html' : pathname);
    if (origin !== 'http://shop.invalid' || !existsSync(file) || !statSync(file).isFile()) {
      return route.abort();
    }
    return route.fulfill({ body: readFileSync(file), contentType: types[extname(file)] ?? 'text/plain' });
  });
  await page.goto('http://shop.invalid/');
  return complaints;
}
