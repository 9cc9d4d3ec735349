'use client';

import { useState } from 'react';
import { useOrderContext } from '../provider.tsx';
import type { ListedConsent } from './use-order-consents.ts';

/** Result of `useGoneConsents`. */
export interface GoneConsents {
  /** The consents that were shown and are no longer on the order: their boxes may still report a failed save. */
  readonly gone: readonly ListedConsent[];
  /** Whether an answer to the consent is under way, or was not saved. */
  readonly isUnsaved: (consentId: string) => boolean;
}

/** Returns the consents that left the order while the component showed it, as they were last on it. */
export function useGoneConsents(
  orderId: string | undefined,
  consents: readonly ListedConsent[] | undefined,
  listed: readonly ListedConsent[] = [],
): GoneConsents {
  const { store } = useOrderContext('ConsentGroup', orderId);
  const [last, setLast] = useState(() => ({ orderId: store.orderId, shown: byId(listed) }));
  const shown = last.orderId === store.orderId ? last.shown : byId([]);
  if (listed.some((consent) => shown.get(consent.id) !== consent)) {
    setLast({ orderId: store.orderId, shown: new Map([...shown, ...byId(listed)]) });
  }
  const present = new Set(consents?.map(({ id }) => id));
  return {
    gone: consents === undefined ? [] : [...shown.values()].filter(({ id }) => !present.has(id)),
    isUnsaved: (consentId) => {
      const { desired, saveState } = store.getAnswer(consentId);
      return desired !== undefined || saveState === 'not-saved';
    },
  };
}

function byId(consents: readonly ListedConsent[]): ReadonlyMap<string, ListedConsent> {
  return new Map(consents.map((consent) => [consent.id, consent]));
}
