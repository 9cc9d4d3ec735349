import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shared = ['react', 'react-dom', '@tanstack/react-query'];

interface Options {
  readonly react?: 18 | 19;
  /** Export conditions. By default, the packages of this repository are their sources. */
  readonly conditions?: readonly string[];
}

/** Bundles a file of this folder for a server, with esbuild: Vite takes twice as long. Returns what it exports. */
export async function importForServer<Exports>(
  file: string,
  { react = 19, conditions = ['@norce-kit/source'] }: Options = {},
): Promise<Exports> {
  const { build } = await import('esbuild');
  const modules = `${root}${react === 18 ? 'tests/react18/' : ''}node_modules/`;
  const { outputFiles } = await build({
    entryPoints: [`${root}tests/e2e/${file}`],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    target: 'es2023',
    jsx: 'automatic',
    minify: true,
    conditions: [...conditions, 'module'],
    alias: Object.fromEntries(shared.map((name) => [name, `${modules}${name}`])),
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const code = outputFiles.map(({ text }) => text).join('');
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Exports;
}
