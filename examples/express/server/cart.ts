import type { OrderCreate } from '@norce-kit/core';

const price = { includingVat: 298, excludingVat: 238.4 };

/** The shopper's cart and the consents of this shop. */
export const cart: OrderCreate = {
  culture: 'en-GB',
  currency: 'SEK',
  country: 'SE',
  cart: {
    items: [
      {
        reference: 'MUG-30',
        sku: 'MUG-30',
        name: 'Stoneware mug',
        quantity: 1,
        vatRate: 0.25,
        price,
        total: price,
      },
    ],
    total: price,
  },
  consents: [
    { id: 'ci_newsletter', checked: false, required: false, text: 'News and offers by e-mail' },
    { id: 'ci_terms', checked: false, required: true, text: 'I accept the terms of purchase' },
  ],
};
