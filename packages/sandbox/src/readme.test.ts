import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { notEmulated, operations } from './api/routes.ts';

interface Described {
  readonly operationId?: string;
  readonly responses?: Readonly<Record<string, { readonly $ref?: string; readonly 'x-evidence'?: string }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly responses: Readonly<Record<string, { readonly 'x-evidence'?: string }>> };
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const rows = [
  ...read('../README.md').matchAll(/^\| `([A-Z]+) ([^`]+)` +\| +(?:`(\w+)`)? *\| ([a-z ]+?) +\|$/gm),
].map(([, method, path = '', operation, evidence]) => ({ method, path, operation, evidence }));

/** Replaces the names of ids, because they differ between README and sources. */
const shorten = (path: string) =>
  path
    .replace(/^\/api\/v0/, '')
    .replace(/^\/checkout/, '')
    .replaceAll(/\{\w+\}|:\w+/g, '{id}')
    .replace(/^\/orders\/\{id\}(?=\/)/, '…');

test('the README lists each emulated operation with its evidence', () => {
  const { paths, components } = parse(read('../../core/openapi.yaml')) as Document;
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { operationId, responses = {} }]) => {
      if (operationId === undefined) return [];
      const [, success] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
      const shared = components.responses[success?.$ref?.split('/').at(-1) ?? ''];
      const evidence = success?.['x-evidence'] ?? shared?.['x-evidence'];
      return [{ method: method.toUpperCase(), path: shorten(path), operation: operationId, evidence }];
    }),
  );
  const emulated = rows.filter(({ operation }) => operation !== undefined);
  expect(emulated).toEqual(expect.arrayContaining(described));
  expect(emulated.map(({ operation }) => operation).sort()).toEqual([...operations].sort());
});

test('the README lists each operation that is not emulated', () => {
  expect(
    rows.filter(({ evidence }) => evidence === 'not emulated').map(({ method, path }) => [method, path]),
  ).toEqual(notEmulated.map(([method, path]) => [method, shorten(path)]));
});
