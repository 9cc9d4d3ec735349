import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { servers } from './runtimes/servers.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const guide = readFileSync(path('../docs/guides/servers.md'), 'utf8');
const [, recipes = ''] = /^## Recipes$(.*?)^## /ms.exec(guide) ?? [];
const blocks = [...recipes.matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, text = '']) => text);

/** Files of the tested servers that begin with their name: the recipes. */
const files = readdirSync(path('runtimes/servers'), { recursive: true, encoding: 'utf8' }).flatMap((file) => {
  if (!/\.(js|jsx|conf)$/.test(file)) return [];
  const text = readFileSync(path(`runtimes/servers/${file}`), 'utf8');
  const [, name] = /^(?:\/\/|#) (\S+)\n/.exec(text) ?? [];
  return name !== undefined && file.endsWith(`/${name}`) ? [{ file, text }] : [];
});

test('finds the recipes', () => {
  expect(files.length).toBeGreaterThan(10);
});

test.each(files)('docs/guides/servers.md shows $file as it is tested', ({ text }) => {
  expect(blocks).toContain(text);
});

test('each recipe in docs/guides/servers.md is tested', () => {
  const texts = new Set(files.map(({ text }) => text));
  expect(blocks.filter((block) => !texts.has(block))).toEqual([]);
});

const differences = servers.flatMap(({ name, differs = {} }) =>
  Object.entries(differs).map(([check, reason]) => ({ name, check, reason })),
);

test.each(differences)('docs/guides/servers.md shows how $name differs: $reason', ({ name, reason }) => {
  const rows = guide.split('\n').filter((line) => line.startsWith('|') && line.includes(name));
  expect(rows.some((row) => row.includes(reason))).toBe(true);
});
