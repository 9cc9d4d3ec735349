'use client';

import { perClient } from '../client/per-client.ts';
import { createOpaqueEvidence } from './evidence-of.ts';
import type { ConsentEvidence } from './evidence-of.ts';
import { createEvidenceWriter } from './evidence-writer.ts';
import { createWordingTable } from './known-wordings.ts';
import type { KnownWordings } from './known-wordings.ts';

/** Options of `consentEvidence`. */
export interface ConsentEvidenceOptions {
  /**
   * Where the shopper answers, such as `checkout` or `account`.
   * @default 'checkout'
   */
  readonly source?: string | undefined;
  /**
   * Number of records the order keeps of each consent, at least 1; the oldest are dropped.
   * @default 20
   */
  readonly limit?: number | undefined;
  /**
   * The shop's own wordings, by name and language. Texts of one name and version are the same text in several languages, so
   * a shopper who changes the language is not asked again. The ready wordings are known already.
   * @default none
   */
  readonly wordings?: KnownWordings | undefined;
}

/**
 * Creates the value of the provider's `evidence`: evidence of consent (GDPR Article 7(1)). With each confirmed answer,
 * refusals included, a record of what was answered, in which wording, when and where is appended to the order's
 * attributes, one key per consent: `evidenceKey(consentId)`, which the handler's `attributes` must name. A value of
 * another form under that key is left alone. A box whose words are not those of the record asks again: `isOutdated` of
 * `useOrderConsent`. Create it once, outside of components.
 *
 * @example
 * const evidence = consentEvidence({ source: 'checkout' });
 *
 * <OrderProvider client={client} orderId={orderId} evidence={evidence}>
 *   <TermsConsent consentId="ci_terms" termsUrl="/terms" />
 * </OrderProvider>
 */
export function consentEvidence({
  source = 'checkout',
  limit = 20,
  wordings = {},
}: ConsentEvidenceOptions = {}): ConsentEvidence {
  const table = createWordingTable(wordings);
  return createOpaqueEvidence(perClient((client) => createEvidenceWriter(client, { source, limit, table })));
}
