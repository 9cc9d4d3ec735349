/** What the build of every package has in common: one file out per file in, which keeps 'use client' in place. */
export const library = /** @type {const} */ ({
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  unbundle: true,
  dts: { oxc: true, sourcemap: true },
  sourcemap: true,
  clean: true,
  // An inlined constant leaves `import './its-file.js'` behind, which esbuild warns about in a monorepo.
  inputOptions: { optimization: { inlineConst: false } },
  fixedExtension: false,
});
