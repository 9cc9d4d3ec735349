import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = '.github/workflows';
const read = (name: string) => readFileSync(name, 'utf8');
const workflows = readdirSync(folder).map((name) => [name, read(`${folder}/${name}`)] as const);
const jobsOf = (text: string) => Object.entries((parse(text) as Workflow).jobs);
const commandsOf = ({ steps }: Job) => steps.map(({ run = '' }) => run).join('\n');

test.each(workflows)('SC2: %s pins each action to a commit and lists its permissions', (_, text) => {
  const { permissions, jobs } = parse(text) as Workflow;
  expect(permissions).toEqual({});
  for (const { steps } of Object.values(jobs)) {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w./-]+@[\da-f]{40}$/);
  }
  expect(text).not.toMatch(/secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN/);
});

test('SC2: packages and site are published by one job each, with OIDC, which runs no installed code', () => {
  const publishing = workflows.flatMap(([, text]) =>
    jobsOf(text).filter(([, { permissions }]) => permissions?.['id-token'] === 'write'),
  );
  expect(publishing.map(([name]) => name).sort()).toEqual(['deploy', 'publish']);
  const commands = publishing.map(([, job]) => commandsOf(job)).join('\n');
  expect(commands).toMatch(/npm publish .*--provenance/);
  expect(commands).not.toMatch(/npm (ci|install|i|run|test)\b|npx|pnpm/);
  const others = workflows.flatMap(([, text]) => jobsOf(text).filter(([name]) => name !== 'publish'));
  for (const [, job] of others) expect(commandsOf(job)).not.toContain('npm publish');
});

test('CI runs all tests on the Node versions of the packages, and the repository on 20.19 too', () => {
  const { jobs } = parse(read(`${folder}/ci.yml`)) as Workflow;
  const versionsOf = (name: string) => jobs[name]?.strategy?.matrix.node;
  expect(versionsOf('test')).toEqual(['20.19', '22.12', '24', '26']);
  expect(versionsOf('consumers')).toEqual(['22.12', '24', '26']);
  expect(read('package.json')).toContain('"node": ">=20.19"');
});

test('SC2: installs use the frozen lockfile and a minimum release age', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(scripts['setup']).toContain('--frozen-lockfile');
  expect(scripts['pretest']).toBe('npm run --silent setup');
  const { minimumReleaseAge } = parse(read('pnpm-workspace.yaml')) as { minimumReleaseAge: number };
  expect(minimumReleaseAge).toBeGreaterThanOrEqual(24 * 60);
});
