'use client';

import { enVersion } from '../texts/english.ts';
import type { Messages, PluralForms } from '../texts/messages.ts';
import { useOrderContext } from '../provider.tsx';
import { warnOnce } from '../dev.ts';

export interface UseMessagesResult<Part> {
  /** The texts: `messages` of the provider, else those of its locale, else English. */
  readonly messages: Part;
  /** Language of the locale as a BCP 47 tag; undefined without a locale and for a tag of another form. */
  readonly tag: string | undefined;
  /** Returns language and version of a text, for the evidence of an answer; a text of the shop has neither. */
  readonly originOf: (key: keyof Part) => TextOrigin;
}

export interface TextOrigin {
  readonly lang?: string | undefined;
  readonly wordingVersion?: string | undefined;
}

/** Returns the texts of one component; `english` are the defaults. */
export function useMessages<Part extends Partial<Messages>>(english: Part): UseMessagesResult<Part> {
  const { locale, messages: own } = useOrderContext('A consent');
  const tag = locale ? languageTag(locale.tag) : undefined;
  /** Returns a text of the shop. One that is no text would throw where it is shown. */
  const given = <Key extends keyof Part>(source: Partial<Messages> | undefined, key: Key) => {
    const text = (source as Partial<Part> | undefined)?.[key] as Part[Key] | undefined;
    return isLike(english[key], text) ? text : undefined;
  };
  const originOf = (key: keyof Part): TextOrigin => {
    if (given(own, key) !== undefined) return {};
    return locale && given(locale.messages, key) !== undefined
      ? { lang: tag, wordingVersion: locale.version }
      : { lang: 'en', wordingVersion: enVersion };
  };
  if (!locale && !own) return { messages: english, tag, originOf };

  const messages = { ...english };
  for (const key in english) {
    const text = given(own, key) ?? given(locale?.messages, key);
    if (text !== undefined) messages[key] = text;
    else if (process.env.NODE_ENV !== 'production' && locale) {
      warnOnce(`the locale ${locale.tag} has no text “${key}”, so the English one is shown.`);
    }
  }
  return { messages, tag, originOf };
}

/** Whether `text` can be shown in place of `english`: a string, or plural forms that are complete. */
function isLike(english: unknown, text: unknown): boolean {
  if (typeof english === 'string') return typeof text === 'string';
  return typeof (text as Partial<PluralForms> | null | undefined)?.other === 'string';
}

/**
 * Returns a language as a BCP 47 tag: `pt_BR.UTF-8`, as POSIX and Java write it, is `pt-BR`. undefined for text that
 * names no language.
 */
function languageTag(tag: unknown): string | undefined {
  try {
    return Intl.getCanonicalLocales(
      String(tag)
        .replace(/[.@].*/, '')
        .replaceAll('_', '-'),
    )[0];
  } catch {
    return undefined;
  }
}
