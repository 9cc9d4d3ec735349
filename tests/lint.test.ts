import { Linter } from 'eslint';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import tseslint from 'typescript-eslint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { elapsedTime } from '../scripts/elapsed-time.mjs';
import { faults } from './lint-faults.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
// Not in the repository, where oxlint skips the files that Git ignores.
const folder = mkdtempSync(join(tmpdir(), 'norce-kit-lint-'));
const { rules } = JSON.parse(readFileSync(`${root}.oxlintrc.json`, 'utf8')) as {
  readonly rules: Readonly<Record<string, unknown>>;
};

interface Diagnostic {
  /** Plugin and rule: `typescript(no-deprecated)`. */
  readonly code: string;
  readonly filename: string;
}

/** The rules that oxlint reports, by file. */
const found = new Map<string, string[]>();

/** The name without its plugin, because rules of typescript-eslint that extend one of ESLint have its name here. */
const nameOf = (rule: string) => rule.replace(/^.*[/(]/, '');
const fileOf = (rule: string) => `${rule.replace('/', '-')}.ts`;

beforeAll(async () => {
  for (const [rule, code] of Object.entries(faults)) writeFileSync(`${folder}/${fileOf(rule)}`, `${code}\n`);
  const project = {
    extends: `${root}tsconfig.base.json`,
    compilerOptions: {
      composite: false,
      isolatedDeclarations: false,
      erasableSyntaxOnly: false,
      types: ['node'],
      typeRoots: [`${root}node_modules/@types`],
    },
  };
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(project));
  const parameters = ['--format', 'json', folder];
  const run = promisify(execFile)(`${root}node_modules/.bin/oxlint`, parameters, { cwd: root });
  // It exits with an error, because it finds faults.
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
  for (const { code, filename } of diagnostics) {
    const rule = nameOf(code.replace(/\)$/, ''));
    const file = filename.replace(/^.*\//, '');
    found.set(file, [...(found.get(file) ?? []), rule]);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(Object.keys(faults))('oxlint finds a fault by %s', (rule) => {
  expect(found.get(fileOf(rule))).toContain(nameOf(rule));
});

test('each rule of oxlint has a fault', () => {
  expect(Object.keys(faults).sort()).toEqual(Object.keys(rules).sort());
});

test('oxlint has the strict rules of typescript-eslint, except one that it does not implement', () => {
  const strict = Object.entries(
    Object.assign({}, ...tseslint.configs.strictTypeChecked.map((part) => part.rules ?? {})) as Record<
      string,
      string | readonly unknown[]
    >,
  );
  const names = strict
    .filter(([, setting]) => (typeof setting === 'string' ? setting : setting[0]) !== 'off')
    .map(([name]) => name.replace('@typescript-eslint', 'typescript'));
  expect(names.filter((name) => !(name in rules))).toEqual([
    'typescript/no-unsafe-class-instance-assignment',
  ]);
});

test.each([
  ['const a = Date.now(); expect(Date.now() - a).toBe(5);', 1],
  ['const a = performance.now(); const b = performance.now(); expect(b - a).toBe(5);', 1],
  ['let a = 0; let b = 0; a = Date.now(); f(() => { b = Date.now(); }); expect(b - a).toBe(5);', 1],
  ['const { user } = process.cpuUsage();', 1],
  ['const a = Date.now(); const b = Date.now(); if (b - a > 5) f();', 0],
  ['const soon = Date.now() - 1_000; const count = 5; expect(count - 3).toBe(2);', 0],
])('ESLint finds elapsed time: %s', (code, count) => {
  const rules = new Linter().verify(code, {
    plugins: { own: { rules: { 'elapsed-time': elapsedTime } } },
    rules: { 'own/elapsed-time': 'error' },
  });
  expect(rules.map(({ ruleId }) => ruleId)).toEqual(Array(count).fill('own/elapsed-time'));
});
