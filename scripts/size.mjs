import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vite';

const ky = `export { default } from 'ky';`;
const query = `export { QueryClient, QueryClientProvider, useMutation, useQuery } from '@tanstack/react-query';`;
const client = `export { createOrderClient } from '@norce-kit/core';`;
const page = `${ky} ${query} ${client}`;

/**
 * What a page pays for, bundled and minified as a shop would and compressed as a server would. Each row is told beyond
 * what a page has anyway; React itself is never counted.
 *
 * @type {readonly { name: string, code: string, beyond?: string, limit?: number }[]}
 */
const rows = [
  { name: 'ky', code: ky },
  { name: 'react-query', code: query },
  { name: 'createOrderClient', code: client, beyond: ky, limit: 2_500 },
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
    // More than was hoped: docs/decisions/009-what-the-hooks-cost.md
    limit: 4_800,
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
    limit: 7_350,
  },
  {
    name: '… with their client',
    code: `${page} export { OrderProvider, NewsletterConsent } from '@norce-kit/react';`,
    beyond: `${ky} ${query}`,
  },
  {
    name: 'one more language',
    code: `${page} export { OrderProvider, NewsletterConsent } from '@norce-kit/react'; export { fi } from '@norce-kit/react/locales/fi';`,
    beyond: `${page} export { OrderProvider, NewsletterConsent } from '@norce-kit/react';`,
  },
  { name: 'styles.css', code: `import '@norce-kit/react/styles.css';`, limit: 2_500 },
  { name: 'all of react', code: `${page} export * from '@norce-kit/react';`, beyond: page },
];

const root = fileURLToPath(new URL('..', import.meta.url));
// Stands where all packages resolve, and exists in memory alone.
const entry = `${root}entry.js`;
/** @type {Map<string, Promise<number>>} */
const sizes = new Map();

/** @param {string} code */
function sizeOf(code) {
  const size = sizes.get(code) ?? measure(code);
  sizes.set(code, size);
  return size;
}

/** @param {string} code */
async function measure(code) {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: {
      conditions: ['@norce-kit/source', 'module', 'browser', 'production'],
      alias: { ky: `${root}packages/core/node_modules/ky` },
    },
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
        external: [/^react(-dom)?($|\/)/],
      },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) =>
    'output' in one ? one.output : [],
  );
  const files = outputs.map((output) => (output.type === 'chunk' ? output.code : output.source));
  return brotliCompressSync(files.join('')).byteLength;
}

const table = [];
for (const { name, code, beyond, limit } of rows) {
  const size = await sizeOf(code);
  const bytes = size - (beyond === undefined ? 0 : await sizeOf(beyond));
  table.push({
    name,
    bytes,
    'with all it needs': size,
    limit: limit ?? '',
    ok: limit === undefined || bytes <= limit,
  });
}
console.table(table);
if (table.some(({ ok }) => !ok)) process.exitCode = 1;
