import type { Answers, UnsavedAnswer } from '@norce-kit/core';
import type { ConsentBlocker } from './attempts.ts';
import type { OrderStore } from './order-store.ts';

const reasons: Record<UnsavedAnswer['reason'], ConsentBlocker['reason']> = {
  saving: 'saving',
  waiting: 'saving',
  'not-saved': 'not-saved',
  unknown: 'unknown',
};

/** Returns the consents that keep an order from going on, those of the order first and in its own order. */
export function findBlockers(
  answers: Answers,
  store: OrderStore,
  orderId: string,
  require: readonly string[],
): readonly ConsentBlocker[] {
  const unsaved = new Map(answers.unsaved(orderId).map(({ consentId, reason }) => [consentId, reason]));
  const ids = new Set([...(store.getConsentIds() ?? []), ...require, ...unsaved.keys()]);
  return [...ids].flatMap((consentId): ConsentBlocker[] => {
    const { text, required, isOnOrder } = store.getFacts(consentId);
    const reason = unsaved.get(consentId);
    if (reason !== undefined) return [{ consentId, text, reason: reasons[reason] }];
    if (!required && !require.includes(consentId)) return [];
    const { confirmed } = store.getAnswer(consentId);
    if (confirmed === true) return [];
    return [{ consentId, text, reason: isOnOrder === true && confirmed === false ? 'missing' : 'unknown' }];
  });
}

/** Whether two lists name the same consents, texts and reasons. */
export function isSameBlockers(a: readonly ConsentBlocker[], b: readonly ConsentBlocker[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ consentId, text, reason }, index) => {
      const other = b[index];
      return other?.consentId === consentId && other.text === text && other.reason === reason;
    })
  );
}
