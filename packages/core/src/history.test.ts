import { expect, test } from 'vitest';
import { hashWording } from './evidence.ts';
import type { HistoryRow } from './history.ts';
import { createConsentHistory } from './history.ts';
import type { Order } from './types.ts';

const text = 'Send me news';
const record = (checked: boolean, at: string, textHash: string) => ({
  consentId: 'news',
  checked,
  textHash,
  textVersion: '1',
  lang: 'en',
  at,
  source: 'checkout',
  kit: '@norce-kit/react@0.0.0',
});
const row = (checked: boolean, time: string, consentId = 'news'): HistoryRow => ({
  consentId,
  checked,
  time,
});

async function createOrder(changed: Partial<Order> = {}) {
  const hash = await hashWording(text);
  const order: Order = {
    id: 'o_1',
    state: { currentStatus: 'completed' },
    consents: [{ id: 'news', checked: false, required: false, text }],
    customer: {
      billing: { givenName: 'Ebba', familyName: 'Å', email: 'ebba@shop.example', phone: '+46701234567' },
    },
    attributes: {
      'consent-evidence-news': [
        record(true, '2026-01-01T10:00:00.000Z', hash),
        record(false, '2026-01-02T10:00:00.000Z', 'f'.repeat(64)),
      ],
    },
    ...changed,
  };
  const wordings = { newsletterLabel: { en: [{ version: '1', text, sha256: hash }] } };
  return { order, hash, wordings: [wordings] };
}

test('HI1: joins words and browser time of the evidence with the server time of the log', async () => {
  const { order, hash, wordings } = await createOrder();
  const rows = [row(true, '2026-01-01T10:00:01.000Z'), row(false, '2026-01-02T10:00:01.000Z')];
  const { entries } = await createConsentHistory(order, { rows, wordings });
  expect(entries).toEqual([
    {
      consentId: 'news',
      change: 'given',
      checked: true,
      serverTime: '2026-01-01T10:00:01.000Z',
      browserTime: '2026-01-01T10:00:00.000Z',
      page: 'checkout',
      wording: { hash, version: '1', lang: 'en', text },
      hash: 'unchecked',
    },
    expect.objectContaining({ change: 'withdrawn', page: 'checkout' }),
  ]);
});

test('HI1: a clock of a device that is hours off is shown, and no answer is lost', async () => {
  const { order } = await createOrder();
  const rows = [row(true, '2026-01-05T10:00:01.000Z'), row(false, '2026-01-06T10:00:01.000Z')];
  const { entries } = await createConsentHistory(order, { rows });
  expect(entries.map(({ serverTime, browserTime }) => [serverTime, browserTime])).toEqual([
    ['2026-01-05T10:00:01.000Z', '2026-01-01T10:00:00.000Z'],
    ['2026-01-06T10:00:01.000Z', '2026-01-02T10:00:00.000Z'],
  ]);
});

test('HI1: a row without a record and a record without a row are entries of their own', async () => {
  const { order } = await createOrder();
  const rows = [row(false, '2025-12-31T09:00:00.000Z'), row(true, '2026-01-01T10:00:02.000Z')];
  const { entries } = await createConsentHistory(order, { rows });
  expect(entries.map(({ change, serverTime, browserTime }) => [change, !!serverTime, !!browserTime])).toEqual(
    [
      ['refused', true, false],
      ['given', true, true],
      ['withdrawn', false, true],
    ],
  );
  expect(entries.map(({ hash }) => hash)).toEqual(['unchecked', 'unchecked', 'missing']);
});

test('HI2: a row whose hash is broken is flagged', async () => {
  const { order } = await createOrder();
  const rows = [row(true, '2026-01-01T10:00:01.000Z'), row(false, '2026-01-02T10:00:01.000Z')];
  const isIntact = ({ checked }: HistoryRow) => Promise.resolve(checked);
  const { entries } = await createConsentHistory(order, { rows, isIntact });
  expect(entries.map(({ hash }) => hash)).toEqual(['intact', 'broken']);
});

test('HI3: personal data is redacted unless it is asked for', async () => {
  const { order } = await createOrder();
  const { buyer, isRedacted } = await createConsentHistory(order);
  expect([buyer, isRedacted]).toEqual([{ name: 'E… Å…', email: 'e…@s….e…', phone: '+4…' }, true]);
  expect((await createConsentHistory(order, { unredacted: true })).buyer.email).toBe('ebba@shop.example');
});

test('HI1: an answer that was never saved is listed as dropped, and a consent that the order lost is kept', async () => {
  const { checked: _, ...source } = record(true, '2026-01-01T10:00:00.000Z', 'a'.repeat(64));
  const attributes = { 'consent-evidence-news': [{ ...source, dropped: false, held: true }] };
  const { order } = await createOrder({ attributes, consents: [] });
  const { entries, consents } = await createConsentHistory(order, {
    rows: [row(true, '2026-01-01T10:00:01.000Z')],
  });
  expect(entries.map(({ change, checked }) => [change, checked])).toEqual([
    ['given', true],
    ['dropped', false],
  ]);
  expect(consents).toEqual([]);
});

test('HI1: an order without anything has an empty history', async () => {
  expect(await createConsentHistory({ id: 'o_1' })).toMatchObject({ entries: [], consents: [], buyer: {} });
});
