'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { answersOf } from '../client/answers.ts';
import { attributesOf } from '../client/attributes.ts';
import { useOrderContext } from '../provider.tsx';

export interface UseOrderActivityOptions {
  /** @default the order of the provider */
  readonly orderId?: string | undefined;
}

/** What happens to an order right now. */
export interface OrderActivity {
  /** Whether an answer, its evidence or an attribute is on its way to the order. */
  readonly isWriting: boolean;
}

/**
 * Tells when the page writes to the order, so that a payment provider's frame, which reads the order too, can be suspended
 * meanwhile and resumed after.
 */
export function useOrderActivity(options: UseOrderActivityOptions = {}): OrderActivity {
  const { client, orderId, evidence } = useOrderContext('useOrderActivity', options.orderId);
  const answers = answersOf(client);
  const attributes = attributesOf(client);
  const isWriting = useSyncExternalStore(
    useCallback(
      (listener) => {
        const stops = [
          answers.subscribe(orderId, listener),
          attributes.subscribe(orderId, listener),
          evidence?.subscribe(listener),
        ];
        return () => stops.forEach((stop) => stop?.());
      },
      [answers, attributes, evidence, orderId],
    ),
    () =>
      attributes.isBusy(orderId) ||
      evidence?.isBusy(orderId) === true ||
      answers.unsaved(orderId).some(({ reason }) => reason === 'saving' || reason === 'waiting'),
    () => false,
  );
  return { isWriting };
}
