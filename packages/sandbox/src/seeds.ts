import type { OrderInput } from './types.ts';

/** A small Swedish order: two lines, a delivery, a newsletter that is optional and terms that are required. */
export function swedish(): OrderInput {
  return {
    culture: 'sv-SE',
    currency: 'SEK',
    country: 'SE',
    cart: {
      reference: 'cart-4711',
      items: [
        line('1', 'MUGG-30', 'Kaffemugg i stengods, 30 cl', 2, 149),
        line('2', 'DUK-LIN', 'Kökshandduk i linne', 1, 249),
      ],
    },
    shippings: [
      {
        adapterId: 'shipping_adapter',
        name: 'Paket till ombud',
        state: 'intent',
        vatRate: 0.25,
        total: price(49),
      },
    ],
    customer: customer('Ebba', 'Lindqvist', 'Storgatan 12', '972 38', 'Luleå', 'SE', '+46701740605'),
    consents: [
      {
        id: 'ci_newsletter',
        checked: false,
        required: false,
        text: 'Ja tack, skicka nyhetsbrev med erbjudanden via e-post.',
      },
      { id: 'ci_terms', checked: false, required: true, text: 'Jag godkänner köpvillkoren.' },
    ],
  };
}

/** One payment over the whole amount, as `orders.create` adds it. */
export function payment(amount: number, currency = 'SEK'): { readonly [key: string]: unknown } {
  return { adapterId: 'payment_adapter', name: 'Card', type: 'default', state: 'reserved', amount, currency };
}

function line(reference: string, sku: string, name: string, quantity: number, each: number) {
  return { reference, sku, name, quantity, vatRate: 0.25, price: price(each), total: price(each * quantity) };
}

function price(includingVat: number) {
  return { includingVat, excludingVat: Math.round((includingVat / 1.25) * 100) / 100 };
}

function customer(
  givenName: string,
  familyName: string,
  streetAddress: string,
  postalCode: string,
  city: string,
  country: string,
  phone: string,
) {
  const email = `${givenName}.${familyName}@example.com`.toLowerCase();
  const address = {
    givenName,
    familyName,
    streetAddress,
    postalCode,
    city,
    country,
    phone,
    email,
    type: 'person',
  };
  return { type: 'person', billing: address, shipping: address };
}
