import query from '@tanstack/eslint-plugin-query';
import checkFile from 'eslint-plugin-check-file';
import a11y from 'eslint-plugin-jsx-a11y-x';
import hooks from 'eslint-plugin-react-hooks';
import storybook from 'eslint-plugin-storybook';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { elapsedTime } from './scripts/elapsed-time.mjs';

/** Forbidden imports of each layer, with the reason. */
const forbid = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});
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

export default defineConfig(
  // The templates and recipes are external projects.
  globalIgnores([
    'tests/consumers/templates',
    'tests/runtimes/servers',
    'tests/runtimes/lib',
    '**/dist',
    '**/storybook-static',
    '**/site-static',
    '**/coverage',
    '**/test-results',
    '**/.next',
    '**/*.gen.ts',
    '**/next-env.d.ts',
  ]),
  {
    // .oxlintrc.json has the rules of typescript-eslint, which need types.
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin },
  },
  {
    files: ['**/*.{ts,tsx,mjs,js}'],
    plugins: { 'check-file': checkFile },
    rules: {
      'check-file/filename-naming-convention': [
        'error',
        { '**/*': 'KEBAB_CASE' },
        { ignoreMiddleExtensions: true },
      ],
    },
  },
  {
    files: [
      'packages/react/src/**/*.tsx',
      'packages/react/src/**/*.ts',
      'stories/**/*.tsx',
      'examples/**/*.tsx',
    ],
    extends: [
      hooks.configs.flat['recommended-latest'],
      query.configs['flat/recommended'],
      a11y.configs.recommended,
    ],
  },
  {
    files: [...tests, '**/*.{e2e,visual}.ts', 'tests/**/*.{ts,tsx}', 'packages/*/test/**/*.{ts,tsx}'],
    plugins: { own: { rules: { 'elapsed-time': elapsedTime } } },
    rules: { 'own/elapsed-time': 'error' },
  },
  {
    files: ['packages/*/src/**/*.{ts,tsx}', '.storybook/**/*.{ts,tsx}'],
    ignores: [...tests, '**/*.gen.ts'],
    rules: { 'max-lines': ['error', 300], 'max-lines-per-function': ['error', 80] },
  },
  {
    files: ['packages/{core,server}/src/**/*.ts'],
    ignores: [...tests, 'packages/server/src/node.ts', 'packages/server/src/evidence/command.ts'],
    rules: forbid(ownEntry, node),
  },
  {
    files: ['packages/core/src/answers/state.ts'],
    rules: forbid({ regex: '.', allowTypeImports: true, message: 'The transition imports types only.' }),
  },
  {
    files: ['packages/react/src/**/*.{ts,tsx}'],
    ignores: [
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
    // The starter's own object of a box, not a prop of the shop.
    files: ['packages/react/src/lazy/lazy-box.tsx'],
    rules: { 'react-hooks/immutability': 'off' },
  },
  {
    files: ['packages/react/src/{client,order}/**/*.{ts,tsx}'],
    ignores: tests,
    rules: forbid(ownEntry, node, {
      regex: '/(hooks|components)/|/provider\\.tsx$',
      message: 'components import hooks, hooks import order, order imports client.',
    }),
  },
  {
    files: ['packages/react/src/client/**/*.{ts,tsx}'],
    ignores: tests,
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
    ignores: tests,
    rules: forbid(ownEntry, node, {
      group: ['@tanstack/*', '@norce-kit/core', '**/provider.ts*', '**/order/*', '**/client/*'],
      allowTypeImports: true,
      message: 'Components import hooks, not the layers below.',
    }),
  },
  {
    files: ['packages/sandbox/src/**/*.ts'],
    ignores: tests,
    rules: forbid(...sandbox),
  },
  {
    files: ['packages/sandbox/src/*.ts'],
    ignores: [...tests, ...sandboxEntries],
    rules: forbid(...sandbox, {
      regex: '^\\./(api|network|state|http)/',
      message: 'Types, options, clock and random are below every folder.',
    }),
  },
  {
    files: ['packages/sandbox/src/state/**/*.ts'],
    ignores: tests,
    rules: forbid(...sandbox, sandboxEntry, {
      regex: '/(api|network|http)/',
      message: 'network imports api, api imports state.',
    }),
  },
  {
    files: ['packages/sandbox/src/api/**/*.ts'],
    ignores: tests,
    rules: forbid(...sandbox, sandboxEntry, {
      regex: '/(network|http)/',
      message: 'network imports api, api imports state.',
    }),
  },
  {
    files: ['packages/sandbox/src/network/**/*.ts'],
    ignores: tests,
    rules: forbid(...sandbox, sandboxEntry, { regex: '/http/', message: 'http imports network.' }),
  },
  storybook.configs['flat/recommended'],
);
