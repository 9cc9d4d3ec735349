import { fileURLToPath } from 'node:url';
import { a11y, query, react, stories, typescript } from './scripts/lint-rules.mjs';

/** Forbidden imports of each layer, with the reason. */
const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const ownEntry = {
  regex: '^(\\./|(\\.\\./)+)index\\.ts$',
  message: 'Import the file itself, not the entry point.',
};
const node = { regex: '^node:', message: 'This package runs wherever fetch does.' };
const tests = ['**/*.test.{ts,tsx}', '**/*.test-d.{ts,tsx}'];

const sandbox = [
  ownEntry,
  {
    group: ['@norce-kit/*'],
    allowTypeImports: true,
    message: 'An emulator that shares code with the client hides the faults of the client.',
  },
];
const sandboxEntries = ['back-office', 'cli', 'index', 'sandbox', 'server', 'testing'].map(
  (name) => `packages/sandbox/src/${name}.ts`,
);
const sandboxEntry = {
  regex: '^\\.\\./(back-office|cli|index|sandbox|server|testing)\\.ts$',
  message: 'Only http imports the sandbox itself.',
};

export default {
  plugins: ['typescript', 'react', 'jsx-a11y', 'unicorn'],
  // An absolute path, because a test uses this configuration from another folder.
  jsPlugins: [
    fileURLToPath(new URL('scripts/elapsed-time.mjs', import.meta.url)),
    '@tanstack/eslint-plugin-query',
    'eslint-plugin-storybook',
  ],
  categories: { correctness: 'off' },
  options: { typeAware: true },
  ignorePatterns: [
    // The templates and recipes are external projects.
    'tests/consumers/templates',
    'examples/starter-next',
    'examples/starter-vite',
    'tests/runtimes/servers',
    'tests/runtimes/lib',
    '**/dist',
    '**/*.gen.ts',
    '**/next-env.d.ts',
  ],
  rules: { 'unicorn/filename-case': ['error', { case: 'kebabCase' }] },
  overrides: [
    { files: ['**/*.{ts,tsx}'], rules: typescript },
    {
      files: ['packages/react/src/**/*.{ts,tsx}', '{.storybook,examples,stories}/**/*.{ts,tsx}'],
      rules: { ...react, ...a11y, ...query },
    },
    { files: ['**/*.stories.tsx'], rules: { ...stories, 'react/rules-of-hooks': 'off' } },
    { files: ['.storybook/main.ts'], rules: { 'storybook/no-uninstalled-addons': 'error' } },
    { files: ['packages/sandbox/src/cli.ts', 'examples/*/server/**/*.ts'], rules: { 'no-console': 'off' } },
    {
      // The starter's own object of a box, not a prop of the shop.
      files: ['packages/react/src/lazy/lazy-box.tsx'],
      rules: { 'react/immutability': 'off' },
    },
    {
      files: [...tests, '**/*.{e2e,visual}.ts', 'tests/**/*.{ts,tsx}', 'packages/*/test/**/*.{ts,tsx}'],
      rules: { 'own/elapsed-time': 'error' },
    },
    {
      files: ['packages/*/src/**/*.{ts,tsx}', '.storybook/**/*.{ts,tsx}'],
      excludeFiles: [...tests, '**/*.gen.ts'],
      rules: { 'max-lines': ['error', 300], 'max-lines-per-function': ['error', 80] },
    },
    {
      files: ['packages/{core,server}/src/**/*.ts'],
      excludeFiles: [...tests, 'packages/server/src/node.ts', 'packages/server/src/evidence/command.ts'],
      rules: forbid(ownEntry, node),
    },
    {
      files: ['packages/core/src/answers/state.ts'],
      rules: forbid({ regex: '.', allowTypeImports: true, message: 'The transition imports types only.' }),
    },
    {
      files: ['packages/react/src/**/*.{ts,tsx}'],
      excludeFiles: [
        ...tests,
        'packages/react/src/index.ts',
        'packages/react/src/lazy.ts',
        'packages/react/src/lazy/**',
      ],
      rules: forbid(ownEntry, node, {
        regex: '/components/',
        message: 'Hooks and provider know no component.',
      }),
    },
    {
      files: ['packages/react/src/{client,order}/**/*.{ts,tsx}'],
      excludeFiles: tests,
      rules: forbid(ownEntry, node, {
        regex: '/(hooks|components)/|/provider\\.tsx$',
        message: 'components import hooks, hooks import order, order imports client.',
      }),
    },
    {
      files: ['packages/react/src/client/**/*.{ts,tsx}'],
      excludeFiles: tests,
      rules: forbid(ownEntry, node, {
        regex: '/(order|hooks|components)/|/provider\\.tsx$',
        message: 'The parts of a client know no order.',
      }),
    },
    {
      // Every client reads the same order, so the client is not part of the query key.
      files: ['packages/react/src/order/order-query.ts'],
      rules: { '@tanstack/query/exhaustive-deps': 'off' },
    },
    {
      files: ['packages/react/src/components/**/*.{ts,tsx}'],
      excludeFiles: tests,
      rules: forbid(ownEntry, node, {
        group: ['@tanstack/*', '@norce-kit/core', '**/provider.ts*', '**/order/*', '**/client/*'],
        allowTypeImports: true,
        message: 'Components import hooks, not the layers below.',
      }),
    },
    {
      files: ['packages/sandbox/src/**/*.ts'],
      excludeFiles: tests,
      rules: forbid(...sandbox),
    },
    {
      files: ['packages/sandbox/src/*.ts'],
      excludeFiles: [...tests, ...sandboxEntries],
      rules: forbid(...sandbox, {
        regex: '^\\./(api|network|state|http)/',
        message: 'Types, options, clock and random are below every folder.',
      }),
    },
    {
      files: ['packages/sandbox/src/state/**/*.ts'],
      excludeFiles: tests,
      rules: forbid(...sandbox, sandboxEntry, {
        regex: '/(api|network|http)/',
        message: 'network imports api, api imports state.',
      }),
    },
    {
      files: ['packages/sandbox/src/api/**/*.ts'],
      excludeFiles: tests,
      rules: forbid(...sandbox, sandboxEntry, {
        regex: '/(network|http)/',
        message: 'network imports api, api imports state.',
      }),
    },
    {
      files: ['packages/sandbox/src/network/**/*.ts'],
      excludeFiles: tests,
      rules: forbid(...sandbox, sandboxEntry, { regex: '/http/', message: 'http imports network.' }),
    },
  ],
};
