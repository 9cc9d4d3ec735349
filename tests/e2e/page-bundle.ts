import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shared = ['react', 'react-dom', '@tanstack/react-query'];

interface Options {
  readonly react?: 18 | 19;
  /** Export conditions. By default, the packages of this repository are their sources. */
  readonly conditions?: readonly string[];
}

interface BundleOptions extends Options {
  /** A module for Node, in place of a script for browsers. */
  readonly isServer?: boolean;
}

/** Bundles a file of this folder for a server, with esbuild: Vite takes twice as long. Returns what it exports. */
export async function importForServer<Exports>(file: string, options: Options = {}): Promise<Exports> {
  const code = await bundlePage(file, { ...options, isServer: true });
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Exports;
}

/** Bundles a file of this folder with one of the two React versions. Returns its code. */
export async function bundlePage(
  file: string,
  { react = 19, conditions = ['@norce-kit/source'], isServer = false }: BundleOptions = {},
): Promise<string> {
  const { build } = await import('esbuild');
  const modules = `${root}${react === 18 ? 'tests/react18/' : ''}node_modules/`;
  const { outputFiles } = await build({
    entryPoints: [`${root}tests/e2e/${file}`],
    write: false,
    bundle: true,
    platform: isServer ? 'node' : 'browser',
    format: isServer ? 'esm' : 'iife',
    mainFields: ['module', 'main'],
    target: 'es2023',
    jsx: 'automatic',
    minify: true,
    conditions: [...conditions, 'module'],
    alias: Object.fromEntries(shared.map((name) => [name, `${modules}${name}`])),
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles.map(({ text }) => text).join('');
}
