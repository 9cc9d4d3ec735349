'use client';

import type { AnswerEnd, ConsentWording, OrderApiError, SaveState } from '@norce-kit/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { RefCallback } from 'react';
import { answersOf } from '../client/answers.ts';
import { mutateAnswer } from '../order/answer-mutation.ts';
import type { AnswerMutateOptions, AnswerTarget } from '../order/answer-mutation.ts';
import { AnswerView } from '../order/answer-view.ts';
import type { ShownAnswer } from '../order/answer-view.ts';
import { takeAnswer } from '../order/boxes.ts';
import type { ConsentFacts } from '../order/consent-facts.ts';
import type { ConsentKind } from '../order/evidence-of.ts';
import { dropAnswer } from '../order/mutation-options.ts';
import { refetchOrder } from '../order/order-query.ts';
import { isResetting } from '../order/resets.ts';
import { noteServedBoxes, takeEarlyAct } from '../order/served-boxes.ts';
import { noteWording } from '../order/shown-wording.ts';
import { noteSpread } from '../dev/mistakes.ts';
import { noteConsent } from '../dev/reads.ts';
import { useOrderContext } from '../provider.tsx';
import type { ConsentCheckboxBinding } from './checkbox-binding.ts';

export type { ConsentKind } from '../order/evidence-of.ts';
export type { ConsentCheckboxBinding } from './checkbox-binding.ts';

/** Options of `useOrderConsent`. */
export interface UseOrderConsentOptions {
  /**
   * Id of the order.
   * @default the order of the provider
   */
  readonly orderId?: string | undefined;
  /**
   * The words the shopper sees, for the evidence of the answer.
   * @default the order's own wording
   */
  readonly wording?: ConsentWording | undefined;
  /**
   * Meaning of a tick. With `objection` a tick counts for words that are unknown as well, so `isOutdated` is true only where
   * both wordings are among the ready ones or the `wordings` of the shop.
   * @default 'consent'
   */
  readonly kind?: ConsentKind | undefined;
}

/** The members that `useOrderConsent` adds to a mutation result. */
export interface OrderConsent {
  /** The value the box shows: the shopper's answer, or after a failed save the server's value. */
  readonly checked: boolean;
  /** The value the server is known to hold; undefined before the order was read and while a lost answer is looked up. */
  readonly confirmed: boolean | undefined;
  /** The shopper's value, until the server is known to hold it. */
  readonly desired: boolean | undefined;
  /** Whether the consent must be ticked before the order can go on. */
  readonly required: boolean;
  /** The order's wording, plain text. */
  readonly text: string | undefined;
  /** Whether the order contains the consent; undefined before it was read. */
  readonly isOnOrder: boolean | undefined;
  /** Whether the order could not be read, so it may hold another value than the box shows. */
  readonly isUnreadable: boolean;
  /** State of the last save; `idle` for the first 400 ms of a save. */
  readonly saveState: SaveState;
  /**
   * Whether the shopper goes on without the last answer: with `idle` the box shows the value the order holds, with
   * `unknown` the order could not be read. Say so beside the box until the order is placed.
   */
  readonly isDropped: boolean;
  /**
   * Whether the order's answer was given to other words than those on screen. Say so beside the box and ask again: any call
   * of `setChecked`, with the same answer too, is written and adds a record. Only with `evidence` of the provider, and not
   * while an answer is under way.
   */
  readonly isOutdated: boolean;
  /** Whether the shopper tried to go on without a required tick. */
  readonly isMissing: boolean;
  /** Whether the shopper tried to go on and was refused, for a box that only the page requires. */
  readonly isAttempted: boolean;
  /** Whether the order has left the checkout, so it may refuse answers. */
  readonly isPlaced: boolean;
  /**
   * Answers the consent. The box shows the answer at once; `onEvent` of the provider reports what became of it. Does nothing
   * while a form dispatches its event `reset`, nor does `mutate`.
   */
  readonly setChecked: (checked: boolean) => void;
  /** Answers with the opposite of what the box shows. */
  readonly toggle: () => void;
  /** Sends an answer that was not saved again, or reads an order again that could not be read. */
  readonly retry: () => void;
  /**
   * Whether `retry` may help. False also after a refusal that would come again: the order is placed, the consent left it,
   * or the order can be neither changed nor read. The box takes another answer all the same.
   */
  readonly canRetry: boolean;
  /**
   * Goes on without an answer that is `not-saved` or `unknown`: reads the order, and never writes. Drops the answer if the
   * order holds the value that the box shows, or no tick after `unknown`. Otherwise it becomes `saved` or `not-saved`. Does
   * nothing for a consent that the order requires.
   */
  readonly goOnWithout: () => void;
  /** Returns the props of a native checkbox for this consent. */
  readonly getCheckboxProps: () => ConsentCheckboxBinding;
}

/** The mutation whose members the result has. */
type ConsentMutation = UseMutationResult<AnswerEnd, OrderApiError, boolean>;

/** Result of `useOrderConsent`: members of a TanStack mutation result, and those of `OrderConsent`. */
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
 * Returns one consent of the order: the value of its box, the state of its save, and functions that answer it. The answer
 * shows in the frame of the click and is saved even if the component unmounts.
 *
 * @example
 * function Terms() {
 *   const { getCheckboxProps, text, isError, canRetry, retry } = useOrderConsent('ci_terms');
 *   return (
 *     <p>
 *       <label>
 *         <input {...getCheckboxProps()} /> {text}
 *       </label>{' '}
 *       <span role="status">{isError && 'Not saved.'}</span>
 *       {canRetry && <button type="button" onClick={retry}>Save again</button>}
 *     </p>
 *   );
 * }
 */
export function useOrderConsent(
  consentId: string,
  options: UseOrderConsentOptions = {},
): UseOrderConsentResult {
  const { store, evidence } = useOrderContext('useOrderConsent', options.orderId);
  const facts = useSyncExternalStore(
    store.subscribe,
    () => store.getFacts(consentId),
    () => store.served.getFacts(consentId),
  );
  const { text: shown = facts.text, version, lang } = options.wording ?? {};
  const { kind } = options;
  const words = evidence && shown;
  const view = useMemo(
    () => new AnswerView(evidence?.compare(store, words, kind) ?? store, consentId),
    [consentId, evidence, kind, store, words],
  );
  const answer = useSyncExternalStore(view.subscribe, view.get, () => {
    // In a browser React calls this only to hydrate.
    noteServedBoxes();
    view.noteHydration();
    return store.served.getAnswer(consentId);
  });
  const actions = useMemo(
    () =>
      createActions(
        {
          store,
          consentId,
          evidence,
          wording: shown === undefined ? undefined : { text: shown, version, lang },
        },
        view,
      ),
    [consentId, evidence, lang, view, shown, store, version],
  );
  useEffect(() => {
    store.boxes.show(consentId);
    view.note();
    if (process.env.NODE_ENV !== 'production') {
      const isKnown = facts.isOnOrder === true || facts.text !== undefined;
      noteConsent(store.queryClient, store.orderId, consentId, isKnown);
    }
  });
  if (process.env.NODE_ENV !== 'production') {
    return noteSpread(toResult(answer, facts, actions), 'getCheckboxProps');
  }
  return toResult(answer, facts, actions);
}

export interface Actions extends Pick<
  UseOrderConsentResult,
  'mutate' | 'mutateAsync' | 'reset' | 'setChecked' | 'toggle' | 'retry' | 'goOnWithout'
> {
  readonly checkboxRef: RefCallback<HTMLInputElement>;
}

/** Creates the functions of the result. */
export function createActions(target: AnswerTarget, view: AnswerView): Actions {
  const { store, consentId, wording } = target;
  const { client, queryClient, orderId } = store;
  const answers = answersOf(client);
  const mutateAsync = (checked: boolean, on?: AnswerMutateOptions) => mutateAnswer(target, checked, on);
  const mutate = (checked: boolean, on?: AnswerMutateOptions) => {
    if (!isResetting()) mutateAsync(checked, on).catch(() => undefined);
  };
  const setChecked = (checked: boolean) => mutate(checked);
  return {
    mutate,
    mutateAsync,
    setChecked,
    toggle: () => setChecked(!store.getAnswer(consentId).checked),
    retry: () => {
      const { desired } = answers.get(orderId, consentId);
      if (desired !== undefined) setChecked(desired);
      else if (store.getFacts(consentId).isUnreadable) refetchOrder(queryClient, orderId);
    },
    reset: () => answers.reset(orderId, consentId),
    goOnWithout: () => {
      if (!store.getFacts(consentId).required) void dropAnswer(store, consentId);
    },
    checkboxRef: store.boxes.createRef(consentId, (element) => {
      noteWording(element, wording);
      if (view.isHydrating) takeEarlyAct(element, orderId, consentId, setChecked);
    }),
  };
}

export function toResult(answer: ShownAnswer, facts: ConsentFacts, actions: Actions): UseOrderConsentResult {
  const { checked = false, confirmed, desired, saveState, isDropped, isOutdated = false } = answer;
  const { isOnOrder, text, required, isAttempted, isPlaced } = facts;
  // Member by member: with a spread every result has a shape of its own, which engines are slow to read.
  const { mutate, mutateAsync, setChecked, toggle, retry, reset, goOnWithout, checkboxRef } = actions;
  const status = statusOf(answer);
  const isError = status === 'error';
  const error = isError ? (answer.error ?? null) : null;
  const isMissing = isAttempted && required && !checked;
  // A consent that is not on the order as it was read is known by a save alone.
  const isUnreadable =
    facts.isUnreadable && saveState !== 'saved' && (isOnOrder === true || confirmed === undefined);
  const isFinal =
    saveState === 'not-saved' &&
    (error?.retryable === false ? isPlaced || isUnreadable : isPlaced && error?.kind === 'conflict');
  return {
    mutate,
    mutateAsync,
    setChecked,
    toggle,
    retry,
    reset,
    goOnWithout,
    canRetry: (isError || isUnreadable) && isOnOrder !== false && !isFinal,
    isOnOrder,
    isUnreadable,
    text,
    required,
    checked,
    confirmed,
    desired,
    saveState,
    isDropped,
    isOutdated,
    isMissing,
    isAttempted,
    isPlaced,
    status,
    data: status === 'success' ? 'saved' : undefined,
    error,
    failureCount: isError ? 1 : 0,
    failureReason: error,
    variables: desired,
    isIdle: status === 'idle',
    isPending: status === 'pending',
    isSuccess: status === 'success',
    isError,
    isPaused: saveState === 'waiting',
    getCheckboxProps: () => ({
      ref: checkboxRef,
      type: 'checkbox',
      checked,
      required,
      autoComplete: 'off',
      'aria-invalid': required ? isMissing : undefined,
      onChange: ({ currentTarget }) => takeAnswer(currentTarget, setChecked),
    }),
  };
}

function statusOf({ desired, saveState }: ShownAnswer): ConsentMutation['status'] {
  if (saveState === 'not-saved' || saveState === 'unknown') return 'error';
  if (desired !== undefined) return 'pending';
  return saveState === 'saved' ? 'success' : 'idle';
}
