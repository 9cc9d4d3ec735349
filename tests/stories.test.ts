import type { SaveState } from '@norce-kit/core';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createSandbox } from '@norce-kit/sandbox';
import { languages } from '../.storybook/stage/languages.ts';
import { translate } from '../.storybook/stage/words.ts';
import { boxStates } from '../stories/box-states.ts';

const folder = fileURLToPath(new URL('../stories/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
const read = (file: string) => readFileSync(`${folder}${file}`, 'utf8');
const pages = files.filter((file) => file.endsWith('.mdx')).map((file) => ({ file, text: read(file) }));

/** Names with a docs page: of unattached pages, and of the stories that attached pages belong to. */
const titles = pages.flatMap(({ file, text }) => {
  const own = /<Meta title="([^"]+)"/.exec(text)?.[1];
  const stories = file.replace(/\.mdx$/, '.stories.tsx');
  const theirs = files.includes(stories) ? /title: '([^']+)'/.exec(read(stories))?.[1] : undefined;
  return own ?? theirs ?? [];
});

test('every component and every hook has a docs page', async () => {
  const names = Object.keys(await import('@norce-kit/react'));
  const components = names.filter((name) => /^[A-Z]/.test(name) && name !== 'OrderProvider');
  const hooks = names.filter((name) => name.startsWith('use') || name === 'OrderProvider');
  expect(components.length).toBeGreaterThan(0);
  expect(hooks.length).toBeGreaterThan(0);
  const wanted = [...components.map((name) => `Components/${name}`), ...hooks.map((name) => `Hooks/${name}`)];
  expect(wanted.filter((title) => !titles.includes(title))).toEqual([]);
});

test('the page of a component has the sections a designer needs', () => {
  const sections = [
    '## When to use it',
    '## When not to',
    '## Anatomy',
    '## States',
    '<States',
    '## States and selectors',
    '## Words',
    '<Wording',
    '<Messages',
    '## Keyboard',
    '## What a screen reader says',
    '<Law>',
    '## Do and do not',
    '## Related components',
    '<Props />',
  ];
  const components = pages.filter(({ text }) => text.includes('<Status'));
  expect(components.length).toBeGreaterThan(0);
  const missing = components.flatMap(({ file, text }) =>
    sections.filter((section) => !text.includes(section)).map((section) => `${file}: ${section}`),
  );
  expect(missing).toEqual([]);
});

test('every state of the design has a story', () => {
  const stories = read('consent-checkbox.stories.tsx');
  expect(Object.keys(boxStates).filter((state) => !stories.includes(`stateStory('${state}')`))).toEqual([]);
});

test('every state of a save is a state of the design', () => {
  const states: Readonly<Record<SaveState, keyof typeof boxStates>> = {
    idle: 'empty',
    saving: 'saving',
    saved: 'saved',
    'not-saved': 'not-saved',
    unknown: 'unknown',
    waiting: 'waiting',
  };
  expect(Object.values(states).filter((state) => !(state in boxStates))).toEqual([]);
});

test('every link between pages has a target', () => {
  const stories = files.filter((file) => file.endsWith('.stories.tsx')).map(read);
  const idOf = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const ownIds = [...pages, ...stories.map((text) => ({ text }))].flatMap(
    ({ text }) => /(?:<Meta [^>]*id="|\bid: ')([a-z-]+)["']/.exec(text)?.[1] ?? [],
  );
  const known = [
    ...[...titles, ...stories.flatMap((text) => /title: '([^']+)'/.exec(text)?.[1] ?? [])].map(idOf),
    ...ownIds,
  ];
  const links = pages.flatMap(({ text }) => [...text.matchAll(/\?path=\/(?:docs|story)\/([a-z-]+?)--/g)]);
  expect(links.length).toBeGreaterThan(0);
  expect(links.map(([, id = '']) => id).filter((id) => !known.includes(id))).toEqual([]);
});

test.each(languages)('the lines of the order in $name add up to its total', ({ order: content }) => {
  const order = createSandbox().orders.create(content);
  const items = order.cart.items ?? [];
  const amounts = [...items, ...order.shippings].map(
    ({ total }) => (total as Price | undefined)?.includingVat ?? 0,
  );
  expect(amounts.length).toBeGreaterThan(1);
  expect(order.total.includingVat).toBeCloseTo(
    amounts.reduce((sum, amount) => sum + amount, 0),
    2,
  );
});

interface Price {
  readonly includingVat?: number;
}

test('the checkout of the stories has each sentence in every language', () => {
  const code = read('checkout.example.tsx');
  const sentences = [...code.matchAll(/\bt\('([^']+)'\)/g)].map(([, sentence = '']) => sentence);
  expect(sentences.length).toBeGreaterThan(4);
  const missing = sentences.filter((sentence) => translate('fi', sentence) === sentence);
  expect(missing).toEqual([]);
});
