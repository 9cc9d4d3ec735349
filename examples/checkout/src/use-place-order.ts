import { useOrder } from '@norce-kit/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { placeOrder } from './shop.ts';
import type { Refusal } from './shop.ts';
import { whenSaved } from './when-saved.ts';

export interface PlaceOrder {
  readonly place: () => void;
  readonly isPlacing: boolean;
  readonly isError: boolean;
  /** Why the order service refused, as far as it is still so. */
  readonly refusal: Refusal | undefined;
}

/** Whether the order goes through is for the order service to say, not for this page. */
export function usePlaceOrder(): PlaceOrder {
  const queryClient = useQueryClient();
  const { data: order } = useOrder();
  const { mutate, isPending, isError, data } = useMutation({
    mutationKey: ['shop', 'place-order'],
    mutationFn: async () => {
      // An answer that is still on its way would be missing from the order.
      await whenSaved(queryClient);
      return placeOrder();
    },
    onSuccess: (refusal) => focus(refusal?.consents[0]?.id),
  });

  const ticked = new Set(order?.consents?.filter(({ checked }) => checked).map(({ id }) => id));
  const open = data?.consents.filter(({ id }) => !ticked.has(id)) ?? [];
  const isOver = data === undefined || (data.consents.length > 0 && open.length === 0);
  return {
    place: () => {
      if (!isPending) mutate();
    },
    isPlacing: isPending,
    isError,
    refusal: isOver ? undefined : { ...data, consents: open },
  };
}

/** Moves the focus to the box of a consent, which has the consent's id. */
export function focus(consentId: string | undefined): void {
  if (consentId !== undefined) document.getElementById(consentId)?.focus();
}
