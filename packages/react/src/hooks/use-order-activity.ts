'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { writersOf } from '../client/writers.ts';
import { useOrderContext } from '../provider.tsx';

/** Options of `useOrderActivity`. */
export interface UseOrderActivityOptions {
  /**
   * Id of the order.
   * @default the order of the provider
   */
  readonly orderId?: string | undefined;
}

/** Result of `useOrderActivity`. */
export interface OrderActivity {
  /** Whether an answer, its evidence or an attribute of this order is being written. */
  readonly isWriting: boolean;
}

/**
 * Returns whether the page writes to the order. A payment provider's iframe, which reads the order too, can be suspended
 * meanwhile and resumed afterwards.
 *
 * @example
 * function Payment() {
 *   const { isWriting } = useOrderActivity();
 *   useEffect(() => (isWriting ? payment.suspend() : payment.resume()), [isWriting]);
 *   return <div id="payment" />;
 * }
 */
export function useOrderActivity(options: UseOrderActivityOptions = {}): OrderActivity {
  const { client, orderId } = useOrderContext('useOrderActivity', options.orderId).store;
  const writers = writersOf(client);
  const isWriting = useSyncExternalStore(
    useCallback((listener) => writers.subscribe(orderId, listener), [orderId, writers]),
    () => writers.isBusy(orderId),
    () => false,
  );
  return { isWriting };
}
