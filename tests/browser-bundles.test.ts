import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
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
