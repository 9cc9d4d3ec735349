import { attributesOf } from '../client/attributes.ts';
import type { GateBlocker } from './blockers.ts';
import { evidenceFor } from './evidence-of.ts';
import { dropAnswer } from './mutation-options.ts';
import { refetchOrder } from './order-query.ts';
import type { OrderStore } from './order-store.ts';

/**
 * Drops the answer to a consent, or accepts an outdated one; without an id, drops the failed values of all attributes. Only
 * of blockers with `canGoOnWithout`. Resolves when an answer was dropped.
 */
export async function goOnWithout(
  store: OrderStore,
  blockers: readonly GateBlocker[],
  consentId: string | undefined,
): Promise<void> {
  const [first, ...others] = blockers.filter((one) => one.canGoOnWithout && one.consentId === consentId);
  if (first === undefined) return;
  if (first.consentId === undefined) {
    const keys = [first, ...others].flatMap(({ attribute }) => attribute ?? []);
    attributesOf(store.client).forget(store.orderId, keys);
    refetchOrder(store.queryClient, store.orderId);
  } else if (first.reason === 'outdated') evidenceFor(store)?.accept(store, first.consentId);
  else await dropAnswer(store, first.consentId);
}
