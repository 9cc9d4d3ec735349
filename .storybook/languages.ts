import type { OrderInput } from '@norce-kit/sandbox';
import { seeds } from '@norce-kit/sandbox';

/** A language of the toolbar, with an order worded in it. */
export interface Language {
  readonly tag: string;
  readonly order: OrderInput;
}

const worded = (newsletter: string, terms: string): OrderInput => ({
  ...seeds.swedish(),
  consents: [
    { id: 'ci_newsletter', checked: false, required: false, text: newsletter },
    { id: 'ci_terms', checked: false, required: true, text: terms },
  ],
});

const languages: readonly [Language, ...Language[]] = [
  {
    tag: 'en',
    order: worded(
      'Yes please, send me the newsletter with offers by email.',
      'I accept the terms of purchase.',
    ),
  },
  { tag: 'sv', order: seeds.swedish() },
  { tag: 'nb', order: seeds.norwegian() },
  {
    tag: 'da',
    order: worded(
      'Ja tak, send mig nyhedsbrevet med tilbud på e-mail.',
      'Jeg accepterer handelsbetingelserne.',
    ),
  },
  {
    tag: 'fi',
    order: worded('Kyllä kiitos, lähettäkää uutiskirje ja tarjoukset sähköpostitse.', 'Hyväksyn ostoehdot.'),
  },
  { tag: 'de', order: seeds.german() },
];

/** The language of a tag, or the first one. */
export function languageOf(tag: unknown): Language {
  return languages.find((language) => language.tag === tag) ?? languages[0];
}
