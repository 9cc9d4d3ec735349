import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashWording } from '@norce-kit/core';
import type { Locale } from '@norce-kit/react';
import { en } from '@norce-kit/react/locales/en';
import { sv } from '@norce-kit/react/locales/sv';
import wordings from '@norce-kit/react/wordings.json' with { type: 'json' };
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { expect, test } from 'vitest';
import { addWordings, createTable, locales } from '../scripts/wordings.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const others = locales.filter(({ tag }) => tag !== 'en').map((locale) => [locale.tag, locale] as const);

/** Returns the text of a message, or all its plural forms. */
const textsOf = (message: Locale['messages'][keyof Locale['messages']] = '') =>
  typeof message === 'string' ? [message] : Object.values(message);
const placeholdersOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test.each(others)('LG3: %s has every message of English, with the same placeholders', (tag, locale) => {
  expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
  expect(Object.keys(locale.messages).sort()).toEqual(Object.keys(en.messages).sort());
  for (const [key, message] of Object.entries(en.messages) as [keyof Locale['messages'], string][]) {
    const [english = ''] = textsOf(message);
    for (const text of textsOf(locale.messages[key])) {
      expect(text, key).toBe(text.trim().normalize('NFC'));
      expect(text.length, key).toBeGreaterThan(0);
      expect(placeholdersOf(text), key).toEqual(placeholdersOf(english));
      // A sentence ends as a sentence in each language.
      expect(/[.…]$/.test(text), `${key}: ${text}`).toBe(/[.…]$/.test(english));
    }
  }
});

test.each(others)('LG3: no message of %s is English', (_, { messages }) => {
  const same = (Object.keys(messages) as (keyof typeof messages)[]).filter(
    (key) => textsOf(messages[key]).join() === textsOf(en.messages[key]).join(),
  );
  expect(same).toEqual([]);
});

test.each(locales.map((locale) => [locale.tag, locale] as const))(
  'LG5: %s has each of its plural forms',
  (tag, { messages: { summaryTitle } }) => {
    const rules = new Intl.PluralRules(tag);
    expect(Object.keys(summaryTitle).sort()).toEqual([...rules.resolvedOptions().pluralCategories].sort());
    expect(summaryTitle[rules.select(1)]).not.toBe(summaryTitle[rules.select(3)]);
  },
);

test('wordings.json has each wording with its version and hash', async () => {
  expect(await addWordings(wordings, locales), 'run: npm run wordings').toEqual(wordings);
  const table = readFileSync(join(root, 'packages/react/src/order/known-wordings.gen.ts'), 'utf8');
  expect(table, 'run: npm run wordings').toBe(createTable(wordings));
  for (const { version, text, sha256 } of Object.values(wordings).flatMap((one) =>
    Object.values(one).flat(),
  )) {
    expect(version).not.toBe('');
    expect(sha256).toBe(await hashWording(text));
  }
});

test('rejects a changed wording without a new version', async () => {
  const reworded = { ...sv, messages: { ...sv.messages, newsletterLabel: 'Jag vill få nyheter' } };
  await expect(addWordings(wordings, [reworded])).rejects.toThrow(
    /newsletterLabel of the locale sv .* new version/,
  );
});

test('adds a new version and keeps the old one', async () => {
  const reworded = {
    ...sv,
    version: '2',
    messages: { ...sv.messages, newsletterLabel: 'Jag vill få nyheter' },
  };
  const known = await addWordings(wordings, [reworded]);
  const [before, after] = known['newsletterLabel']?.['sv'] ?? [];
  expect(before).toEqual(wordings.newsletterLabel.sv[0]);
  expect(after).toEqual({
    version: '2',
    text: 'Jag vill få nyheter',
    sha256: await hashWording('Jag vill få nyheter'),
  });
  expect(known['newsletterLabel']?.['de']).toEqual(wordings.newsletterLabel.de);
});

/** Bundles `code` as a page of a shop. */
async function bundle(code: string): Promise<string> {
  const entry = `${root}entry-of-locales.js`;
  const output = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { conditions: ['@norce-kit/source', 'module', 'browser', 'production'] },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    build: {
      write: false,
      minify: false,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        external: [/^react(-dom)?($|\/)/, '@tanstack/react-query'],
      },
    },
  })) as Rolldown.RolldownOutput;
  return output.output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
}

test('a page contains only the languages it imports', async () => {
  const inCode = (code: string) =>
    locales.filter(({ messages }) => code.includes(messages.unknown)).map(({ tag }) => tag);
  expect(inCode(await bundle(`export * from '@norce-kit/react';`))).toEqual(['en']);
  const swedish = `export { NewsletterConsent } from '@norce-kit/react'; export { sv } from '@norce-kit/react/locales/sv';`;
  const page = await bundle(swedish);
  expect(inCode(page)).toEqual(['en', 'sv']);
  expect(page).not.toContain(en.messages.objectionLabel);
  expect(page).not.toContain(wordings.newsletterLabel.sv[0]?.sha256);
});
