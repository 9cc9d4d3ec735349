import { expect, test } from 'vitest';
import { findScripts, findWords } from './words.ts';

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
  ['begin with the subject, not with what or whoever', /^(what|whoever)\b/i],
];

/** Removes comment marks, quotes and a scenario code, so that the first word comes first. */
const plain = (text: string) =>
  text.replace(/^(\/\*+|\/\/+|['"`])\s*\**\s*/, '').replace(/^[A-Z]{1,2}\d+(, ?[A-Z]{1,2}\d+)*:\s*/, '');

test.each(folders)('comments and test titles below %s use plain words', (folder) => {
  const files = findScripts(folder);
  expect(files.length).toBeGreaterThan(0);
  const found = files.flatMap((file) =>
    findWords(file).flatMap(({ line, text }) =>
      rules
        .filter(([, forbidden]) => forbidden.test(plain(text)))
        .map(([rule]) => `${file}:${line} ${rule}: ${text.slice(0, 80)}`),
    ),
  );
  expect(found).toEqual([]);
});
