import type {
  BoxMessages,
  ChannelMessages,
  Locale,
  Messages,
  NewsletterMessages,
  TermsMessages,
} from '../texts/messages.ts';
import type { Words, WordSources } from './words.ts';

/** A text with English words here. */
export type MoreKey = 'required' | 'readOnly' | 'newTab' | keyof TermsMessages;

// Copies of those in texts/english.ts, see words.ts.
const english: Pick<BoxMessages & TermsMessages, MoreKey> = {
  required: 'required',
  readOnly: 'This cannot be changed here.',
  newTab: 'opens in a new tab',

  termsLabel: 'I accept the terms of purchase',
  privacyLabel: 'I have read the privacy policy',
  termsAndPrivacyLabel: 'I accept the terms of purchase and have read the privacy policy',
  termsLink: 'Terms of purchase',
  privacyLink: 'Privacy policy',
};

/** Returns a text of the shop, else of the locale, else of `texts`, as `wordsOf` does for the texts of its own. */
export function moreWordsOf(
  sources: WordSources,
  key: MoreKey | keyof NewsletterMessages | keyof ChannelMessages,
  texts: Partial<Messages> = english,
): Words | undefined {
  const { messages, locale } = sources;
  for (const source of [{ messages }, locale, { tag: 'en', version: '1', messages: texts }]) {
    const { tag, version, messages: known } = (source ?? {}) as Partial<Locale>;
    const text: unknown = known?.[key];
    if (typeof text === 'string') return [text, tag, version];
  }
  return undefined;
}
