import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly permissions?: object;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix?: Readonly<Record<string, readonly string[]>> };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}.github/workflows/`;
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

/** Returns a command with each value of the matrix in turn. */
function expand(command: string, matrix: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const [placeholder, name = ''] = /\$\{\{ matrix\.(\w+) \}\}/.exec(command) ?? [];
  if (placeholder === undefined) return [command];
  return (matrix[name] ?? []).flatMap((value) => expand(command.replaceAll(placeholder, value), matrix));
}

/** Returns the names of the npm scripts and the files that a command runs. */
function namesIn(command: string): {
  readonly scripts: readonly string[];
  readonly files: readonly string[];
} {
  const find = (pattern: RegExp) => [...command.matchAll(pattern)].map(([, name = '']) => name);
  return {
    scripts: [...find(/\bnpm run (?:-\S+ )*([\w:]+)/g), ...find(/\bnpm (test|start)\b/g)],
    files: find(/\bnode ((?!-)\S+\.m?js)\b/g),
  };
}

describe.each(readdirSync(folder))('%s', (file) => {
  const text = readFileSync(folder + file, 'utf8');
  const { on, permissions, jobs } = parse(text) as Workflow;

  test('starts from a state without permissions', () => {
    expect(on).toBeDefined();
    expect(permissions).toEqual({});
  });

  test.each(Object.entries(jobs))('the job %s has a time limit and permissions of its own', (_, job) => {
    expect(job['timeout-minutes']).toBeGreaterThan(0);
    expect(job.permissions).toBeDefined();
  });

  test.each(Object.entries(jobs))(
    'the job %s runs scripts and files that exist',
    (_, { steps, strategy }) => {
      const commands = steps.flatMap(({ run }) =>
        run === undefined ? [] : expand(run, strategy?.matrix ?? {}),
      );
      const names = commands.map(namesIn);
      expect(commands.filter((command) => command.includes('matrix.'))).toEqual([]);
      expect(names.flatMap((found) => found.scripts).filter((name) => !(name in scripts))).toEqual([]);
      expect(names.flatMap((found) => found.files).filter((path) => !existsSync(root + path))).toEqual([]);
    },
  );

  test('each action is a commit, with its version beside it', () => {
    const lines = text.split('\n').filter((line) => /\buses:/.test(line));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !/uses: [\w/-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });
});
