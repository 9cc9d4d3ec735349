import { isUnsavedAnswersError } from '@norce-kit/core';
import { useConsentGate, useOrder } from '@norce-kit/react';
import { useMutation } from '@tanstack/react-query';
import { placeOrder } from './shop.ts';
import type { Refusal } from './shop.ts';

export interface PlaceOrder {
  readonly place: () => void;
  readonly isPlacing: boolean;
  /** The reasons of the last refusal that still apply. */
  readonly refusal: Refusal | undefined;
  /** The error that prevented a decision of the order service. */
  readonly problem: string | undefined;
}

/** Places the order. The order service decides, not this page. */
export function usePlaceOrder(): PlaceOrder {
  const { refetch } = useOrder();
  const { blockers, whenSettled, check, focusFirstBlocker } = useConsentGate();
  const { mutate, isPending, data, error } = useMutation({
    mutationKey: ['shop', 'place-order'],
    mutationFn: async () => {
      // Otherwise an answer in flight would be missing from the order.
      await whenSettled();
      return placeOrder();
    },
    onSettled: async (refusal, failure) => {
      if (refusal === undefined && failure === null) return;
      await refetch();
      await check();
      focusFirstBlocker();
    },
  });

  const open = data?.consents.filter(({ id }) => blockers.some(({ consentId }) => consentId === id)) ?? [];
  const isOver = data === undefined || (data.consents.length > 0 && open.length === 0);
  return {
    place: () => {
      if (!isPending) mutate();
    },
    isPlacing: isPending,
    refusal: isOver ? undefined : { ...data, consents: open },
    problem: error === null ? undefined : explain(error),
  };
}

function explain(error: Error): string {
  return isUnsavedAnswersError(error)
    ? 'The order was not placed, because one of your answers is not saved.'
    : 'The order could not be placed. Please try again in a moment.';
}
