import type { ConsentWording, Writer } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import type { Client } from '../client/types.ts';

/** Evidence of consent, made by `consentEvidence` for the `evidence` of the provider. */
export interface ConsentEvidence {
  /** Makes the type opaque. */
  readonly [brand]: true;
}

/** Exists in types only. */
declare const brand: unique symbol;

/** Writes the evidence of the answers that a client saves. Its `whenSettled` never rejects: missing evidence does not block a purchase. */
export interface EvidenceWriter extends Writer {
  /** Notes what the shopper saw when answering; the record is written when the answer is confirmed. */
  readonly note: (target: EvidenceTarget, consentId: string, wording: ConsentWording | undefined) => void;
}

/** The order of an answer, and the cache that keeps it. */
export interface EvidenceTarget {
  readonly queryClient: QueryClient;
  readonly orderId: string;
}

type GetWriter = (client: Client) => EvidenceWriter;

const getters = new WeakMap<ConsentEvidence, GetWriter>();

export function createOpaqueEvidence(getWriter: GetWriter): ConsentEvidence {
  const evidence = Object.freeze({}) as ConsentEvidence;
  getters.set(evidence, getWriter);
  return evidence;
}

/** Returns the evidence writer of a client. A page without evidence does not load the code that writes it. */
export function evidenceOf(
  evidence: ConsentEvidence | undefined,
  client: Client,
): EvidenceWriter | undefined {
  return evidence && getters.get(evidence)?.(client);
}
