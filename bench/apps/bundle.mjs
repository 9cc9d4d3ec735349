import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
// A virtual file in a folder from which all alternatives resolve.
const entry = `${root}entry.jsx`;
const react = [/^react(-dom)?($|\/)/];

/**
 * Bundles and minifies code as a shop would for production, with the kit from its sources.
 *
 * @param {string} code the entry module of the page, as if it were a file in `bench/`
 * @param {{ withReact?: boolean, isStart?: boolean, isServer?: boolean, sourcemap?: boolean, react?: string }} [options] `react` replaces
 *   `react-dom/client`, for example by its profiling build; `isStart` leaves out code that is loaded later
 * @returns {Promise<string>} script and styles of the page in one
 */
export async function bundle(
  code,
  { withReact = true, isStart = false, isServer = false, sourcemap = false, react: dom } = {},
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
        preserveEntrySignatures: 'strict',
        external: [...(withReact ? [] : react), ...(isStart ? [/\/engine\.ts$/] : [])],
        output: { codeSplitting: false },
      },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap(({ output }) => output);
  return outputs.map((output) => (output.type === 'chunk' ? output.code : output.source)).join('');
}
