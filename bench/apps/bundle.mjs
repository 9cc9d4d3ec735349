import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
// A virtual file in a folder from which all alternatives resolve.
const entry = `${root}entry.jsx`;
const react = [/^react(-dom)?($|\/)/];

/**
 * @typedef {{ withReact?: boolean, isStart?: boolean, isServer?: boolean, sourcemap?: boolean, react?: string }} BundleOptions `react`
 *   replaces `react-dom/client`, for example by its profiling build; `isStart` leaves out code that is loaded later
 */

/**
 * Bundles and minifies code as a shop would for production, with the kit from its sources.
 *
 * @param {string} code the entry module of the page, as if it were a file in `bench/`
 * @param {BundleOptions} [options]
 * @returns {Promise<string>} script and styles of the page in one
 */
export async function bundle(code, options) {
  const outputs = await buildPage(code, options);
  return outputs.map((output) => (output.type === 'chunk' ? output.code : output.source)).join('');
}

/**
 * Bundles it with the code that is loaded later in files of its own.
 *
 * @param {string} code
 * @returns {Promise<{ entry: string, files: Map<string, string>, first: string[] }>} name of the entry file, code of all files by name,
 *   and the names of those that run before the page renders
 */
export async function bundleFiles(code) {
  const outputs = await buildPage(code, {}, true);
  const entry = outputs.find((output) => output.isEntry).fileName;
  const first = new Set([entry]);
  for (const name of first)
    for (const file of outputs.find(({ fileName }) => fileName === name).imports) first.add(file);
  return {
    entry,
    files: new Map(outputs.map((output) => [output.fileName, output.code])),
    first: [...first],
  };
}

async function buildPage(
  code,
  { withReact = true, isStart = false, isServer = false, sourcemap = false, react: dom } = {},
  isSplit = false,
) {
  const conditions = ['@norce-kit/source', 'module', isServer ? 'node' : 'browser', 'production'];
  const result = await build({
    configFile: false,
    root,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: {
      conditions,
      // The sources of the kit resolve React in the workspace, which would be a second copy.
      dedupe: ['react', 'react-dom', '@tanstack/react-query', 'ky'],
      alias: dom === undefined ? [] : [{ find: 'react-dom/client', replacement: dom }],
    },
    ssr: { noExternal: true, resolve: { conditions } },
    plugins: [
      {
        name: 'entry',
        enforce: 'pre',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? { code, moduleType: 'jsx' } : undefined),
      },
      {
        // That of Vite loads style sheets of code that comes later. None of the alternatives has them.
        name: 'preload',
        enforce: 'pre',
        resolveId: (id) => (id.includes('vite/preload-helper') ? '\0preload' : undefined),
        load: (id) => (id === '\0preload' ? 'export const __vitePreload = (load) => load();' : undefined),
      },
    ],
    build: {
      write: false,
      ssr: isServer,
      minify: true,
      sourcemap: sourcemap ? 'inline' : false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: isSplit ? false : 'strict',
        external: [...(withReact ? [] : react), ...(isStart ? [/\/engine\.ts$/] : [])],
        output: isSplit ? {} : { codeSplitting: false },
      },
    },
  });
  return (Array.isArray(result) ? result : [result]).flatMap(({ output }) => output);
}
