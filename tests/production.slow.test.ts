import * as esbuild from 'esbuild';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'packages/react/src');
const entry = join(root, 'production-entry.js');
const code = [
  `export * from '@norce-kit/react';`,
  `export * from '@norce-kit/react/devtools';`,
  `export * as lazy from '@norce-kit/react/lazy';`,
].join('');
const conditions = ['@norce-kit/source', 'module', 'browser', 'production'];

/** The modules for developers. Their tests are not part of a bundle. */
const modules = ['dev.ts', ...readdirSync(join(source, 'dev')).map((file) => `dev/${file}`)].filter(
  (file) => !file.includes('.test.'),
);

type Mode = 'production' | 'development';
const define = (mode: Mode) => ({ 'process.env.NODE_ENV': JSON.stringify(mode) });

/** Each returns the code of a bundle, and the bytes of each module in it. */
const bundlers = {
  async esbuild(mode: Mode) {
    const { outputFiles, metafile } = await esbuild.build({
      stdin: { contents: code, resolveDir: root },
      absWorkingDir: root,
      outdir: root,
      write: false,
      metafile: true,
      bundle: true,
      minify: true,
      format: 'esm',
      jsx: 'automatic',
      define: define(mode),
      conditions,
      external: ['react', 'react-dom', '@tanstack/react-query', 'ky'],
      logLevel: 'silent',
    });
    const sizes = Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).map(([file, { bytesInOutput }]) => [join(root, file), bytesInOutput] as const),
    );
    return { text: outputFiles.map(({ text }) => text).join(''), sizes: new Map(sizes) };
  },

  async Rolldown(mode: Mode) {
    const result = await build({
      configFile: false,
      mode,
      logLevel: 'silent',
      define: define(mode),
      resolve: { conditions },
      plugins: [
        {
          name: 'entry',
          resolveId: (id) => (id === entry ? id : undefined),
          load: (id) => (id === entry ? code : undefined),
        },
      ],
      build: {
        write: false,
        minify: true,
        target: 'es2022',
        rolldownOptions: {
          input: entry,
          preserveEntrySignatures: 'strict',
          external: [/^(react(-dom)?|@tanstack\/react-query|ky)($|\/)/],
        },
      },
    });
    const chunks = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
    const sizes = chunks.flatMap((chunk) =>
      chunk.type === 'chunk'
        ? Object.entries(chunk.modules).map(([file, { renderedLength }]) => [file, renderedLength] as const)
        : [],
    );
    return {
      text: chunks.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join(''),
      sizes: new Map(sizes),
    };
  },
};

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`a production bundle of ${name} has no byte of the code for developers`, async () => {
    const { text, sizes } = await bundle('production');
    expect(text).toContain('nk-consent');
    expect(text).not.toContain('norce-kit: ');
    expect(modules.filter((file) => (sizes.get(join(source, file)) ?? 0) > 0)).toEqual([]);
  });

  test(`a development bundle of ${name} has all of it`, async () => {
    const { sizes } = await bundle('development');
    expect(modules.length).toBeGreaterThan(5);
    expect(modules.filter((file) => (sizes.get(join(source, file)) ?? 0) === 0)).toEqual([]);
  });
}
