import query from '@tanstack/eslint-plugin-query';
import a11y from 'eslint-plugin-jsx-a11y-x';
import hooks from 'eslint-plugin-react-hooks';
import storybook from 'eslint-plugin-storybook';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import tseslint from 'typescript-eslint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as lists from '../scripts/lint-rules.mjs';
import { faults } from './lint-faults.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
// Not in the repository, where oxlint skips the files that Git ignores.
const folder = mkdtempSync(join(tmpdir(), 'norce-kit-lint-'));
const rules = { ...lists.typescript, ...lists.react, ...lists.a11y, ...lists.query, ...lists.stories };

/** Files that break a rule of their folder: path, code, and a part of the message. */
const misplaced = [
  ['packages/core/src/a.ts', "import 'node:fs';", 'This package runs wherever fetch does.'],
  ['packages/core/src/b.ts', "export * from './index.ts';", 'Import the file itself, not the entry point.'],
  ['packages/core/src/c.ts', '\n'.repeat(301), 'File has too many lines'],
  ['packages/core/src/d.ts', `export function f() {${'\n'.repeat(81)}}`, 'has too many lines'],
  [
    'packages/core/src/answers/state.ts',
    "import { a } from './a.ts'; alert(a);",
    'The transition imports types only.',
  ],
  ['packages/server/src/a.ts', "import 'node:fs';", 'This package runs wherever fetch does.'],
  ['packages/react/src/hooks/a.ts', "import '../components/a.tsx';", 'Hooks and provider know no component.'],
  [
    'packages/react/src/order/a.ts',
    "import '../hooks/a.ts';",
    'components import hooks, hooks import order, order imports client.',
  ],
  ['packages/react/src/client/a.ts', "import '../order/a.ts';", 'The parts of a client know no order.'],
  [
    'packages/react/src/components/a.tsx',
    "import { a } from '@norce-kit/core'; alert(a);",
    'Components import hooks, not the layers below.',
  ],
  [
    'packages/sandbox/src/a.ts',
    "import '@norce-kit/core';",
    'An emulator that shares code with the client hides the faults of the client.',
  ],
  [
    'packages/sandbox/src/b.ts',
    "import './api/a.ts';",
    'Types, options, clock and random are below every folder.',
  ],
  ['packages/sandbox/src/state/a.ts', "import '../api/a.ts';", 'network imports api, api imports state.'],
  ['packages/sandbox/src/api/a.ts', "import '../network/a.ts';", 'network imports api, api imports state.'],
  ['packages/sandbox/src/network/a.ts', "import '../http/a.ts';", 'http imports network.'],
  ['packages/sandbox/src/http/b.ts', "import '@norce-kit/core';", 'hides the faults of the client.'],
  ['packages/core/src/Upper.ts', 'export {};', 'Filename should be in kebab-case'],
  ['scripts/Upper.mjs', 'export {};', 'Filename should be in kebab-case'],
  ['packages/core/src/a.test.ts', 'const a = Date.now(); f(Date.now() - a);', 'Elapsed time'],
  ['packages/core/src/b.test.ts', 'process.cpuUsage();', 'Elapsed time'],
  ['packages/core/src/c.test.ts', 'await vi.waitFor(() => f());', 'Use expect.poll.'],
  ['tests/a.ts', 'const a = Date.now(); const b = Date.now(); expect(b - a).toBe(5);', 'Elapsed time'],
  [
    'tests/e2e/a.e2e.ts',
    'let a = 0; let b = 0; a = Date.now(); f(() => { b = Date.now(); }); expect(b - a).toBe(5);',
    'Elapsed time',
  ],
] as const;

/** Code that looks like a fault and is none. */
const rightful = [
  ['packages/react/src/hooks/b.ts', "import type { A } from '@norce-kit/core'; export type B = A;"],
  ['packages/react/src/components/b.tsx', "import type { A } from '@norce-kit/core'; export type B = A;"],
  ['packages/react/src/lazy/a.ts', "import '../components/a.tsx';"],
  ['packages/core/src/answers/a.test.ts', "import 'node:fs';"],
  ['tests/b.ts', 'const a = Date.now(); const b = Date.now(); if (b - a > 5) f();'],
  ['tests/c.ts', 'const soon = Date.now() - 1_000; const count = 5; expect(count - 3).toBe(2); f(soon);'],
] as const;

interface Diagnostic {
  /** Plugin and rule: `typescript(no-deprecated)`. */
  readonly code: string;
  readonly filename: string;
  readonly message: string;
  readonly help?: string;
}

/** The diagnostics of oxlint, by file. */
const found = new Map<string, Diagnostic[]>();

/** The name without its plugin, because rules that extend one of ESLint have its name here. */
const nameOf = (rule: string) => rule.replace(/^.*[/(]/, '').replace(/\)$/, '');
const fileOf = (rule: string) => {
  const name = rule.replace('@', '').replaceAll('/', '-');
  if (rule.startsWith('storybook/')) return `stories/${name}.stories.tsx`;
  return /^(react|jsx-a11y|@tanstack)/.test(rule) ? `packages/react/src/${name}.tsx` : `rules/${name}.ts`;
};
const write = (file: string, code: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `${code}\n`);
};

beforeAll(async () => {
  for (const [rule, code] of Object.entries(faults)) write(fileOf(rule), code);
  for (const [file, code] of [...misplaced, ...rightful]) write(file, code);
  const project = {
    extends: `${root}tsconfig.base.json`,
    compilerOptions: {
      composite: false,
      isolatedDeclarations: false,
      erasableSyntaxOnly: false,
      jsx: 'react-jsx',
      types: ['node'],
      typeRoots: [`${root}node_modules/@types`],
    },
  };
  write('tsconfig.json', JSON.stringify(project));
  // Files belong to a layer by their path from the configuration.
  write('oxlint.config.mjs', `export { default } from ${JSON.stringify(`${root}oxlint.config.js`)};`);
  write('package.json', '{ "type": "module" }');
  symlinkSync(`${root}node_modules`, join(folder, 'node_modules'));
  const folders = ['packages', 'rules', 'scripts', 'stories', 'tests'];
  const parameters = ['-c', 'oxlint.config.mjs', '--format', 'json', ...folders];
  const run = promisify(execFile)(`${root}node_modules/.bin/oxlint`, parameters, { cwd: folder });
  // It exits with an error, because it finds faults.
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
  for (const diagnostic of diagnostics) {
    const file = relative(folder, resolve(folder, diagnostic.filename));
    found.set(file, [...(found.get(file) ?? []), diagnostic]);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(Object.keys(faults))('oxlint finds a fault by %s', (rule) => {
  expect(found.get(fileOf(rule))?.map(({ code }) => nameOf(code))).toContain(nameOf(rule));
});

test('each rule of oxlint has a fault', () => {
  expect(Object.keys(faults).sort()).toEqual(Object.keys(rules).sort());
});

test.each(misplaced)('oxlint finds what a file may not have: %s %s', (file, _, text) => {
  expect(
    found
      .get(file)
      ?.map(({ message, help }) => `${message} ${help}`)
      .join('\n'),
  ).toContain(text);
});

test.each(rightful)('oxlint reports nothing: %s %s', (file) => {
  expect(found.get(file)?.filter(({ code }) => /restricted|elapsed/.test(code)) ?? []).toEqual([]);
});

/** The rules that a configuration of ESLint has on, by their names in oxlint. */
const namesOf = (parts: readonly { readonly rules?: object | undefined }[], from: string, to: string) =>
  Object.entries(Object.assign({}, ...parts.map((part) => part.rules ?? {})) as Record<string, unknown>)
    .filter(([, setting]) => (Array.isArray(setting) ? (setting[0] as unknown) : setting) !== 'off')
    .map(([name]) => name.replace(from, to));

test.each([
  [
    'typescript-eslint',
    namesOf(tseslint.configs.strictTypeChecked, '@typescript-eslint', 'typescript'),
    ['typescript/no-unsafe-class-instance-assignment'],
  ],
  [
    'eslint-plugin-react-hooks',
    namesOf([hooks.configs.flat['recommended-latest']], 'react-hooks', 'react'),
    // They check a configuration of the compiler, which this repository has none of.
    ['react/config', 'react/gating'],
  ],
  ['eslint-plugin-jsx-a11y-x', namesOf([a11y.configs.recommended], 'jsx-a11y-x', 'jsx-a11y'), []],
  [
    '@tanstack/eslint-plugin-query',
    // The rule needs types, which plugins in JavaScript do not get.
    namesOf(query.configs['flat/recommended'], '', ''),
    ['@tanstack/query/no-void-query-fn'],
  ],
  [
    'eslint-plugin-storybook',
    namesOf(
      storybook.configs['flat/recommended'].filter(
        ({ files }) => files?.[0]?.toString().includes('stories') === true,
      ),
      '',
      '',
    ),
    [],
  ],
] as const)('oxlint has the rules of %s, except those that it does not implement', (_, names, missing) => {
  expect(names.filter((name) => !(name in rules))).toEqual(missing);
});
