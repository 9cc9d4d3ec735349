'use client';

import { enVersion } from '../texts/english.ts';
import type { Locale, Messages } from '../texts/messages.ts';
import { useOrderContext } from '../provider.tsx';
import { warnOnce } from '../dev.ts';

export interface UseMessagesResult<Part> {
  /** The texts: `messages` of the provider, else those of its locale, else English. */
  readonly messages: Part;
  readonly locale: Locale | undefined;
  /** Returns language and version of a text, for the evidence of an answer; a text of the shop has neither. */
  readonly originOf: (key: keyof Part) => TextOrigin;
}

export interface TextOrigin {
  readonly lang?: string;
  readonly wordingVersion?: string;
}

/** Returns the texts of one component; `english` are the defaults. */
export function useMessages<Part extends Partial<Messages>>(english: Part): UseMessagesResult<Part> {
  const { locale, messages: own } = useOrderContext('A consent');
  const given = <Key extends keyof Part>(source: Partial<Messages> | undefined, key: Key) =>
    (source as Partial<Part> | undefined)?.[key] as Part[Key] | undefined;
  const originOf = (key: keyof Part): TextOrigin => {
    if (given(own, key) !== undefined) return {};
    return locale !== undefined && given(locale.messages, key) !== undefined
      ? { lang: locale.tag, wordingVersion: locale.version }
      : { lang: 'en', wordingVersion: enVersion };
  };
  if (locale === undefined && own === undefined) return { messages: english, locale, originOf };

  const messages = { ...english };
  for (const key in english) {
    const text = given(own, key) ?? given(locale?.messages, key);
    if (text !== undefined) messages[key] = text;
    else if (process.env.NODE_ENV !== 'production' && locale !== undefined) {
      warnOnce(`the locale ${locale.tag} has no text “${key}”, so the English one is shown.`);
    }
  }
  return { messages, locale, originOf };
}
