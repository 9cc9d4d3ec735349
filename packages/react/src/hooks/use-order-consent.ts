'use client';

import type { AnswerEnd, ConsentWording, OrderApiError, SaveState } from '@norce-kit/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ChangeEvent, RefCallback } from 'react';
import { answersOf } from '../client/answers.ts';
import { executeAnswer } from '../order/answer-mutation.ts';
import type { AnswerMutateOptions } from '../order/answer-mutation.ts';
import { readAgain } from '../order/order-query.ts';
import { useOrderContext } from '../provider.tsx';

export interface UseOrderConsentOptions {
  /** @default the order of the provider */
  readonly orderId?: string | undefined;
  /**
   * The words the shopper sees, for the evidence of the answer.
   * @default the order's own wording
   */
  readonly wording?: ConsentWording | undefined;
}

/** What a native checkbox needs to show the answer and to take a new one. */
export interface ConsentCheckboxBinding {
  /** Lets the gate lead the shopper here, and sees a tick that was made before hydration. */
  readonly ref: RefCallback<HTMLInputElement>;
  readonly type: 'checkbox';
  readonly checked: boolean;
  readonly required: boolean;
  /** Keeps browsers from restoring a tick of an earlier visit, which the order need not hold. */
  readonly autoComplete: 'off';
  readonly 'aria-invalid': true | undefined;
  readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void;
}

/** What `useOrderConsent` adds to a mutation result. */
export interface OrderConsent {
  /** What the box shows: the shopper's answer, or after a failed save what the server holds. */
  readonly checked: boolean;
  /** What the server is known to hold; undefined before the order was read and while a lost answer is looked up. */
  readonly confirmed: boolean | undefined;
  /** What the shopper wants and the server is not known to hold. */
  readonly desired: boolean | undefined;
  /** Whether the consent must be ticked before the order can go on. */
  readonly required: boolean;
  /** The order's wording, plain text. */
  readonly text: string | undefined;
  /** Undefined before the order was read. */
  readonly isOnOrder: boolean | undefined;
  /** Whether the order could not be read, so that it may hold something else than the box shows. */
  readonly isUnreadable: boolean;
  readonly saveState: SaveState;
  /** Whether the shopper tried to go on without a required tick. */
  readonly isMissing: boolean;
  /** Whether the shopper tried to go on and was held back, for a box that is required by the page alone. */
  readonly isAttempted: boolean;
  /** Whether the order has left the checkout, so that it may refuse answers. */
  readonly isPlaced: boolean;
  readonly setChecked: (checked: boolean) => void;
  readonly toggle: () => void;
  /** Sends an answer that was not saved once more, or reads an order again that could not be read. */
  readonly retry: () => void;
  readonly getCheckboxProps: () => ConsentCheckboxBinding;
}

type ConsentMutation = UseMutationResult<AnswerEnd, OrderApiError, boolean>;

export type UseOrderConsentResult = Pick<
  ConsentMutation,
  | 'mutate'
  | 'mutateAsync'
  | 'reset'
  | 'data'
  | 'error'
  | 'failureCount'
  | 'failureReason'
  | 'status'
  | 'variables'
  | 'isIdle'
  | 'isPending'
  | 'isSuccess'
  | 'isError'
  | 'isPaused'
> &
  OrderConsent;

/**
 * One consent of the order: what the box shows, how its save stands, and the ways to answer. The answer shows in the
 * frame of the click; saving it does not depend on the component that took it.
 */
export function useOrderConsent(
  consentId: string,
  options: UseOrderConsentOptions = {},
): UseOrderConsentResult {
  const { client, orderId, queryClient, store, evidence } = useOrderContext(
    'useOrderConsent',
    options.orderId,
  );
  const answers = answersOf(client);
  const facts = useSyncExternalStore(
    store.subscribe,
    () => store.getFacts(consentId),
    () => store.getFacts(consentId),
  );
  const answer = useSyncExternalStore(
    useCallback((listener) => answers.subscribeToConsent(orderId, consentId, listener), [answers, orderId, consentId]),
    () => store.getAnswer(consentId),
    () => store.getInitialAnswer(consentId),
  );

  const { text: shown = facts.text, version, lang } = options.wording ?? {};
  const actions = useMemo(() => {
    const wording = shown === undefined ? undefined : { text: shown, version, lang };
    const target = { client, queryClient, orderId, consentId, evidence, wording };
    const mutateAsync = (checked: boolean, on?: AnswerMutateOptions) => executeAnswer(target, checked, on);
    const mutate = (checked: boolean, on?: AnswerMutateOptions) => {
      mutateAsync(checked, on).catch(() => undefined);
    };
    const setChecked = (checked: boolean) => mutate(checked);
    return {
      mutate,
      mutateAsync,
      setChecked,
      toggle: () => setChecked(store.getAnswer(consentId).checked !== true),
      retry: () => {
        const { desired } = answers.get(orderId, consentId);
        if (desired !== undefined) setChecked(desired);
        else if (store.getFacts(consentId).isUnreadable) readAgain(queryClient, orderId);
      },
      reset: () => answers.reset(orderId, consentId),
      boxRef: store.boxes.createRef(consentId, setChecked),
    };
  }, [answers, client, consentId, evidence, lang, orderId, queryClient, shown, store, version]);

  const { checked = false, confirmed, desired, saveState, error } = answer;
  const isError = saveState === 'not-saved' || saveState === 'unknown';
  const status = isError
    ? 'error'
    : desired !== undefined
      ? 'pending'
      : saveState === 'saved'
        ? 'success'
        : 'idle';
  const failure = isError ? (error ?? null) : null;
  const { isOnOrder, text, required, isAttempted, isPlaced } = facts;
  const isMissing = isAttempted && required && !checked;
  useEffect(() => {
    // A form that is reset goes back to the default, which must not differ from what is shown. And whoever else has a ref
    // to the box, such as a library for forms, has no say in it.
    for (const box of store.boxes.all(consentId)) box.defaultChecked = box.checked = checked;
  });
  // One by one: with a spread every result would be an object of its own shape, which costs more than all the rest.
  const { mutate, mutateAsync, setChecked, toggle, retry, reset, boxRef } = actions;
  return {
    mutate,
    mutateAsync,
    setChecked,
    toggle,
    retry,
    reset,
    isOnOrder,
    isUnreadable: facts.isUnreadable && confirmed === undefined,
    text,
    required,
    checked,
    confirmed,
    desired,
    saveState,
    isMissing,
    isAttempted,
    isPlaced,
    status,
    data: status === 'success' ? 'saved' : undefined,
    error: failure,
    failureCount: isError ? 1 : 0,
    failureReason: failure,
    variables: desired,
    isIdle: status === 'idle',
    isPending: status === 'pending',
    isSuccess: status === 'success',
    isError,
    isPaused: saveState === 'waiting',
    getCheckboxProps: () => ({
      ref: boxRef,
      type: 'checkbox',
      checked,
      required,
      autoComplete: 'off',
      'aria-invalid': isMissing || undefined,
      onChange: (event) => setChecked(event.currentTarget.checked),
    }),
  };
}
