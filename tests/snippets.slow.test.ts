import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkSnippets, findExamples, findSnippets } from './snippets.ts';
import type { Snippet } from './snippets.ts';
import { shownCode } from './stories/shown-code.ts';

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

const found = {
  readmes: Object.keys(pages).map((page) => findSnippets(page)),
  guides: readdirSync(new URL('../docs/guides', import.meta.url)).map((file) =>
    findSnippets(`docs/guides/${file}`),
  ),
  examples: packages.map((name) => {
    const entryPoints = [name, ...packages].flatMap((one) => Object.entries(findEntryPoints(one)));
    return findExamples(`packages/${name}/src`, Object.fromEntries(entryPoints));
  }),
  stories: [snippetsOfStories()],
};

const checked = checkSnippets([
  { snippets: found.readmes.flat(), surroundings: Object.values(pages).join('') },
  { snippets: found.guides.flat() },
  { snippets: found.examples.flat(), surroundings: shared },
  { snippets: found.stories.flat() },
]).then(([readmes, guides, examples, stories]) => ({ readmes, guides, examples, stories }));
// Each test below reports a failure of the compiler.
checked.catch(() => undefined);

test('the code in the README files compiles', async () => {
  for (const snippets of found.readmes) expect(snippets.length).toBeGreaterThan(0);
  expect((await checked).readmes).toEqual([]);
});

test('the code in the guides compiles', async () => {
  const names = found.guides.flat().map(({ file }) => file);
  expect(names.length).toBeGreaterThan(20);
  // A second file of the same name would replace the first.
  expect(new Set(names).size).toBe(names.length);
  expect((await checked).guides).toEqual([]);
});

test('the examples in docstrings compile', async () => {
  for (const snippets of found.examples) expect(snippets.length).toBeGreaterThan(0);
  expect((await checked).examples).toEqual([]);
});

test('the code of every story compiles', async () => {
  expect(found.stories.flat().length).toBeGreaterThan(30);
  expect((await checked).stories).toEqual([]);
});

/** Returns the code of all stories. Many stories share their code. */
function snippetsOfStories(): readonly Snippet[] {
  const different = new Map(shownCode.map((story) => [story.folder + story.code, story]));
  return [...different.values()].map(({ id, folder, code }) => ({
    page: 'stories/code',
    file: `${folder}shown-${id}.tsx`,
    line: 0,
    text: code,
  }));
}

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
