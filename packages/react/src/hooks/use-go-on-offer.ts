'use client';

import { useSyncExternalStore } from 'react';
import { mayGoOnWithout, subscribeToGates } from '../order/gates.ts';
import { useOrderContext } from '../provider.tsx';

/** Returns whether the page has a gate of the order, and each one goes on without the answer to this consent. */
export function useGoOnOffer(ownOrderId: string | undefined, consentId: string): boolean {
  const { orderId } = useOrderContext('A consent', ownOrderId).store;
  return useSyncExternalStore(
    subscribeToGates,
    () => mayGoOnWithout(orderId, consentId),
    () => false,
  );
}
