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
  'newsletterWhatsappLabel',
  'newsletterWhatsappDescription',
  'newsletterPostLabel',
  'newsletterPostDescription',
  'newsletterPhoneLabel',
  'newsletterPhoneDescription',
  'newsletterPushLabel',
  'newsletterPushDescription',
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
  if (text === undefined) return known;
  const same = known.find((wording) => wording.version === version);
  if (same === undefined) return [...known, { version, text, sha256: await hashWording(text) }];
  if (same.text === text) return known;
  throw new Error(
    `The wording ${key} of the locale ${tag} differs from version ${version}, so records of answers would name ` +
      `words that no shopper saw. Give the locale a new version.`,
  );
}

/**
 * Returns the source of `known-wordings.gen.ts`: the hashes of each version of each label, in all languages. They are
 * shortened to 64 bits, because a page with evidence loads them.
 *
 * @param {Wordings} wordings
 * @returns {string}
 */
export function createTable(wordings) {
  /** @type {Map<string, string>} */
  const groups = new Map();
  for (const [key, languages] of Object.entries(wordings)) {
    // A record has the hash of the label.
    if (!key.endsWith('Label')) continue;
    for (const { version, sha256 } of Object.values(languages).flat()) {
      const group = `${key} ${version}`;
      groups.set(group, (groups.get(group) ?? '') + sha256.slice(0, 16));
    }
  }
  const lines = [...groups.values()].map((hashes) => `  '${hashes} ' +`);
  return `// Written by scripts/wordings.mjs.

/** The hashes of the ready wordings, 16 digits each: a word for each version of a wording, in all languages. */
export const readyWordings: string =
${lines.join('\n').replace(/ ' \+$/, "'")};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL('../packages/react/src/locales/wordings.json', import.meta.url);
  const wordings = await addWordings(JSON.parse(readFileSync(file, 'utf8')), locales);
  writeFileSync(file, `${JSON.stringify(wordings, undefined, 2)}\n`);
  writeFileSync(
    new URL('../packages/react/src/order/known-wordings.gen.ts', import.meta.url),
    createTable(wordings),
  );
}
