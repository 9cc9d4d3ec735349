import { languageOf } from './languages.ts';
import type { Language } from './languages.ts';
import { translate } from './words.ts';
import type { Translate } from './words.ts';

export interface Words {
  /** The language as a BCP 47 tag. */
  readonly tag: string;
  /** Translates a sentence of the shop. */
  readonly t: Translate;
  /** The built-in texts of the kit. */
  readonly messages: Language['locale']['messages'];
  /** Returns the title of the error summary for a number of items. */
  readonly summaryTitle: (count: number) => string;
}

/** Returns the words of a story in the language of the toolbar. For play functions. */
export function wordsOf(context: { readonly globals: Readonly<Record<string, unknown>> }): Words {
  const { tag, messages } = languageOf(context.globals['locale']).locale;
  return {
    tag,
    t: (sentence) => translate(tag, sentence),
    messages,
    summaryTitle: (count) => {
      const form = messages.summaryTitle[new Intl.PluralRules(tag).select(count)];
      const number = new Intl.NumberFormat(tag).format(count);
      return (form ?? messages.summaryTitle.other).replace('{count}', number);
    },
  };
}
