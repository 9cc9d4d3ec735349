import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

const resolveDir = fileURLToPath(new URL('.', import.meta.url));

/** Bundles code for a browser, from the sources. */
async function bundle(contents: string) {
  return await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    jsx: 'automatic',
    platform: 'browser',
    conditions: ['@norce-kit/source', 'browser'],
    external: ['react', 'react/jsx-runtime'],
    logLevel: 'silent',
  });
}

test('HI5: the history for a browser contains its component and its texts only', async () => {
  const { metafile } = await bundle("export { ConsentHistory } from '@norce-kit/react/history';");
  const files = Object.keys(metafile.inputs).filter((file) => file.includes('packages/'));
  expect(files.map((file) => file.replace(/.*packages\//, '')).sort()).toEqual([
    'react/src/history.tsx',
    'react/src/history/texts.ts',
  ]);
});

// The condition of the sources comes first in an export map, so these are bundled as an application resolves them.
test.each([
  '@norce-kit/core/history',
  '@norce-kit/core/admin',
  '@norce-kit/server/delivery',
  '@norce-kit/server/node',
])('HI5: %s cannot be bundled for a browser', async (entry) => {
  const bundling = build({
    stdin: { contents: `import '${entry}';`, resolveDir },
    bundle: true,
    write: false,
    platform: 'browser',
    logLevel: 'silent',
  });
  await expect(bundling).rejects.toThrow(/Could not resolve/);
});

test('LZ1: the parts of the small entry load no HTTP client with the page, also where esbuild splits the code', async () => {
  const parts = ['lazy', 'lazy/newsletter', 'lazy/gate', 'lazy/evidence'];
  const { outputs } = (
    await build({
      stdin: {
        contents: parts.map((part) => `export * from '@norce-kit/react/${part}';`).join(''),
        resolveDir,
      },
      bundle: true,
      splitting: true,
      write: false,
      outdir: '/',
      metafile: true,
      format: 'esm',
      jsx: 'automatic',
      conditions: ['@norce-kit/source', 'browser'],
      external: ['react', 'react/jsx-runtime'],
      logLevel: 'silent',
    })
  ).metafile;
  const first = new Set(Object.keys(outputs).filter((name) => name.endsWith('stdin.js')));
  for (const name of first)
    for (const { path, kind } of outputs[name]?.imports ?? [])
      if (kind === 'import-statement') first.add(path);
  const files = [...first].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
  const ofCore = files.filter((file) => /core\/src|node_modules\/ky/.test(file));
  expect(ofCore.map((file) => file.replace(/.*\/src\//, '')).sort()).toEqual([
    'errors.ts',
    'public-errors.ts',
  ]);
});

// Scripts against card skimmers and for compartments freeze them.
test('the packages load in a page whose built-in objects are frozen, and their errors have a name', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: "import '@norce-kit/react'; export { OrderApiError } from '@norce-kit/core';",
      resolveDir,
    },
    bundle: true,
    write: false,
    globalName: 'kit',
    platform: 'browser',
    conditions: ['@norce-kit/source', 'browser'],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const builtIns = 'Object, Function, Array, String, Number, Promise, Map, Set, WeakMap, Error, TypeError';
  const freeze = `for (const one of [${builtIns}]) Object.freeze(one) && Object.freeze(one.prototype);`;
  const error = "new kit.OrderApiError({ kind: 'timeout', operation: 'getOrder', outcome: 'unknown' })";
  const names: unknown = runInNewContext(
    `${freeze} ${outputFiles[0]?.text} [${error}.name, String(${error})]`,
  );
  expect(names).toEqual(['OrderApiError', 'OrderApiError: getOrder: timeout']);
});
