import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../node_modules/.cache/tools', import.meta.url));

/**
 * Installs an npm package with a tool that the cache lacks. Returns the folder of its `node_modules`.
 *
 * @param {string} tool Name and exact version, such as `bun@1.4.5`.
 */
export function provideTool(tool) {
  const folder = join(cache, tool.replaceAll('/', '+'));
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const unfinished = mkdtempSync(join(cache, 'unfinished-'));
    const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    try {
      execFileSync('npm', ['install', '--prefix', unfinished, ...options, tool], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      renameSync(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return join(folder, 'node_modules');
}
