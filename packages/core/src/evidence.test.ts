import { expect, test, vi } from 'vitest';
import {
  appendEvidence,
  evidenceKey,
  hashWording,
  readDroppedAnswers,
  readEvidence,
  toConsentRecord,
} from './index.ts';
import type { EvidenceRecord } from './index.ts';

const record = (checked: boolean, at = '2026-11-01T10:00:00.000Z'): EvidenceRecord => ({
  consentId: 'ci_newsletter',
  checked,
  textHash: 'a'.repeat(64),
  textVersion: '2',
  lang: 'sv-SE',
  at,
  source: 'checkout',
  kit: '@norce-kit/react 0.1.0',
});

test('a wording has the same hash in every Unicode normalization', async () => {
  // The test vector of FIPS 180-4.
  expect(await hashWording('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(await hashWording('Nyhetsbrev på e‑post')).toBe(await hashWording('Nyhetsbrev pa\u030a e‑post'));
});

test('a wording has the same hash in pages whose libraries replace Array.from', async () => {
  // As Prototype and MooTools did before the standard.
  vi.spyOn(Array, 'from').mockImplementation((list) => [...(list as Iterable<unknown>)]);
  const hash = hashWording('abc');
  await hash.finally(() => vi.restoreAllMocks());
  expect(await hash).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('appends a record and drops the oldest above the limit', () => {
  const kept = appendEvidence(undefined, record(true), 2);
  expect(kept).toEqual([record(true)]);
  const two = appendEvidence(kept, record(false), 2);
  expect(two).toEqual([record(true), record(false)]);
  const later = record(true, '2026-11-02T10:00:00.000Z');
  expect(appendEvidence(two, later, 2)).toEqual([record(false), later]);
  expect(appendEvidence(null, record(true), 2)).toEqual([record(true)]);
  expect(appendEvidence(kept, record(true), 2)).toEqual([record(true)]);
  for (const limit of [0, -1, 0.5]) expect(appendEvidence(two, later, limit)).toEqual([later]);
});

test.each(['theirs', 7, { of: 'the shop' }, false])(
  'does not overwrite other data under the key: %j',
  (kept) => {
    expect(appendEvidence(kept, record(true), 20)).toBeUndefined();
  },
);

test('keeps foreign entries of the list and reads only its own', () => {
  const kept = appendEvidence([{ theirs: 1 }, 'and this'], record(true), 20);
  expect(kept).toEqual([{ theirs: 1 }, 'and this', record(true)]);
  expect(readEvidence({ attributes: { [evidenceKey('ci_newsletter')]: kept } }, 'ci_newsletter')).toEqual([
    record(true),
  ]);
  expect(readEvidence({}, 'ci_newsletter')).toEqual([]);
});

test('NF20: an answer that the shopper went on without is no evidence of an answer', () => {
  const { consentId, textHash, source, kit } = record(true);
  const at = '2026-11-02T10:00:00.000Z';
  const dropped = { consentId, textHash, at, source, kit, dropped: false, held: true };
  const kept = appendEvidence(appendEvidence(undefined, record(true), 20), dropped, 20);
  const order = { attributes: { [evidenceKey('ci_newsletter')]: kept ?? null } };
  expect(appendEvidence(kept, dropped, 20)).toEqual(kept);
  expect(readEvidence(order, 'ci_newsletter')).toEqual([record(true)]);
  expect(readDroppedAnswers(order, 'ci_newsletter')).toEqual([dropped]);
});

test('the record of ISO/IEC TS 27560 distinguishes a refusal from a withdrawal', () => {
  const facts = {
    recordId: 'r1',
    principalId: 'order o1',
    controller: { id: 'shop', name: 'Shop AB', contact: 'privacy@shop.example' },
    purpose: 'News and offers by e-mail',
    personalData: ['e-mail address'],
    privacyNotice: 'https://shop.example/privacy',
    withdrawal: 'The same box on the account page',
  };
  const evidence = [record(false), record(true), record(false, '2026-11-02T10:00:00.000Z')];
  const told = toConsentRecord(evidence, facts);
  expect(told.header).toEqual({
    schema_version: 'ISO/IEC TS 27560:2023',
    record_id: 'r1',
    pii_principal_id: 'order o1',
  });
  expect(told.processing.language).toBe('sv-SE');
  expect(told.processing.purposes).toMatchObject([{ lawful_basis: 'consent', pii_controllers: ['shop'] }]);
  expect(told.party_identification).toMatchObject([{ party_id: 'shop', party_role: 'controller' }]);
  expect(told.events.map((event) => event.event_state)).toEqual(['refused', 'given', 'withdrawn']);
  expect(told.events.at(-1)).toMatchObject({
    event_time: '2026-11-02T10:00:00.000Z',
    notice_hash: 'a'.repeat(64),
    notice_version: '2',
  });
});
