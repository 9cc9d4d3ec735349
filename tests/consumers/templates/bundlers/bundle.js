// node bundle.js <bundler> <page>: bundles src/<page>.js into dist/<bundler>-<page> and prints the warnings as JSON. Its first
// file is <page>.js; code that is imported later is in files of its own.
import { join } from 'node:path';

const [name, page] = process.argv.slice(2);
const input = join(import.meta.dirname, `src/${page}.js`);
const folder = join(import.meta.dirname, `dist/${name}-${page}`);
const file = `${page}.js`;
const define = { 'process.env.NODE_ENV': '"production"' };

const bundlers = {
  async esbuild() {
    const { build } = await import('esbuild');
    const { warnings } = await build({
      entryPoints: [input],
      outdir: folder,
      bundle: true,
      splitting: true,
      format: 'esm',
      minify: true,
      define,
      logLevel: 'silent',
    });
    return warnings.map(({ text }) => text);
  },

  async rolldown() {
    const { rolldown } = await import('rolldown');
    const warnings = [];
    const onwarn = (warning) => isUseClient(warning) || warnings.push(warning.message);
    const bundle = await rolldown({ input, platform: 'browser', transform: { define }, onwarn });
    await bundle.write({ dir: folder, format: 'esm', minify: true });
    return warnings;
  },

  async rollup() {
    const [{ rollup }, { default: resolve }, { default: commonjs }, { default: replace }] = await Promise.all(
      [
        import('rollup'),
        import('@rollup/plugin-node-resolve'),
        import('@rollup/plugin-commonjs'),
        import('@rollup/plugin-replace'),
      ],
    );
    const warnings = [];
    const plugins = [
      replace({ values: define, preventAssignment: true }),
      resolve({ browser: true }),
      commonjs(),
    ];
    const onwarn = (warning) => isUseClient(warning) || warnings.push(warning.message);
    const bundle = await rollup({ input, plugins, onwarn });
    await bundle.write({ dir: folder, format: 'esm' });
    return warnings;
  },

  webpack: async () => compile((await import('webpack')).default),

  rspack: async () => compile((await import('@rspack/core')).rspack),
};

/**
 * Rollup and Rolldown warn about the directive of every React library, React Query included. It means nothing in a bundle for
 * browsers, and the React plugin of Vite leaves these warnings out as well.
 */
function isUseClient({ code, message }) {
  return code === 'MODULE_LEVEL_DIRECTIVE' && message.includes('use client');
}

async function compile(compiler) {
  // webpack warns about the size of React by default.
  const performance = { hints: false };
  const options = { mode: 'production', entry: input, output: { path: folder, filename: file }, performance };
  const stats = await new Promise((resolve, reject) => {
    compiler(options, (error, result) => (error ? reject(error) : resolve(result)));
  });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  return [...errors, ...warnings].map(({ message }) => message);
}

console.log(JSON.stringify(await bundlers[name]()));
