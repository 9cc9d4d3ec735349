import { useConsentGate, useOrder } from '@norce-kit/react';
import type { ConsentSubmitProps, GateBlocker } from '@norce-kit/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { placeOrder, shopOrderOptions } from './shop.ts';
import type { Refusal } from './shop.ts';

export interface PlaceOrder {
  readonly submitProps: ConsentSubmitProps;
  readonly isPlacing: boolean;
  /** The reasons of the last refusal that still apply. */
  readonly refusal: Refusal | undefined;
  /** Why the order was not placed, where there are no such reasons. */
  readonly problem: string | undefined;
}

/** Places the order, once for any number of clicks. The order service decides; the gate only waits for answers in flight. */
export function usePlaceOrder(): PlaceOrder {
  const { refetch } = useOrder();
  const { blockers, check, focusFirstBlocker, getSubmitProps, isGoingOn } = useConsentGate();
  const queryClient = useQueryClient();
  const { mutateAsync } = useMutation({ mutationKey: ['shop', 'place-order'], mutationFn: placeOrder });
  const [outcome, setOutcome] = useState<Refusal | string>();

  const place = async () => {
    setOutcome(undefined);
    try {
      const refused = await mutateAsync();
      setOutcome(refused);
      if (refused === undefined) {
        // The next click finds the confirmation instead of this button.
        await queryClient.refetchQueries({ queryKey: shopOrderOptions.queryKey }, { cancelRefetch: false });
        return;
      }
      await refetch();
      await check();
      focusFirstBlocker();
    } catch {
      setOutcome('The order could not be placed. Please try again in a moment.');
    }
  };

  const refusal = typeof outcome === 'object' ? outcome : undefined;
  const open = refusal?.consents.filter(({ id }) => blockers.some(({ consentId }) => consentId === id)) ?? [];
  const isOver = refusal === undefined || (refusal.consents.length > 0 && open.length === 0);
  return {
    submitProps: getSubmitProps({ onReady: place, onRefused: (given) => setOutcome(explain(given)) }),
    isPlacing: isGoingOn,
    refusal: isOver ? undefined : { ...refusal, consents: open },
    problem: typeof outcome === 'string' ? outcome : undefined,
  };
}

function explain(blockers: readonly GateBlocker[]): Refusal | string {
  const missing = blockers.filter(({ reason }) => reason === 'missing');
  if (missing.length === 0 || missing.length < blockers.length) {
    return 'The order was not placed, because one of your answers is not saved.';
  }
  const consents = missing.flatMap(({ consentId: id, text = id }) =>
    id === undefined || text === undefined ? [] : [{ id, text }],
  );
  return { consents, reasons: [] };
}
