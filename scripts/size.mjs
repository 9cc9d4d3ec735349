import * as esbuild from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vite';
import { readChangesets } from './changesets.mjs';
import { judgeSizes } from './size-gate.mjs';

const ky = `export { default } from 'ky';`;
const query = `export { QueryClient, QueryClientProvider, useMutation, useQuery } from '@tanstack/react-query';`;
const client = `export { createOrderClient } from '@norce-kit/core';`;
const page = `${ky} ${query} ${client}`;
const lazy = `export { createOrderClient, NewsletterConsent, OrderProvider } from '@norce-kit/react/lazy';`;

/**
 * The measured bundles of what `npm run build` has built: minified and compressed, with the larger result of two bundlers. Not of
 * the sources, because the names that esbuild chooses depend on the types in a file. `beyond` names packages that the
 * page has anyway; React is never counted. `isStart` leaves out code that is loaded later. A row with a `limit` is part of the
 * gate, see docs/decisions/013-engines-and-consumers.md.
 *
 * @type {readonly { name: string, code: string, beyond?: string, limit?: number, isStart?: boolean }[]}
 */
const rows = [
  { name: 'ky', code: ky },
  { name: 'react-query', code: query },
  { name: 'createOrderClient', code: client, beyond: ky, limit: 3_515 },
  {
    name: 'createAnswers',
    code: `${client} export { createAnswers } from '@norce-kit/core';`,
    beyond: client,
  },
  { name: 'all of core', code: `export * from '@norce-kit/core';`, beyond: ky },
  {
    name: 'OrderProvider, useOrderConsent',
    code: `${page} export { OrderProvider, useOrderConsent } from '@norce-kit/react';`,
    beyond: page,
    // docs/decisions/027-one-state-per-order.md
    limit: 9_980,
  },
  {
    name: '… with their client',
    code: `${page} export { OrderProvider, useOrderConsent } from '@norce-kit/react';`,
    beyond: `${ky} ${query}`,
  },
  {
    name: 'OrderProvider, NewsletterConsent',
    code: `${page} export { OrderProvider, NewsletterConsent } from '@norce-kit/react';`,
    beyond: page,
    limit: 13_750,
  },
  {
    name: '… with their client',
    code: `${page} export { OrderProvider, NewsletterConsent } from '@norce-kit/react';`,
    beyond: `${ky} ${query}`,
  },
  {
    name: 'OrderProvider, NewsletterConsent with all but React',
    code: `${page} export { OrderProvider, NewsletterConsent } from '@norce-kit/react';`,
    limit: 34_370,
  },
  {
    name: 'OrderProvider, NewsletterConsent of lazy, before the engine',
    code: lazy,
    isStart: true,
    // docs/decisions/047-a-starter-for-small-pages.md
    limit: 2_125,
  },
  { name: 'OrderProvider, NewsletterConsent of lazy, with the engine', code: lazy, limit: 35_800 },
  {
    name: 'one more language',
    code: `${page} export { OrderProvider, NewsletterConsent } from '@norce-kit/react'; export { fi } from '@norce-kit/react/locales/fi';`,
    beyond: `${page} export { OrderProvider, NewsletterConsent } from '@norce-kit/react';`,
  },
  { name: 'styles.css', code: `import '@norce-kit/react/styles.css';`, limit: 2_661 },
  { name: 'all of react', code: `${page} export * from '@norce-kit/react';`, beyond: page },
];

const root = fileURLToPath(new URL('..', import.meta.url));
// A virtual file in a folder from which all packages resolve.
const entry = `${root}entry.js`;
const alias = { ky: `${root}packages/core/node_modules/ky` };
const define = { 'process.env.NODE_ENV': '"production"' };
const conditions = ['module', 'browser', 'production'];

/** The file that is loaded later. */
const engine = /^\.\/engine\.js$/;

/** @type {Record<string, (code: string, isStart: boolean) => Promise<readonly string[]>>} */
const bundlers = { rolldown, esbuild: bundleWithEsbuild };

/**
 * @param {string} code
 * @param {boolean} isStart
 */
async function rolldown(code, isStart) {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    define,
    resolve: { conditions, alias },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
      {
        // That of Vite is not ours: it loads style sheets, and other files, of code that comes later.
        name: 'preload',
        enforce: 'pre',
        resolveId: (id) => (id.includes('vite/preload-helper') ? '\0preload' : undefined),
        load: (id) => (id === '\0preload' ? 'export const __vitePreload = (load) => load();' : undefined),
      },
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        output: { chunkFileNames: '[name].js' },
        external: isStart ? [/^react(-dom)?($|\/)/, engine] : [/^react(-dom)?($|\/)/],
      },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) =>
    'output' in one ? one.output : [],
  );
  return outputs.map((output) => (output.type === 'chunk' ? output.code : String(output.source)));
}

/**
 * @param {string} code
 * @param {boolean} isStart
 */
async function bundleWithEsbuild(code, isStart) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: code, resolveDir: root },
    outdir: root,
    write: false,
    bundle: true,
    splitting: true,
    chunkNames: '[name]',
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define,
    conditions,
    alias,
    external: isStart ? ['react', 'react-dom', './engine.js'] : ['react', 'react-dom'],
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text);
}

/** @type {Map<string, Promise<number>>} */
const sizes = new Map();

/** The beginning of each warning for developers, see packages/react/src/dev.ts. A production bundle has none. */
const developerText = 'norce-kit: ';
/** @type {Set<string>} */
const leaks = new Set();

/**
 * @param {string} bundler
 * @param {string} code
 * @param {boolean} [isStart]
 */
function sizeOf(bundler, code, isStart = false) {
  const known = `${bundler} ${isStart} ${code}`;
  const size =
    sizes.get(known) ??
    bundlers[bundler]?.(code, isStart).then((files) => {
      const text = files.join('');
      if (text.includes(developerText)) leaks.add(`${bundler} keeps code for developers in: ${code}`);
      return brotliCompressSync(text).byteLength;
    }) ??
    Promise.resolve(Number.NaN);
  sizes.set(known, size);
  return size;
}

const names = Object.keys(bundlers);
const recordFile = `${root}etc/sizes.json`;
/** @type {Record<string, number>} */
const recorded = JSON.parse(readFileSync(recordFile, 'utf8'));
const changes = readChangesets().join('\n');

/** @type {import('./size-gate.mjs').Size[]} */
const gated = [];
const table = [];
for (const { name, code, beyond, limit, isStart } of rows) {
  const totals = await Promise.all(names.map((bundler) => sizeOf(bundler, code, isStart)));
  const bases = await Promise.all(
    names.map((bundler) => (beyond === undefined ? 0 : sizeOf(bundler, beyond))),
  );
  const each = totals.map((total, index) => total - (bases[index] ?? 0));
  table.push({
    name,
    ...Object.fromEntries(names.map((bundler, index) => [bundler, each[index]])),
    'with all it needs': Math.max(...totals),
    recorded: recorded[name] ?? '',
    limit: limit ?? '',
  });
  if (limit !== undefined) gated.push({ name, bytes: Math.max(...each), limit });
}
console.table(table);
if (process.argv.includes('--update')) {
  const figures = Object.fromEntries(gated.map(({ name, bytes }) => [name, bytes]));
  writeFileSync(recordFile, `${JSON.stringify(figures, undefined, 2)}\n`);
} else {
  const faults = [...leaks, ...judgeSizes(gated, recorded, changes)];
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}
