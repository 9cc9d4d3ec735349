// node bundle.js <bundler>: bundles src/page.js into dist/<bundler>.js and prints the warnings as JSON.
import { join } from 'node:path';

const input = join(import.meta.dirname, 'src/page.js');
const folder = join(import.meta.dirname, 'dist');
const define = { 'process.env.NODE_ENV': '"production"' };

const bundlers = {
  async esbuild(file) {
    const { build } = await import('esbuild');
    const { warnings } = await build({
      entryPoints: [input],
      outfile: join(folder, file),
      bundle: true,
      minify: true,
      define,
      logLevel: 'silent',
    });
    return warnings.map(({ text }) => text);
  },

  async rolldown(file) {
    const { rolldown } = await import('rolldown');
    const warnings = [];
    const onwarn = (warning) => isUseClient(warning) || warnings.push(warning.message);
    const bundle = await rolldown({ input, platform: 'browser', transform: { define }, onwarn });
    await bundle.write({ file: join(folder, file), format: 'iife', minify: true });
    return warnings;
  },

  async rollup(file) {
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
    await bundle.write({ file: join(folder, file), format: 'iife' });
    return warnings;
  },

  webpack: async (file) => compile((await import('webpack')).default, file),

  rspack: async (file) => compile((await import('@rspack/core')).rspack, file),
};

/**
 * Rollup and Rolldown warn about the directive of every React library, React Query included. It means nothing in a bundle for
 * browsers, and the React plugin of Vite leaves these warnings out as well.
 */
function isUseClient({ code, message }) {
  return code === 'MODULE_LEVEL_DIRECTIVE' && message.includes('use client');
}

async function compile(compiler, filename) {
  // webpack warns about the size of React by default.
  const performance = { hints: false };
  const options = { mode: 'production', entry: input, output: { path: folder, filename }, performance };
  const stats = await new Promise((resolve, reject) => {
    compiler(options, (error, result) => (error ? reject(error) : resolve(result)));
  });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  return [...errors, ...warnings].map(({ message }) => message);
}

const [name] = process.argv.slice(2);
console.log(JSON.stringify(await bundlers[name](`${name}.js`)));
