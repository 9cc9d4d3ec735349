import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkSnippets, findExamples, findSnippets } from './snippets.ts';

/** The pages whose code is compiled, with declarations that their code expects. */
const pages: Readonly<Record<string, string>> = {
  'README.md': '',
  'packages/core/README.md': `
    declare const orderId: string;
    declare const slug: string, apiKey: string, merchant: string, channel: string;
    declare const client: import('@norce-kit/core').OrderClient;
    declare const createAnswers: typeof import('@norce-kit/core').createAnswers;
    declare const render: (answer: import('@norce-kit/core').Answer) => void;`,
  'packages/react/README.md': '',
  'packages/sandbox/README.md': `
    declare const sandbox: import('@norce-kit/sandbox').Sandbox;
    declare const Checkout: () => import('react').ReactElement;`,
  'packages/server/README.md': `
    declare const metrics: { histogram: (name: string, event: import('@norce-kit/server').HandlerEvent) => void };
    declare const logger: Pick<Console, 'error'>;
    declare const db: { upsert: (table: string, row: import('@norce-kit/server').LoggedConsentAnswer) => Promise<void> };`,
};

test('the code in the README files compiles', async () => {
  const snippets = Object.keys(pages).map((page) => findSnippets(page));
  for (const found of snippets) expect(found.length).toBeGreaterThan(0);
  expect(await checkSnippets(snippets.flat(), Object.values(pages).join(''))).toEqual([]);
});

test('the code in the guides compiles', async () => {
  const guides = readdirSync(new URL('../docs/guides', import.meta.url));
  const snippets = guides.flatMap((file) => findSnippets(`docs/guides/${file}`));
  const names = snippets.map(({ file }) => file);
  expect(names.length).toBeGreaterThan(20);
  // A second file of the same name would replace the first.
  expect(new Set(names).size).toBe(names.length);
  expect(await checkSnippets(snippets)).toEqual([]);
});

/** Names that examples use without declaring them. */
const shared = `
  declare const orderId: string;
  declare const client: import('@norce-kit/core').OrderClient;
  declare const order: import('@norce-kit/core').Order & { id: string };
  declare const queryClient: import('@tanstack/react-query').QueryClient;
  declare const upstream: import('@norce-kit/server').Upstream;
  declare const authorize: import('@norce-kit/server').Authorize;
  declare const handler: import('@norce-kit/server').OrderHandler;
  declare const sandbox: import('@norce-kit/sandbox').Sandbox;
  declare const render: typeof import('@testing-library/react').render;
  declare const app: import('express').Express;
  declare const database: { insert: (table: string, row: object) => Promise<void> };
  declare const row: import('@norce-kit/server').LoggedConsentAnswer;
  declare const secret: string;
  declare const apiKey: string;
  declare const admin: import('@norce-kit/core/admin').OrderAdmin;
  declare const consents: import('@norce-kit/server/postgres').ConsentTable;
  declare const wordings: import('@norce-kit/core/history').WordingFile;
  declare const deliver: import('@norce-kit/server/delivery').Deliver;
  declare const boss: import('@norce-kit/server/delivery').PgBossQueue;
  declare const pool: import('@norce-kit/server/postgres').PostgresPool;
  declare const response: Response;
  declare const payment: { suspend: () => void; resume: () => void };
  declare const useEffect: typeof import('react').useEffect;
  declare const useMutation: typeof import('@tanstack/react-query').useMutation;
  declare type ReactElement = import('react').ReactElement;`;

/** Packages whose examples compile. */
const packages: readonly string[] = ['core', 'react', 'server', 'sandbox'];

test('the examples in docstrings compile', async () => {
  const snippets = packages.map((name) => {
    const entryPoints = [name, ...packages].flatMap((one) => Object.entries(findEntryPoints(one)));
    return findExamples(`packages/${name}/src`, Object.fromEntries(entryPoints));
  });
  for (const found of snippets) expect(found.length).toBeGreaterThan(0);
  expect(await checkSnippets(snippets.flat(), shared)).toEqual([]);
});

/** Returns the source of each entry point of a package, by import path. */
function findEntryPoints(name: string): Record<string, string> {
  const manifest = readFileSync(new URL(`../packages/${name}/package.json`, import.meta.url), 'utf8');
  const { exports } = JSON.parse(manifest) as { exports: Record<string, unknown> };
  const sources = Object.entries(exports).flatMap(([path, conditions]) => {
    const source = /"@norce-kit\/source":"\.\/([^"*]+\.tsx?)"/.exec(JSON.stringify(conditions))?.[1];
    return source === undefined ? [] : [[`@norce-kit/${name}${path.slice(1)}`, `packages/${name}/${source}`]];
  });
  return Object.fromEntries(sources) as Record<string, string>;
}
