import type { OrderProviderProps } from '@norce-kit/react';
import { da } from '@norce-kit/react/locales/da';
import { de } from '@norce-kit/react/locales/de';
import { en } from '@norce-kit/react/locales/en';
import { fi } from '@norce-kit/react/locales/fi';
import { nb } from '@norce-kit/react/locales/nb';
import { sv } from '@norce-kit/react/locales/sv';
import type { OrderInput } from '@norce-kit/sandbox';
import { seeds } from '@norce-kit/sandbox';

/** A language of the toolbar: its built-in texts, and an order in this language. */
export interface Language {
  readonly locale: NonNullable<OrderProviderProps['locale']>;
  readonly name: string;
  readonly order: OrderInput;
}

const orderWith = (newsletter: string, terms: string): OrderInput => ({
  ...seeds.swedish(),
  consents: [
    { id: 'ci_newsletter', checked: false, required: false, text: newsletter },
    { id: 'ci_terms', checked: false, required: true, text: terms },
  ],
});

export const languages: readonly [Language, ...Language[]] = [
  {
    locale: en,
    name: 'English',
    order: orderWith(
      'Yes please, send me the newsletter with offers by email.',
      'I accept the terms of purchase.',
    ),
  },
  { locale: sv, name: 'Svenska', order: seeds.swedish() },
  { locale: nb, name: 'Norsk bokmål', order: seeds.norwegian() },
  {
    locale: da,
    name: 'Dansk',
    order: orderWith(
      'Ja tak, send mig nyhedsbrevet med tilbud på e-mail.',
      'Jeg accepterer handelsbetingelserne.',
    ),
  },
  {
    locale: fi,
    name: 'Suomi',
    order: orderWith(
      'Kyllä kiitos, lähettäkää uutiskirje ja tarjoukset sähköpostitse.',
      'Hyväksyn ostoehdot.',
    ),
  },
  { locale: de, name: 'Deutsch', order: seeds.german() },
];

/** Returns the language of a tag. @default the first language */
export function languageOf(tag: unknown): Language {
  return languages.find((language) => language.locale.tag === tag) ?? languages[0];
}
