import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { pack } from '../../scripts/pack.mjs';
import { provideTool } from '../../scripts/tools.mjs';
import { managers, nodePackage, nodes, oldNode } from './versions.ts';

declare module 'vitest' {
  interface ProvidedContext {
    tarballs: Readonly<Record<string, string>>;
    /** The folder with the binaries of each tool, by its npm package. */
    tools: Readonly<Record<string, string>>;
    yarnCache: string;
  }
}

/** Packs the packages, and installs each Node and package manager that the cache lacks. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  provide('tarballs', pack());
  const tools = [
    ...[...nodes, oldNode].map(nodePackage),
    ...Object.values(managers).map((manager) => manager.package),
  ];
  const folders: Record<string, string> = {};
  for (const tool of tools) folders[tool] = join(provideTool(tool), '.bin');
  provide('tools', folders);
  // Yarn 1 caches tarballs by name and version only, so a persistent cache would return old packages.
  const yarnCache = await mkdtemp(join(tmpdir(), 'norce-kit-yarn-'));
  provide('yarnCache', yarnCache);
  return () => rm(yarnCache, { recursive: true, force: true });
}
