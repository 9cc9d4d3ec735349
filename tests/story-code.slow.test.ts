import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, test } from 'vitest';
import { showSource } from '../.storybook/stage/show-source.ts';
import { checkSnippets } from './snippets.ts';
import { findGenerated } from './stories/generated-code.ts';

interface StoryModule {
  readonly default: Meta;
  readonly [name: string]: unknown;
}

/** Stories of other pages: their code is in the files of their examples. */
const others = /\/(hooks\/|tokens|consent-history)/;

const modules = import.meta.glob<StoryModule>('../stories/**/*.stories.tsx', { eager: true });

const shown = Object.entries(modules)
  .filter(([file]) => !others.test(file))
  .flatMap(([file, { default: meta, ...named }]) =>
    Object.entries(named as Readonly<Record<string, StoryObj>>).map(([name, story]) => {
      const parameters = { ...meta.parameters, ...story.parameters };
      const docs = { ...meta.parameters?.['docs'], ...story.parameters?.['docs'] } as Docs;
      const { title = '', component } = meta;
      const args = { ...meta.args, ...story.args };
      const code = docs.source?.code ?? showSource('', { title, component, args, parameters, globals: {} });
      return { id: `${file.replace(/.*\/|\.stories\.tsx/g, '')}-${name}`, code };
    }),
  );

interface Docs {
  readonly source?: { readonly code?: string };
}

test('the code of every story is code that a person writes', () => {
  expect(shown.length).toBeGreaterThan(40);
  expect(shown.filter(({ code }) => code === '')).toEqual([]);
  expect(shown.flatMap(({ id, code }) => findGenerated(code).map((found) => `${id}: ${found}`))).toEqual([]);
});

test('the code of every story compiles', async () => {
  const snippets = shown.map(({ id, code }) => ({
    page: 'stories/code',
    file: new URL(`../stories/shown-${id}.tsx`, import.meta.url).pathname,
    line: 0,
    text: code,
  }));
  expect(await checkSnippets(snippets)).toEqual([]);
});

test('finds generated code, and leaves code of a person alone', () => {
  for (const code of [
    '<d />',
    '<IY consentId="a" />',
    'render={function IY(){}}',
    'play: async () => {',
    'x={() => {}}',
  ])
    expect(findGenerated(code), code).not.toEqual([]);
  expect(findGenerated('<ul><li /></ul>; <p>{t("a")}</p>; function PlaceOrder() { return 1; }')).toEqual([]);
});
