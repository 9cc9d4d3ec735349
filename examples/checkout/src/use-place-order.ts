import { isUnsavedAnswersError } from '@norce-kit/core';
import { useConsentGate, useOrder } from '@norce-kit/react';
import { useMutation } from '@tanstack/react-query';
import { placeOrder } from './shop.ts';
import type { Refusal } from './shop.ts';

export interface PlaceOrder {
  readonly place: () => void;
  readonly isPlacing: boolean;
  /** Why the order service refused, as far as it is still so. */
  readonly refusal: Refusal | undefined;
  /** What went wrong before the order service could decide. */
  readonly problem: string | undefined;
}

/** Whether the order goes through is for the order service to say, not for this page. */
export function usePlaceOrder(): PlaceOrder {
  const { refetch } = useOrder();
  const { blockers, whenSettled, check, focusFirstBlocker } = useConsentGate();
  const { mutate, isPending, data, error } = useMutation({
    mutationKey: ['shop', 'place-order'],
    mutationFn: async () => {
      // An answer that is still on its way would be missing from the order.
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
