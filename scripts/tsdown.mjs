/** The shared build configuration: one output file per source file, which keeps 'use client' in place. */
export const library = /** @type {const} */ ({
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  unbundle: true,
  dts: { oxc: true, sourcemap: true },
  sourcemap: true,
  clean: true,
  // An inlined constant leaves a bare `import './its-file.js'`, which causes a warning of esbuild in a monorepo.
  inputOptions: { optimization: { inlineConst: false } },
  fixedExtension: false,
});
