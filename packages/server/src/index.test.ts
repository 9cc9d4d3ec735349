import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as main from './index.ts';
import * as node from './node.ts';

test('the doors offer these names and no others', () => {
  expect(Object.keys(main).sort()).toEqual(['createOrderHandler', 'hashConsentAnswer', 'orderCookie']);
  expect(Object.keys(node).sort()).toEqual(['toNodeListener', 'undiciTransport']);
});

/** Every module that importing this one brings in at once; types and what is loaded later are left out. */
function staticImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  for (const [, specifier = ''] of source.matchAll(/^(?:import|export) (?!type)[^;]*?from '([^']+)';/gm)) {
    if (specifier.startsWith('./')) staticImports(specifier, seen);
    else seen.add(specifier);
  }
  return seen;
}

test('importing the handler brings in nothing of others: quick to load, at home in every runtime', () => {
  const modules = [...staticImports('./index.ts')];
  expect(modules).toContain('./forward.ts');
  expect(modules.filter((name) => !name.startsWith('./'))).toEqual([]);
});

test('the door for Node loads undici only when it is used', () => {
  expect([...staticImports('./node.ts')].filter((name) => !name.startsWith('./'))).toEqual([
    '@hono/node-server',
    '@hono/node-server/utils/response',
  ]);
});
