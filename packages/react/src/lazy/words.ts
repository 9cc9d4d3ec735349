import type { Locale, Messages } from '../texts/messages.ts';

/** The texts of a provider. */
export interface WordSources {
  readonly locale?: Locale | undefined;
  readonly messages?: Partial<Messages> | undefined;
}

/** A text, its language and the version of its wording. */
export type Words = readonly [text: string, lang: string | undefined, version: string | undefined];

interface Source {
  readonly tag?: string;
  readonly version?: string;
  readonly messages?: Readonly<Record<string, unknown>> | undefined;
}

// Copies of those in texts/english.ts: with one of that file a page loads all of its component.
const english: Source = {
  tag: 'en',
  version: '1',
  messages: {
    newsletterLabel: 'Send me news and offers by email',
    newsletterDescription: 'You can unsubscribe at any time, for example with the link in every email.',
    saving: 'Saving …',
    waiting: 'Waiting for a connection. Your answer is kept and saved as soon as there is one.',
    unreadable: 'We could not load your present answer, so this box may differ from it.',
  },
};

/** Returns a text of the shop, else of the locale, else the English one. */
export const wordsOf = ({ messages, locale }: WordSources, key: string): Words => {
  const source = ([{ messages }, locale, english] as Source[]).find((one) => one?.messages?.[key]);
  return [source!.messages![key] as string, source!.tag, source!.version];
};
