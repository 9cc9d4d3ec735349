import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { pack } from '../../scripts/pack.mjs';
import { managers, nodePackage, nodes, oldNode } from './versions.ts';

declare module 'vitest' {
  interface ProvidedContext {
    tarballs: Readonly<Record<string, string>>;
    /** The folder with the binaries of each tool, by its npm package. */
    tools: Readonly<Record<string, string>>;
    yarnCache: string;
  }
}

const cache = fileURLToPath(new URL('../../node_modules/.cache/consumers', import.meta.url));

/** Packs the packages, and installs each Node and package manager that the cache lacks. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  provide('tarballs', pack());
  const tools = [
    ...[...nodes, oldNode].map(nodePackage),
    ...Object.values(managers).map((manager) => manager.package),
  ];
  await mkdir(cache, { recursive: true });
  const folders: Record<string, string> = {};
  for (const tool of tools) folders[tool] = await provideTool(tool);
  provide('tools', folders);
  // Yarn 1 caches tarballs by name and version only, so a persistent cache would return old packages.
  const yarnCache = await mkdtemp(join(tmpdir(), 'norce-kit-yarn-'));
  provide('yarnCache', yarnCache);
  return () => rm(yarnCache, { recursive: true, force: true });
}

async function provideTool(tool: string): Promise<string> {
  const folder = join(cache, tool.replaceAll('/', '+'));
  if (!existsSync(folder)) {
    const unfinished = await mkdtemp(join(cache, 'unfinished-'));
    const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await promisify(execFile)('npm', ['install', '--prefix', unfinished, ...options, tool]);
    await rename(unfinished, folder);
  }
  return join(folder, 'node_modules/.bin');
}
