import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkSnippets, findSnippets } from './snippets.ts';

/** The pages whose code is compiled, with what it leaves to its reader. */
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
    declare const db: { insert: (table: string, row: import('@norce-kit/server').LoggedConsentAnswer) => Promise<void> };`,
};

test.each(Object.entries(pages))('the code in %s compiles as it stands', (page, surroundings) => {
  expect(findSnippets(page).length).toBeGreaterThan(0);
  expect(checkSnippets([page], surroundings)).toEqual([]);
});

test('the code in the guides compiles as it stands', () => {
  const [first = '', ...others] = readdirSync(new URL('../docs/guides', import.meta.url)).map(
    (file) => `docs/guides/${file}`,
  );
  const names = [first, ...others].flatMap(findSnippets).map(({ file }) => file);
  expect(names.length).toBeGreaterThan(20);
  // Two of one name would hide one another.
  expect(new Set(names).size).toBe(names.length);
  expect(checkSnippets([first, ...others])).toEqual([]);
});
