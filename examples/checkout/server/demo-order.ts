import type { OrderCreate } from '@norce-kit/core';

const price = (includingVat: number) => ({ includingVat, excludingVat: includingVat / 1.25 });

const line = (sku: string, name: string, quantity: number, each: number) => ({
  reference: sku,
  sku,
  name,
  quantity,
  vatRate: 0.25,
  price: price(each),
  total: price(each * quantity),
});

const address = {
  type: 'person',
  givenName: 'Ebba',
  familyName: 'Lindqvist',
  streetAddress: 'Storgatan 12',
  postalCode: '972 38',
  city: 'Luleå',
  country: 'SE',
  phone: '+46 70 174 06 05',
  email: 'ebba.lindqvist@example.com',
};

/** The order of a new shopper: three cart lines, an address and the two consents of this shop. */
export const demoOrder = {
  culture: 'en-GB',
  currency: 'SEK',
  country: 'SE',
  cart: {
    items: [
      line('MUG-30', 'Stoneware mug', 2, 149),
      line('TWL-LIN', 'Linen kitchen towel', 1, 249),
      line('CND-PIN', 'Pine candle', 1, 195),
    ],
    total: price(742),
  },
  customer: { type: 'person', billing: address, shipping: address },
  consents: [
    { id: 'ci_newsletter', checked: false, required: false, text: 'News and offers by e-mail' },
    { id: 'ci_terms', checked: false, required: true, text: 'I accept the terms of purchase' },
  ],
} as const satisfies OrderCreate;

/** The shipping that an adapter would add. */
export const demoShipping = {
  adapterId: 'shipping_adapter',
  name: 'Parcel to pick-up point',
  total: price(49),
};
