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

interface OrderTexts {
  readonly market: Pick<OrderInput, 'culture' | 'currency' | 'country'>;
  /** Names of the lines, in the sequence of the order. */
  readonly items: readonly string[];
  readonly shipping: string;
  readonly newsletter: string;
  readonly terms: string;
}

/** Returns an order with the prices of a seed and texts of another language. */
function translateOrder(seed: OrderInput, texts: OrderTexts): OrderInput {
  const { market, items, shipping, newsletter, terms } = texts;
  return {
    ...seed,
    ...market,
    cart: {
      ...seed.cart,
      items: (seed.cart?.items ?? []).map((item, index) => ({ ...item, name: items[index] ?? '' })),
    },
    shippings: (seed.shippings ?? []).map((one) => ({ ...one, name: shipping })),
    consents: [
      { id: 'ci_newsletter', checked: false, required: false, text: newsletter },
      { id: 'ci_terms', checked: false, required: true, text: terms },
    ],
  };
}

export const languages: readonly [Language, ...Language[]] = [
  {
    locale: en,
    name: 'English',
    order: translateOrder(seeds.swedish(), {
      market: { culture: 'en-SE', currency: 'SEK', country: 'SE' },
      items: ['Stoneware mug, 30 cl', 'Linen tea towel'],
      shipping: 'Parcel to a pickup point',
      newsletter: 'Yes please, send me the newsletter with offers by email.',
      terms: 'I accept the terms of purchase.',
    }),
  },
  { locale: sv, name: 'Svenska', order: seeds.swedish() },
  { locale: nb, name: 'Norsk bokmål', order: seeds.norwegian() },
  {
    locale: da,
    name: 'Dansk',
    order: translateOrder(seeds.swedish(), {
      market: { culture: 'da-DK', currency: 'DKK', country: 'DK' },
      items: ['Kaffekrus i stentøj, 30 cl', 'Viskestykke i hør'],
      shipping: 'Pakke til udleveringssted',
      newsletter: 'Ja tak, send mig nyhedsbrevet med tilbud på e-mail.',
      terms: 'Jeg accepterer handelsbetingelserne.',
    }),
  },
  {
    locale: fi,
    name: 'Suomi',
    order: translateOrder(seeds.german(), {
      market: { culture: 'fi-FI', currency: 'EUR', country: 'FI' },
      items: ['Kahvimuki kivitavaraa, 3 dl'],
      shipping: 'Paketti noutopisteeseen',
      newsletter: 'Kyllä kiitos, lähettäkää uutiskirje ja tarjoukset sähköpostitse.',
      terms: 'Hyväksyn tilausehdot.',
    }),
  },
  { locale: de, name: 'Deutsch', order: seeds.german() },
];

/** Returns the language of a tag. @default the first language */
export function languageOf(tag: unknown): Language {
  return languages.find((language) => language.locale.tag === tag) ?? languages[0];
}
