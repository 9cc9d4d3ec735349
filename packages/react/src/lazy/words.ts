import type { Locale, OwnMessages } from '../texts/messages.ts';

/** The texts of a provider. */
export interface WordSources {
  readonly locale?: Locale | undefined;
  readonly messages?: OwnMessages | undefined;
}

/** A text, its language and the version of its wording. */
export type Words = readonly [text: string, lang: string | undefined, version: string | undefined];

interface Source {
  readonly tag?: string;
  readonly version?: string;
  readonly messages: Record<string, unknown>;
}

// Copies of those in texts/english.ts: with one of that file a page loads all of its component.
const english: Source = {
  messages: {
    unreadable: 'We could not load your present answer, so this box may differ from it.',
    newsletterDescription: 'You can unsubscribe at any time, for example with the link in every email.',
    waiting: 'Waiting for a connection. Your answer is kept and saved as soon as there is one.',
    newsletterLabel: 'Send me news and offers by email',
    saving: 'Saving …',
  },
  tag: 'en',
  version: '1',
};

/** Returns a text of the shop, else of the locale, else the English one. */
export const wordsOf = ({ locale, messages }: WordSources, key: string): Words => {
  const source = [{ messages }, locale, english].find(
    (one) => (one?.messages as Source['messages'] | undefined)?.[key],
  ) as Source;
  return [source.messages[key] as string, source.tag, source.version];
};
