import type { EvidenceRecord } from './evidence.ts';

/** Facts of a consent record that only the shop has. */
export interface ConsentRecordFacts {
  /** Unique id of the record, such as a UUID. */
  readonly recordId: string;
  /** Id of the shopper: the order's id or another pseudonym, not an address. */
  readonly principalId: string;
  /** Data controller (GDPR Article 4(7)). */
  readonly controller: { readonly id: string; readonly name: string; readonly contact: string };
  /** Purpose of the data, in the words the shopper saw. */
  readonly purpose: string;
  /** Kinds of personal data, such as `e-mail address`. */
  readonly personalData: readonly string[];
  /** URL of the privacy notice. */
  readonly privacyNotice: string;
  /** How the shopper withdraws the consent. */
  readonly withdrawal: string;
  /** Location and retention period of the data. */
  readonly storage?: { readonly location: string; readonly retention: string };
}

/** A consent record in the four parts of ISO/IEC TS 27560:2023. */
export interface ConsentRecord {
  /** Identifies the record and the person. */
  readonly header: {
    readonly schema_version: 'ISO/IEC TS 27560:2023';
    readonly record_id: string;
    readonly pii_principal_id: string;
  };
  /** The purposes, and the wording the person saw. */
  readonly processing: {
    readonly privacy_notice: string;
    readonly language: string | undefined;
    readonly purposes: readonly {
      readonly purpose: string;
      readonly lawful_basis: 'consent';
      readonly pii_information: readonly string[];
      readonly pii_controllers: readonly string[];
      readonly collection_method: string | undefined;
      readonly storage_location: string | undefined;
      readonly retention_period: string | undefined;
      readonly withdrawal_method: string;
    }[];
  };
  /** The controllers. */
  readonly party_identification: readonly {
    readonly party_id: string;
    readonly party_name: string;
    readonly party_contact: string;
    readonly party_role: 'controller';
  }[];
  /** The answers over time. */
  readonly events: readonly {
    readonly event_time: string;
    readonly event_type: 'explicit';
    readonly event_state: 'given' | 'refused' | 'withdrawn';
    readonly entity_id: string;
    /** Hash of the wording; an addition, which the standard allows. */
    readonly notice_hash: string;
    readonly notice_version: string | undefined;
  }[];
}

/**
 * Returns the evidence of one consent in the structure of ISO/IEC TS 27560:2023. The standard defines the content, not
 * the format; the member names follow the guide of the W3C community group (https://w3id.org/dpv/guides/consent-27560).
 *
 * @param evidence result of `readEvidence`: the records of one consent, oldest first
 */
export function toConsentRecord(
  evidence: readonly EvidenceRecord[],
  facts: ConsentRecordFacts,
): ConsentRecord {
  const { recordId, principalId, controller, storage } = facts;
  const last = evidence.at(-1);
  return {
    header: {
      schema_version: 'ISO/IEC TS 27560:2023',
      record_id: recordId,
      pii_principal_id: principalId,
    },
    processing: {
      privacy_notice: facts.privacyNotice,
      language: last?.lang,
      purposes: [
        {
          purpose: facts.purpose,
          lawful_basis: 'consent',
          pii_information: facts.personalData,
          pii_controllers: [controller.id],
          collection_method: last?.source,
          storage_location: storage?.location,
          retention_period: storage?.retention,
          withdrawal_method: facts.withdrawal,
        },
      ],
    },
    party_identification: [
      {
        party_id: controller.id,
        party_name: controller.name,
        party_contact: controller.contact,
        party_role: 'controller',
      },
    ],
    events: evidence.map(({ checked, at, textHash, textVersion }, index) => ({
      event_time: at,
      event_type: 'explicit',
      event_state: checked ? 'given' : evidence[index - 1]?.checked === true ? 'withdrawn' : 'refused',
      entity_id: principalId,
      notice_hash: textHash,
      notice_version: textVersion,
    })),
  };
}
