import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findPages, findProse, findScripts, findWords, proseOf } from './words.ts';

/** Folders whose comments and titles follow the rules below. */
const folders: readonly string[] = [
  '.storybook',
  'stories',
  'bench',
  'scripts',
  'examples',
  'tests',
  'packages',
];

const rules: readonly (readonly [rule: string, forbidden: RegExp])[] = [
  ['name the actor, not nobody, somebody, whoever or anybody', /\b(nobody|somebody|whoever|anybody)\b/i],
  ['write reads, sends, returns or shows instead of tell', /\b(tell|tells|telling|told)\b/i],
  ['use a standard verb', /\b(lets|says|said|bears|knows|stands|stood|asks for)\b/i],
  ['begin with the subject, not with what or whoever', /^(what|whoever)\b/i],
];

/** Removes comment marks, quotes and a scenario code, so that the first word comes first. */
const plain = (text: string) =>
  text.replace(/^(\/\*+|\/\/+|['"`])\s*\**\s*/, '').replace(/^[A-Z]{1,2}\d+(, ?[A-Z]{1,2}\d+)*:\s*/, '');

/** The rules without their place in a text. */
const anywhere = rules.map(([, { source, flags }]) => new RegExp(source.replace(/^\^/, ''), flags));

/** Whether a text has a word that a rule forbids, at any place. Most files have none, and parsing them is slow. */
const mayBreak = (text: string) => anywhere.some((forbidden) => forbidden.test(text));

const findBroken = (texts: readonly { readonly line: number; readonly text: string }[], file: string) =>
  texts.flatMap(({ line, text }) =>
    rules
      .filter(([, forbidden]) => forbidden.test(text))
      .map(([rule]) => `${file}:${line} ${rule}: ${text.slice(0, 80)}`),
  );

test.each(folders)('comments and test titles below %s use plain words', (folder) => {
  const files = findScripts(folder);
  expect(files.length).toBeGreaterThan(0);
  const suspects = files.filter((file) =>
    mayBreak(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')),
  );
  const found = suspects.flatMap((file) =>
    findBroken(
      findWords(file).map(({ line, text }) => ({ line, text: plain(text) })),
      file,
    ),
  );
  expect(found).toEqual([]);
});

const pages = findPages();

test('finds the pages', () => {
  expect(pages.length).toBeGreaterThan(30);
});

test.each(pages)('%s uses plain words', (page) => {
  expect(findBroken(findProse(page), page)).toEqual([]);
});

test.each([
  ['Nobody reads it.', 'name the actor'],
  ['| `x` | The page tells it. |', 'tell'],
  ['The handler lets it through.', 'standard verb'],
  ['It was read. What follows is code.', 'begin with'],
])('finds the fault in "%s"', (markdown, rule) => {
  expect(findBroken(proseOf(markdown), 'a page')).toEqual([expect.stringContaining(rule)]);
});

test.each([
  '# What the next page shows',
  '`The page tells it.`',
  '```ts\n// Nobody reads it.\n```',
  'The page shows "What now?".',
])('accepts %j', (markdown) => {
  expect(findBroken(proseOf(markdown), 'a page')).toEqual([]);
});
