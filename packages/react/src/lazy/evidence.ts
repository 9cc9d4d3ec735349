'use client';

import type { ConsentEvidenceOptions } from '../order/evidence.ts';
import type { LazyEvidence } from './props.ts';

export type { ConsentEvidenceOptions } from '../order/evidence.ts';
export type { KnownWording, KnownWordings } from '../order/known-wordings.ts';
export type { LazyEvidence } from './props.ts';

/**
 * Creates the value of `evidence` for the `OrderProvider` of `@norce-kit/react/lazy`. Its code is loaded with the
 * engine. Answers before that get their records too, with the time and the words of the act.
 *
 * @example
 * import { consentEvidence } from '@norce-kit/react/lazy/evidence';
 *
 * export const evidence = consentEvidence({ source: 'cart' });
 */
export function consentEvidence(options?: ConsentEvidenceOptions): LazyEvidence {
  return {
    load: async () => {
      const entry = await import('../order/evidence.ts');
      return entry.consentEvidence(options);
    },
  };
}
