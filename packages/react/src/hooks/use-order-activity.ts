'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { useOrderContext } from '../provider.tsx';

export interface UseOrderActivityOptions {
  /** @default the order of the provider */
  readonly orderId?: string;
}

/** What happens to an order right now. */
export interface OrderActivity {
  /** Whether an answer or an attribute is on its way to the order. */
  readonly isWriting: boolean;
}

/**
 * Tells when the page writes to the order, so that a payment provider's frame, which reads the order too, can be suspended
 * meanwhile and resumed after.
 */
export function useOrderActivity({ orderId: ownOrderId }: UseOrderActivityOptions = {}): OrderActivity {
  const { orderId, stores } = useOrderContext('useOrderActivity', ownOrderId);
  const { answers, attributes } = stores;
  const isWriting = useSyncExternalStore(
    useCallback(
      (listener) => {
        const stops = [answers.subscribeToOrder(orderId, listener), attributes.subscribe(listener)];
        return () => stops.forEach((stop) => stop());
      },
      [answers, attributes, orderId],
    ),
    () =>
      attributes.isBusy(orderId) ||
      answers.unsaved(orderId).some(({ reason }) => reason === 'saving' || reason === 'waiting'),
    () => false,
  );
  return { isWriting };
}
