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
  /** Returns the origin of a text, for the evidence of an answer. */
  readonly originOf: (key: keyof Part) => TextOrigin;
}

/** Texts with their language and version; those of the shop have neither. */
export interface TextOrigin {
  readonly texts: object | undefined;
  readonly lang?: string | undefined;
  readonly wordingVersion?: string | undefined;
}

/** Returns the texts of one component; `texts` are the English ones. */
export function useMessages<Part extends Partial<Messages>>(texts: Part): UseMessagesResult<Part> {
  const { locale, messages: own, evidence } = useOrderContext('A consent');
  const english = evidence?.addTexts(texts) ?? texts;
  const ready: TextOrigin = { texts: english, lang: 'en', wordingVersion: enVersion };
  if (!locale && !own) return { messages: english, tag: undefined, originOf: () => ready };

  const tag = locale && languageTag(locale.tag);
  const sources: readonly TextOrigin[] = [
    { texts: own },
    { texts: locale?.messages, lang: tag, wordingVersion: locale?.version },
  ];
  /** Returns the first source of a text. One that is no text would throw where it is shown. */
  const originOf = (key: keyof Part) =>
    sources.find(({ texts }) => isLike(english[key], (texts as Partial<Part> | undefined)?.[key])) ?? ready;
  const messages = { ...english };
  for (const key in english) {
    const source = originOf(key);
    messages[key] = (source.texts as Part)[key];
    if (process.env.NODE_ENV !== 'production' && source === ready && locale) {
      warnOnce(
        (locale.messages as Partial<Messages> | undefined)
          ? `the locale ${locale.tag} has no text “${key}”, so the English one is shown.`
          : `the prop locale is no locale but ${JSON.stringify(locale).slice(0, 60)}. ` +
              "Import one, such as { sv } from '@norce-kit/react/locales/sv', and pass it.",
      );
    }
  }
  return { messages, tag, originOf };
}

/** Whether `text` can be shown in place of `english`: a string, also where English has no text, or plural forms that are complete. */
function isLike(english: unknown, text: unknown): boolean {
  if (typeof english !== 'object') return typeof text === 'string';
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
