import type { BuildOptions } from 'esbuild';

/** Bundles programs for Node from their sources, with those of the packages. Each start of one from sources takes a second more. */
export async function bundlePrograms(options: BuildOptions): Promise<void> {
  const { build } = await import('esbuild');
  await build({
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@norce-kit/source'],
    // Some packages are CommonJS.
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
    },
    logLevel: 'error',
    ...options,
  });
}
