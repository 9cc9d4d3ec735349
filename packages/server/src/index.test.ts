import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import * as main from './index.ts';
import * as node from './node.ts';
import * as postgres from './postgres.ts';
import * as rateLimit from './rate-limit.ts';

test('the entry points export these names and no others', () => {
  expect(Object.keys(main).sort()).toEqual(['createOrderHandler', 'hashConsentAnswer', 'orderCookie']);
  expect(Object.keys(node).sort()).toEqual(['toNodeListener', 'undiciTransport']);
  expect(Object.keys(postgres).sort()).toEqual(['consentTable', 'consentTableSql']);
  expect(Object.keys(rateLimit)).toEqual(['createRateLimit']);
});

test('the main entry point loads where a module of Node is refused, as in the edge runtime of Next.js', async () => {
  const refuse = vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => {
    throw new Error('A Node.js API is used which is not supported in the Edge Runtime.');
  });
  onTestFinished(() => {
    refuse.mockRestore();
    vi.resetModules();
  });
  vi.resetModules();
  expect(Object.keys(await import('./index.ts'))).toEqual(Object.keys(main));
  expect(refuse).toHaveBeenCalled();
});

const entryPoint = (file: string) => new URL(file, import.meta.url);
const sources: Readonly<Record<string, URL>> = {
  '@norce-kit/core/forwarding': new URL('../../core/src/forwarding.ts', import.meta.url),
};

/** Packages that importing a module loads at once, through all modules of this repository; types and `import()` excluded. */
function packagesOf(module: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(module.href)) return new Set();
  seen.add(module.href);
  const source = readFileSync(module, 'utf8');
  const imports = source.matchAll(/^(?:import|export) (?!type)[^;]*?from '([^']+)';/gm);
  return new Set(
    [...imports].flatMap(([, specifier = '']) => {
      const own = specifier.startsWith('./') ? new URL(specifier, module) : sources[specifier];
      return own ? [...packagesOf(own, seen)] : [specifier];
    }),
  );
}

test('importing the handler loads no other package: quick to load, on every runtime', () => {
  const seen = new Set<string>();
  expect([...packagesOf(entryPoint('./index.ts'), seen)]).toEqual([]);
  expect([...seen]).toContain(entryPoint('./forward.ts').href);
  expect([...seen]).toContain(sources['@norce-kit/core/forwarding']?.href);
});

test.each<[string, readonly string[]]>([
  ['./postgres.ts', []],
  ['./rate-limit.ts', ['ipaddr.js']],
])('%s loads no other packages than %j', (file, packages) => {
  expect([...packagesOf(entryPoint(file))]).toEqual(packages);
});

test('the entry point for Node loads undici only at the first request', () => {
  expect([...packagesOf(entryPoint('./node.ts'))]).toEqual([
    'node:http',
    '@hono/node-server',
    '@hono/node-server/utils/response',
  ]);
});
