import { useConsentGate, useOrder } from '@norce-kit/react';
import type { ConsentSubmitProps } from '@norce-kit/react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { MouseEvent, RefObject } from 'react';
import type { PaymentFrame } from './payment-provider.ts';
import { placeOrder, placingTimeout } from './place-order.ts';
import type { Placing } from './place-order.ts';
import { shopOrderOptions } from './shop.ts';

export interface PlaceOrder {
  readonly submitProps: ConsentSubmitProps;
  readonly isPlacing: boolean;
  /** Why the order was not placed, unless the error summary lists the reasons. */
  readonly problem: string | undefined;
}

type Problem = Exclude<Placing, { end: 'placed' }> | { readonly end: 'no-payment' };

/**
 * Places the order, once for any number of clicks, within a time limit, and never after it has reported that it did not.
 *
 * @param payment the frame of the payment, when it has loaded
 */
export function usePlaceOrder(payment: RefObject<PaymentFrame | null>): PlaceOrder {
  const { data: order, refetch } = useOrder();
  const { check, getSubmitProps, isGoingOn } = useConsentGate();
  const queryClient = useQueryClient();
  const { dataUpdatedAt } = useQuery({ ...shopOrderOptions, refetchInterval: false });
  const [problem, setProblem] = useState<Problem & { readonly at: number }>();
  /** The attempt of the last click, until it ends or is cancelled. */
  const attempt = useRef<{ readonly deadline: number; isSent: boolean }>(undefined);

  const report = (end: Problem) => setProblem({ ...end, at: Date.now() });
  useEffect(() => {
    const cancel = () => {
      // The gate would go on as soon as there is a connection again, long after the click.
      if (attempt.current?.isSent !== false) return;
      attempt.current = undefined;
      setProblem({ end: 'no-connection', at: Date.now() });
    };
    addEventListener('offline', cancel);
    return () => removeEventListener('offline', cancel);
  }, []);

  const place = async () => {
    const { current } = attempt;
    if (current === undefined) return;
    if (payment.current === null) {
      attempt.current = undefined;
      report({ end: 'no-payment' });
      return;
    }
    current.isSent = true;
    const placing = await placeOrder(order?.id ?? '', current.deadline);
    attempt.current = undefined;
    if (placing.end === 'placed') {
      queryClient.setQueryData(shopOrderOptions.queryKey, placing.order);
    } else if (placing.end === 'refused' && placing.refusal.consents.length > 0) {
      await refetch();
      // Fills the error summary.
      if ((await check()).ok) report(placing);
    } else report(placing);
  };

  // oxlint-disable-next-line react/refs -- called after a click
  const submitProps = getSubmitProps({
    onReady: place,
    onRefused: () => (attempt.current = undefined),
  });
  const onClick = (event: MouseEvent<HTMLButtonElement>) => {
    if (attempt.current?.isSent === true) return;
    setProblem(undefined);
    if (!navigator.onLine) {
      report({ end: 'no-connection' });
      return;
    }
    attempt.current = { deadline: Date.now() + placingTimeout, isSent: false };
    submitProps.onClick(event);
  };
  const isPlacing = isGoingOn && problem === undefined;
  const isFoundOut = problem?.end === 'unknown' && dataUpdatedAt > problem.at;
  return {
    // Disabled while it ignores clicks only: a click explains what is missing.
    submitProps: { ...submitProps, onClick, 'aria-disabled': isPlacing || undefined },
    isPlacing,
    problem: problem && textOf(isFoundOut ? { end: 'failed' } : problem),
  };
}

function textOf(problem: Problem): string {
  switch (problem.end) {
    case 'no-connection':
      return 'No connection. Your order was not placed.';
    case 'no-payment':
      return 'The payment has not loaded. Your order was not placed.';
    case 'failed':
      return 'Your order was not placed. Please try again in a moment.';
    case 'unknown':
      return 'We could not find out whether your order was placed. This page shows it as soon as there is a connection.';
    case 'refused':
      return `Your order was not placed. The order service refused it: ${problem.refusal.reasons.join(', ')}.`;
  }
}
