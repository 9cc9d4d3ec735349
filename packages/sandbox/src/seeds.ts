import type { OrderInput } from './types.ts';

/** Returns a small Swedish order: two lines, one shipping, an optional newsletter and required terms. */
export function swedish(): OrderInput {
  return {
    culture: 'sv-SE',
    currency: 'SEK',
    country: 'SE',
    cart: {
      reference: 'cart-4711',
      items: [
        line(0.25, 'MUGG-30', 'Kaffemugg i stengods, 30 cl', 2, 149),
        line(0.25, 'DUK-LIN', 'Kökshandduk i linne', 1, 249),
      ],
    },
    shippings: [shipping(0.25, 'Paket till ombud', 49)],
    customer: customer('Ebba', 'Lindqvist', 'Storgatan 12', '972 38', 'Luleå', 'SE'),
    consents: [
      newsletter('Ja tack, skicka nyhetsbrev med erbjudanden via e-post.'),
      terms('Jag godkänner köpvillkoren.'),
    ],
  };
}

/** Returns a small Norwegian order. */
export function norwegian(): OrderInput {
  return {
    culture: 'nb-NO',
    currency: 'NOK',
    country: 'NO',
    cart: {
      reference: 'cart-4712',
      items: [line(0.25, 'KOPP-30', 'Kaffekopp i steingods, 30 cl', 2, 159)],
    },
    shippings: [shipping(0.25, 'Pakke til hentested', 59)],
    customer: customer('Ingrid', 'Bakken', 'Kongens gate 4', '7011', 'Trondheim', 'NO'),
    consents: [
      newsletter('Ja takk, send meg nyhetsbrev med tilbud på e-post.'),
      terms('Jeg godtar kjøpsvilkårene.'),
    ],
  };
}

/** Returns a small German order. */
export function german(): OrderInput {
  return {
    culture: 'de-DE',
    currency: 'EUR',
    country: 'DE',
    cart: {
      reference: 'cart-4713',
      items: [line(0.19, 'BECHER-30', 'Kaffeebecher aus Steinzeug, 0,3 l', 2, 14.9)],
    },
    shippings: [shipping(0.19, 'Lieferung an eine Abholstation', 4.9)],
    customer: customer('Johanna', 'Brandt', 'Lindenstraße 8', '04109', 'Leipzig', 'DE'),
    consents: [
      newsletter('Ja, ich möchte den Newsletter mit Angeboten per E-Mail erhalten.'),
      terms('Ich habe die Allgemeinen Geschäftsbedingungen gelesen und stimme ihnen zu.'),
    ],
  };
}

/** Returns an order with two required consents: terms and age. */
export function requiredTerms(): OrderInput {
  const { consents = [], ...order } = swedish();
  const age = { id: 'ci_age', checked: false, required: true, text: 'Jag har fyllt 18 år.' };
  return { ...order, consents: [...consents, age] };
}

/** Returns an order with `count` consents, every third of them required. */
export function manyConsents(count = 20): OrderInput {
  const consents = Array.from({ length: count }, (_, index) => ({
    id: `ci_${index + 1}`,
    checked: false,
    required: index % 3 === 2,
    text: `Jag samtycker till punkt ${index + 1} av ${count}.`,
  }));
  return { ...swedish(), consents };
}

/** Returns an order with long texts: 200,000 characters, one word without spaces, 40 lines. */
export function longTexts(): OrderInput {
  const sentence = 'Jag samtycker till att mina uppgifter behandlas så som det beskrivs här. ';
  return withTexts({
    ci_long: sentence.repeat(Math.ceil(200_000 / sentence.length)).slice(0, 200_000),
    ci_word: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(4),
    ci_lines: Array.from({ length: 40 }, (_, index) => `${index + 1}. ${sentence}`).join('\n'),
    ci_mixed: 'أوافق على الشروط (Terms of sale) 同意條款 ✅ Jag godkänner',
  });
}

/** Returns an order whose texts and ids attack code that uses them as markup, links, selectors or slow patterns. */
export function hostileTexts(): OrderInput {
  return withTexts({
    ci_image: 'I agree <img src=x onerror="globalThis.attacked = true">',
    ci_script: '<script>globalThis.attacked = true</script><svg onload="globalThis.attacked = true">',
    ci_link: '<a href="javascript:globalThis.attacked = true">terms</a> [terms](javascript:alert(1))',
    ci_scheme:
      '[a](java\tscript:alert(1)) [b](data:text/html,x) [c](//evil.example) [d](https://shop@evil.example)',
    ci_open: '<iframe src=//evil.example><!-- <b <i <textarea>',
    ci_bidi: '\u202Etxt.exe\u202C \u2066mixed\u2069 \u0000 \uFFFE',
    ci_slow: '[('.repeat(50_000),
    'a"b\'c<d>#:. &?': 'An id with every character that means something elsewhere',
    __proto__x: '{{constructor.constructor("return this")()}} ${attacked}',
  });
}

function withTexts(texts: Readonly<Record<string, string>>): OrderInput {
  const consents = Object.entries(texts).map(([id, text]) => ({ id, checked: false, required: false, text }));
  return { ...swedish(), consents };
}

function newsletter(text: string) {
  return { id: 'ci_newsletter', checked: false, required: false, text };
}

function terms(text: string) {
  return { id: 'ci_terms', checked: false, required: true, text };
}

function line(vatRate: number, sku: string, name: string, quantity: number, each: number) {
  const [price, total] = [priceOf(each, vatRate), priceOf(each * quantity, vatRate)];
  return { reference: sku.toLowerCase(), sku, name, quantity, vatRate, price, total };
}

function shipping(vatRate: number, name: string, amount: number) {
  return { adapterId: 'shipping_adapter', name, state: 'intent', vatRate, total: priceOf(amount, vatRate) };
}

function priceOf(includingVat: number, vatRate: number) {
  return { includingVat, excludingVat: Math.round((includingVat / (1 + vatRate)) * 100) / 100 };
}

function customer(
  givenName: string,
  familyName: string,
  streetAddress: string,
  postalCode: string,
  city: string,
  country: string,
) {
  const email = `${givenName}.${familyName}@example.com`.toLowerCase();
  const address = { givenName, familyName, streetAddress, postalCode, city, country, email, type: 'person' };
  return { type: 'person', billing: address, shipping: address };
}
