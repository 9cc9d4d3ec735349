'use client';

import { useState, useSyncExternalStore } from 'react';
import { refetchOrder } from '../order/order-query.ts';
import { useOrderContext } from '../provider.tsx';

interface UseUnreadOrderResult {
  /** Whether the order could not be read, and is not known from an earlier read. False during the next read. */
  readonly isUnread: boolean;
  /** Whether a read failed and none has succeeded, also during the next read: a button for it keeps the focus. */
  readonly hasFailed: boolean;
  /** Reads the order again. */
  readonly read: () => void;
}

/**
 * Returns whether the consents of an order are unknown because it cannot be read.
 *
 * @param isKnown whether an earlier read of the order is known
 */
export function useUnreadOrder(orderId: string | undefined, isKnown: boolean): UseUnreadOrderResult {
  const { store } = useOrderContext('ConsentGroup', orderId);
  const isUnread = useSyncExternalStore(
    store.subscribe,
    () => store.getConsentIds() === undefined && store.getFacts('').isUnreadable,
    () => false,
  );
  const [failedId, setFailedId] = useState<string>();
  if (isUnread && failedId !== store.orderId) setFailedId(store.orderId);
  return {
    isUnread,
    hasFailed: !isKnown && failedId === store.orderId,
    read: () => refetchOrder(store.queryClient, store.orderId),
  };
}
