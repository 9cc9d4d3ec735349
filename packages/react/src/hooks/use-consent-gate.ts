'use client';

import type { Answers } from '@norce-kit/core';
import { useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { MouseEvent, RefCallback } from 'react';
import { answersOf } from '../client/answers.ts';
import { writersOf } from '../client/writers.ts';
import { toItems } from '../order/attempts.ts';
import type { ConsentBlocker } from '../order/attempts.ts';
import { findBlockers, isSameBlockers } from '../order/blockers.ts';
import { byPlace, firstBox } from '../order/boxes.ts';
import { orderQueryKey } from '../order/order-query.ts';
import type { OrderStore } from '../order/order-store.ts';
import { useOrderContext } from '../provider.tsx';
import type { UseOrderContextResult } from '../provider.tsx';

/** Options of `useConsentGate`. */
export interface UseConsentGateOptions {
  /** @default the order of the provider */
  readonly orderId?: string | undefined;
  /**
   * Ids of consents that this page requires besides those the order marks as required.
   * @default none
   */
  readonly require?: readonly string[] | undefined;
}

/** Result of `check` of a gate. */
export interface GateCheck {
  /** Whether the order can go on. */
  readonly ok: boolean;
  /** The consents that keep it from going on; empty, although `ok` is false, when only an attribute was not written. */
  readonly blockers: readonly ConsentBlocker[];
}

/** Props of a submit button that checks the gate first. */
export interface ConsentSubmitProps {
  /** Not `disabled`: the button must be reachable, so that a click can report why the order does not go on. */
  readonly 'aria-disabled': true | undefined;
  /** Goes on when the gate is ready; prevents the click, checks and then goes on or moves the focus otherwise. */
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void;
}

/** Result of `useConsentGate`. */
export interface UseConsentGateResult {
  /** Whether the order holds every answer and every required tick; false until it has been read. */
  readonly ready: boolean;
  /** The consents that keep the order from going on, in the order's own order. */
  readonly blockers: readonly ConsentBlocker[];
  /**
   * Waits for the writes under way, at most 30 seconds for each, and resolves with whether the order can go on; with
   * `ok: false` and no blocker when an attribute could not be written meanwhile. Marks missing ticks as errors. Reads the
   * order once more when it could not be read.
   */
  readonly check: () => Promise<GateCheck>;
  /**
   * Resolves when no write is under way and the order holds every answer and attribute. Rejects, after 30 seconds at the
   * latest, with an `UnsavedAnswersError` or with the `OrderApiError` of an attribute that could not be written.
   */
  readonly whenSettled: () => Promise<void>;
  /** Moves the focus to the first checkbox among the blockers. Returns false when none of them takes it. */
  readonly focusFirstBlocker: () => boolean;
  /** Returns the first visible checkbox of a consent, or the first one if all are hidden. */
  readonly getBox: (consentId: string) => HTMLElement | undefined;
  /** Number of attempts to go on that were refused since the page was opened. */
  readonly refusals: number;
  /** For the element that lists the blockers and takes the focus when an attempt is refused; without one a checkbox does. */
  readonly summaryRef: RefCallback<HTMLElement>;
  /**
   * Returns the props of the button that goes on. A click passes when the gate is ready. Otherwise it is prevented and
   * checked; then `onReady` is called and a `submit` button submits its form, or the focus moves to the first blocker.
   */
  readonly getSubmitProps: (options?: { readonly onReady?: (() => void) | undefined }) => ConsentSubmitProps;
}

const closed: GateCheck = { ok: false, blockers: [] };
const none: readonly string[] = [];

/**
 * Decides whether the shopper may go on. Fails closed: not ready until the order was read and holds every answer.
 *
 * @example
 * function PayButton({ onPay }: { onPay: () => void }) {
 *   const { getSubmitProps } = useConsentGate();
 *   return <button {...getSubmitProps({ onReady: onPay })}>Pay</button>;
 * }
 */
export function useConsentGate(options: UseConsentGateOptions = {}): UseConsentGateResult {
  const { client, queryClient, orderId, store } = useOrderContext('useConsentGate', options.orderId);
  const require = useSameList(options.require ?? none);
  const isChecking = useRef(false);
  const look = useMemo(
    () => createLook(answersOf(client), store, orderId, require),
    [client, orderId, require, store],
  );
  const { ok: ready, blockers } = useSyncExternalStore(store.subscribeToAll, look, () => closed);
  const refusals = useSyncExternalStore(
    store.subscribe,
    () => store.attempts.getLast().count,
    () => 0,
  );
  const actions = useMemo(
    () => createActions({ client, queryClient, orderId, store }, look),
    [client, look, orderId, queryClient, store],
  );
  const summaryRef = useMemo(() => createSummaryRef(store), [store]);

  return {
    ready,
    blockers,
    refusals,
    summaryRef,
    ...actions,
    getSubmitProps: ({ onReady } = {}) => ({
      'aria-disabled': ready ? undefined : true,
      onClick: (event) => {
        if (look().ok && !writersOf(client).isBusy(orderId)) {
          onReady?.();
          return;
        }
        event.preventDefault();
        // A second click while checking must not place a second order.
        if (isChecking.current) return;
        isChecking.current = true;
        const button = event.currentTarget;
        void actions.check().then(({ ok }) => {
          isChecking.current = false;
          if (!ok) {
            if (store.attempts.summaries.size === 0) actions.focusFirstBlocker();
            return;
          }
          onReady?.();
          if (button.type === 'submit') button.form?.requestSubmit(button);
        });
      },
    }),
  };
}

type Actions = Pick<UseConsentGateResult, 'check' | 'whenSettled' | 'focusFirstBlocker' | 'getBox'>;
type Target = Pick<UseOrderContextResult, 'client' | 'queryClient' | 'orderId' | 'store'>;

/** Returns the same array for as long as it has the same members. */
function useSameList(list: readonly string[]): readonly string[] {
  const [kept, setKept] = useState(list);
  if (kept.length === list.length && kept.every((item, index) => item === list[index])) return kept;
  setKept(list);
  return list;
}

/** Creates a function that checks the gate; it returns the same object until the result changes. */
function createLook(
  answers: Answers,
  store: OrderStore,
  orderId: string,
  require: readonly string[],
): () => GateCheck {
  let last = closed;
  return () => {
    const blockers = findBlockers(answers, store, orderId, require);
    const ok = store.getConsentIds() !== undefined && blockers.length === 0;
    if (last.ok !== ok || !isSameBlockers(last.blockers, blockers)) last = { ok, blockers };
    return last;
  };
}

function createActions({ client, queryClient, orderId, store }: Target, look: () => GateCheck): Actions {
  const whenSettled = () => writersOf(client).whenSettled(orderId);
  return {
    whenSettled,
    check: async () => {
      if (store.getConsentIds() === undefined) {
        await queryClient.refetchQueries({ queryKey: orderQueryKey(orderId) }, { cancelRefetch: false });
      }
      const isWritten = await whenSettled().then(
        () => true,
        () => false,
      );
      const { ok, blockers } = look();
      if (!ok) store.refuse(toItems(store.boxes, blockers));
      return { ok: ok && isWritten, blockers };
    },
    focusFirstBlocker: () => focusFirst(store, look().blockers),
    getBox: (consentId) => firstBox(store.boxes, consentId),
  };
}

function focusFirst({ boxes }: OrderStore, blockers: readonly ConsentBlocker[]): boolean {
  const elements = blockers.flatMap(({ consentId }) => boxes.all(consentId)).sort(byPlace);
  return elements.some((element) => {
    element.focus();
    // A hidden or disabled checkbox takes no focus.
    return (element.getRootNode() as Document | ShadowRoot).activeElement === element;
  });
}

function createSummaryRef({ attempts: { summaries } }: OrderStore): RefCallback<HTMLElement> {
  let current: HTMLElement | undefined;
  return (summary) => {
    if (current !== undefined) summaries.delete(current);
    current = summary ?? undefined;
    if (summary !== null) summaries.add(summary);
  };
}
