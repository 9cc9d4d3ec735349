'use client';

import { useSyncExternalStore } from 'react';
import { refetchOrder } from '../order/order-query.ts';
import { useOrderContext } from '../provider.tsx';

interface UseIsUnreadResult {
  /** Whether the order could not be read, and is not known from an earlier read. */
  readonly isUnread: boolean;
  /** Reads the order again. */
  readonly read: () => void;
}

/** Returns whether the consents of an order are unknown because it cannot be read. */
export function useIsUnread(orderId: string | undefined): UseIsUnreadResult {
  const { store } = useOrderContext('useIsUnread', orderId);
  const isUnread = useSyncExternalStore(
    store.subscribe,
    () => store.getConsentIds() === undefined && store.getFacts('').isUnreadable,
    () => false,
  );
  return { isUnread, read: () => refetchOrder(store.queryClient, store.orderId) };
}
