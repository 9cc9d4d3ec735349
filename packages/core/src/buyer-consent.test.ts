import { evidenceKey, toBuyerConsent } from '@norce-kit/core';
import type { BuyerConsent, BuyerConsentMapping, Order } from '@norce-kit/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) =>
  JSON.parse(readFileSync(new URL(`../test/schemas/${file}`, import.meta.url), 'utf8')) as { $id: string };
// The schemas have keywords of their own, such as `ucp_request`.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
const ucp = read('ucp/buyer_consent.json');
const acp = read('acp/schema.agentic_checkout.json');
for (const schema of [read('ucp/link.json'), read('ucp/reverse_domain_name.json'), ucp, acp]) {
  ajv.addSchema(schema);
}

function check(result: BuyerConsent): BuyerConsent {
  const isConsent = ajv.validate({ $ref: `${ucp.$id}#/$defs/consent` }, result.consent);
  expect(isConsent, ajv.errorsText()).toBe(true);
  const list = { type: 'array', items: { $ref: `${acp.$id}#/$defs/MarketingConsent` } };
  expect(ajv.validate(list, result.marketing_consents), ajv.errorsText()).toBe(true);
  return result;
}

const record = (consentId: string, checked: boolean) => ({
  consentId,
  checked,
  textHash: 'f'.repeat(64),
  at: '2026-11-01T10:00:00.000Z',
  source: 'checkout',
  kit: 'kit 1',
});

/** Creates an order; `answered` has the values of the records of each consent. */
const createOrder = (
  values: Readonly<Record<string, boolean>>,
  answered: Readonly<Record<string, readonly boolean[]>> = {},
): Pick<Order, 'consents' | 'attributes'> => ({
  consents: Object.entries(values).map(([id, checked]) => ({ id, checked })),
  attributes: Object.fromEntries(
    Object.entries(answered).map(([id, list]) => [
      evidenceKey(id),
      list.map((checked) => record(id, checked)),
    ]),
  ),
});

const links = [{ type: 'privacy_policy', url: 'https://shop.example/privacy', title: 'Privacy' }];
const marketing = 'dev.ucp.consent.marketing';
const mapping: BuyerConsentMapping = {
  'dev.ucp.consent.analytics': { consentId: 'ci_analytics', description: 'Statistics', links },
  [marketing]: {
    description: 'News and offers',
    segments: {
      [`${marketing}.email`]: { consentId: 'ci_email', description: 'By email', channel: 'email', links },
      [`${marketing}.sms`]: { consentId: 'ci_sms', description: 'By text message', channel: 'sms' },
      'com.example-shop.whatsapp': { consentId: 'ci_whatsapp', description: 'WhatsApp', channel: 'whatsapp' },
    },
  },
};
const all = { ci_analytics: true, ci_email: true, ci_sms: false, ci_whatsapp: false };

test('BC1: the source is the platform where a shopper acted, refusals included', () => {
  const order = createOrder(all, { ci_email: [true], ci_sms: [true, false] });
  expect(check(toBuyerConsent(order, mapping))).toEqual({
    consent: {
      'dev.ucp.consent.analytics': { granted: true, source: 'business', description: 'Statistics', links },
      [marketing]: {
        granted: false,
        source: 'business',
        description: 'News and offers',
        segments: {
          [`${marketing}.email`]: { granted: true, source: 'platform', description: 'By email', links },
          [`${marketing}.sms`]: { granted: false, source: 'platform', description: 'By text message' },
          'com.example-shop.whatsapp': { granted: false, source: 'business', description: 'WhatsApp' },
        },
      },
    },
    marketing_consents: [
      { channel: 'email', opted_in: true },
      { channel: 'sms', opted_in: false },
    ],
  });
});

test('BC2: a record of another value than that of the order is no act for it', () => {
  const order = createOrder(all, { ci_email: [true, false] });
  const { consent, marketing_consents } = check(toBuyerConsent(order, mapping));
  expect(consent[marketing]?.segments?.[`${marketing}.email`]).toMatchObject({
    granted: true,
    source: 'business',
  });
  expect(marketing_consents).toEqual([]);
});

test('BC2: an answer of the consent log is an act, if the order has its value', () => {
  const answers = [
    { id: 'ci_email', checked: true },
    { id: 'ci_sms', checked: true },
  ];
  const { marketing_consents } = check(toBuyerConsent(createOrder(all), mapping, answers));
  expect(marketing_consents).toEqual([{ channel: 'email', opted_in: true }]);
});

test('BC3: an objection is never granted, and without a tick it is left out', () => {
  const objection: BuyerConsentMapping = {
    'com.example-shop.offers': {
      consentId: 'ci_no',
      description: 'Offers',
      kind: 'objection',
      channel: 'email',
    },
  };
  const ticked = createOrder({ ci_no: true }, { ci_no: [true] });
  expect(check(toBuyerConsent(ticked, objection))).toEqual({
    consent: { 'com.example-shop.offers': { granted: false, source: 'platform', description: 'Offers' } },
    marketing_consents: [{ channel: 'email', opted_in: false }],
  });
  const empty = { consent: {}, marketing_consents: [] };
  expect(check(toBuyerConsent(createOrder({ ci_no: false }, { ci_no: [false] }), objection))).toEqual(empty);
});

test('BC3: consents that are not on the order are left out', () => {
  const { consent } = check(toBuyerConsent(createOrder({ ci_sms: false }), mapping));
  expect(Object.keys(consent)).toEqual([marketing]);
  expect(Object.keys(consent[marketing]?.segments ?? {})).toEqual([`${marketing}.sms`]);
  expect(check(toBuyerConsent({}, mapping))).toEqual({ consent: {}, marketing_consents: [] });
});

test('BC4: the schemas refuse other sources, identifiers and members', () => {
  const state = { granted: true, source: 'shopper', description: 'x' };
  expect(ajv.validate({ $ref: `${ucp.$id}#/$defs/consent` }, { [marketing]: state })).toBe(false);
  const named = { marketing: { ...state, source: 'business' } };
  expect(ajv.validate({ $ref: `${ucp.$id}#/$defs/consent` }, named)).toBe(false);
  const extra = { channel: 'email', opted_in: true, source: 'platform' };
  expect(ajv.validate({ $ref: `${acp.$id}#/$defs/MarketingConsent` }, extra)).toBe(false);
});
