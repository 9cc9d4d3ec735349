import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compilers, managers, nodes } from './consumers/versions.ts';
import { servers } from './runtimes/servers.ts';
import { tools } from './runtimes/versions.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const page = read('docs/support.md');

const catalog = (name: string) =>
  new RegExp(`^  '?${name}'?: (\\S+)$`, 'm').exec(read('pnpm-workspace.yaml'))?.[1] ?? `no ${name}`;
const { dependencies } = JSON.parse(read('tests/react18/package.json')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** Versions that tests install. */
const tested: readonly (readonly [name: string, version: string])[] = [
  ...nodes.map((node) => ['Node', node] as const),
  ...compilers.map((compiler) => ['TypeScript', compiler] as const),
  ['React', catalog('react')],
  ['React', dependencies['react'] ?? 'no react'],
  ['TanStack Query', catalog('@tanstack/react-query')],
  ...(['bun', 'deno', 'miniflare'] as const).map((tool) => [tool, tools[tool].replace(/^.*@/, '')] as const),
  ...servers.flatMap(({ packages = {} }) =>
    [
      'express',
      'fastify',
      'koa',
      '@nestjs/core',
      '@hapi/hapi',
      'hono',
      'h3',
      'nitropack',
      'next',
      'react-router',
    ].flatMap((name) => {
      const version = packages[name];
      return version === undefined ? [] : [[name, version] as const];
    }),
  ),
];

test.each(tested)('docs/support.md lists %s %s, which the tests use', (_, version) => {
  expect(page).toContain(version);
});

test('docs/support.md names each package manager and each server that the tests use', () => {
  const names = [...Object.keys(managers), ...servers.map(({ name }) => name.split(/[ ,]/)[0] ?? name)];
  expect(names.filter((name) => !page.includes(name))).toEqual([]);
});
