import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hashWording } from '@norce-kit/core';
import { da } from '../packages/react/src/locales/da.ts';
import { de } from '../packages/react/src/locales/de.ts';
import { en } from '../packages/react/src/locales/en.ts';
import { fi } from '../packages/react/src/locales/fi.ts';
import { nb } from '../packages/react/src/locales/nb.ts';
import { sv } from '../packages/react/src/locales/sv.ts';

// Stores the wordings of each version in wordings.json, so that the hash of an old record still has a text.

/**
 * @typedef {import('../packages/react/src/texts/messages.ts').Locale} Locale
 * @typedef {{ version: string, text: string, sha256: string }} Wording
 * @typedef {Record<string, Record<string, readonly Wording[]>>} Wordings by message and language, the oldest first
 */

/** @type {readonly Locale[]} */
export const locales = [en, sv, nb, da, fi, de];

/** The messages a shopper agrees to, and their explanations. */
const keys = /** @type {const} */ ([
  'newsletterLabel',
  'newsletterDescription',
  'newsletterSmsLabel',
  'newsletterSmsDescription',
  'termsLabel',
  'privacyLabel',
  'termsAndPrivacyLabel',
  'objectionLabel',
  'objectionDescription',
]);

/**
 * Returns the known wordings and those of the current locales. Known ones are never removed or changed.
 *
 * @param {Wordings} known
 * @param {readonly Locale[]} now
 * @returns {Promise<Wordings>}
 */
export async function addWordings(known, now) {
  /** @type {Wordings} */
  const wordings = {};
  for (const key of keys) {
    const languages = { ...known[key] };
    for (const locale of now)
      languages[locale.tag] = await addWording(languages[locale.tag] ?? [], key, locale);
    wordings[key] = languages;
  }
  return wordings;
}

/**
 * @param {readonly Wording[]} known
 * @param {typeof keys[number]} key
 * @param {Locale} locale
 * @returns {Promise<readonly Wording[]>}
 */
async function addWording(known, key, { tag, version, messages: { [key]: text } }) {
  const same = known.find((wording) => wording.version === version);
  if (same === undefined) return [...known, { version, text, sha256: await hashWording(text) }];
  if (same.text === text) return known;
  throw new Error(
    `The wording ${key} of the locale ${tag} is not what version ${version} says, so records of answers would speak ` +
      `of words nobody saw. Give the locale a new version.`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL('../packages/react/src/locales/wordings.json', import.meta.url);
  const wordings = await addWordings(JSON.parse(readFileSync(file, 'utf8')), locales);
  writeFileSync(file, `${JSON.stringify(wordings, undefined, 2)}\n`);
}
