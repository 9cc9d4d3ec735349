import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vite';

/**
 * What a page pays for, bundled and minified as a shop would and compressed as a server would. Each row is told beyond
 * what a page has anyway.
 *
 * @type {readonly { name: string, code: string, beyond?: string, limit?: number }[]}
 */
const rows = [
  { name: 'ky', code: `export { default } from 'ky'` },
  {
    name: 'createOrderClient',
    code: `export { createOrderClient } from './src/index.ts'`,
    beyond: `export { default } from 'ky'`,
    limit: 2_500,
  },
  {
    name: 'createAnswers',
    code: `export { createOrderClient, createAnswers } from './src/index.ts'`,
    beyond: `export { createOrderClient } from './src/index.ts'`,
  },
  {
    name: 'all of core',
    code: `export * from './src/index.ts'`,
    beyond: `export { default } from 'ky'`,
  },
];

// Stands where the imports of core resolve, and exists in memory alone.
const entry = fileURLToPath(new URL('../packages/core/entry.js', import.meta.url));

/** @param {string} code */
async function sizeOf(code) {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@norce-kit/source', 'module', 'browser', 'production'] },
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
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) =>
    'output' in one ? one.output : [],
  );
  const chunks = outputs.map((output) => (output.type === 'chunk' ? output.code : ''));
  return brotliCompressSync(chunks.join('')).byteLength;
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
