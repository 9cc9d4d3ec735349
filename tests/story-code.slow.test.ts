import { expect, test } from 'vitest';
import { codeOfStory } from '../.storybook/stage/story-code.ts';
import type { StoryModule } from '../.storybook/stage/story-code.ts';
import { checkSnippets } from './snippets.ts';
import { findGenerated } from './stories/generated-code.ts';

const modules = import.meta.glob<StoryModule>('../stories/**/*.stories.tsx', { eager: true });

const shown = Object.entries(modules).flatMap(([file, module]) =>
  Object.keys(module)
    .filter((name) => name !== 'default')
    .map((name) => ({
      id: `${file.replace(/.*\/|\.stories\.tsx/g, '')}-${name}`,
      folder: file.replace(/[^/]*$/, ''),
      code: codeOfStory(module, name),
    })),
);

test('the code of every story is code that a person writes', () => {
  expect(shown.length).toBeGreaterThan(90);
  expect(shown.filter(({ code }) => code === '')).toEqual([]);
  expect(shown.flatMap(({ id, code }) => findGenerated(code).map((found) => `${id}: ${found}`))).toEqual([]);
});

test('the code of every story compiles', async () => {
  // Many stories share their code.
  const different = new Map(shown.map((story) => [story.folder + story.code, story]));
  const snippets = [...different.values()].map(({ id, folder, code }) => ({
    page: 'stories/code',
    file: new URL(`${folder}shown-${id}.tsx`, import.meta.url).pathname,
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
