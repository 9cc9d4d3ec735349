'use client';

import type { Writer } from '@norce-kit/core';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { MouseEvent, RefCallback } from 'react';
import { answersOf } from '../client/answers.ts';
import { isOptionalKey } from '../client/attributes.ts';
import { waitAtMost } from '../client/wait-at-most.ts';
import { writersOf } from '../client/writers.ts';
import { attemptsOf, createSummaryRef, focusFirst, subscribeToGate, toItems } from '../order/attempts.ts';
import type { RefusingGate } from '../order/attempts.ts';
import { findAttributeBlockers, findConsentBlockers } from '../order/blockers.ts';
import type { GateBlocker, GateCheck, GateRules } from '../order/blockers.ts';
import { firstBox } from '../order/boxes.ts';
import { addGate } from '../order/gates.ts';
import { goOnWithout } from '../order/go-on-without.ts';
import { isSame, isSameItems } from '../order/same-items.ts';
import { orderQueryKey } from '../order/order-query.ts';
import type { OrderStore } from '../order/order-store.ts';
import { checkRefusal, checkRequire, withSubmitChecks } from '../dev/mistakes.ts';
import { noteConsent } from '../dev/reads.ts';
import { useOrderContext } from '../provider.tsx';
import { useGoingOn } from './use-going-on.ts';
import type { ConsentSubmitOptions, GateSteps } from './use-going-on.ts';

export type { GateCheck } from '../order/blockers.ts';
export type { ConsentSubmitOptions } from './use-going-on.ts';

/** Options of `useConsentGate`. */
export interface UseConsentGateOptions {
  /**
   * Id of the order.
   * @default the order of the provider
   */
  readonly orderId?: string | undefined;
  /**
   * Ids of further consents that must be ticked, such as one whose box is on an earlier step. Consents that the order
   * requires, and those whose box on the page has `required`, need not be listed.
   * @default none
   */
  readonly require?: readonly string[] | undefined;
  /**
   * Effect of an answer to an optional consent that could not be saved, or whose outcome is unknown, and of an attribute
   * that `usePatchAttributes` wrote as optional. Required consents, and answers under way, keep the gate closed in any case.
   *
   * - `warn`: it keeps the gate closed until the shopper, who reads that it is not saved, changes it, saves it, or goes on
   *   without it. The boxes and `ConsentErrorSummary` offer that; own interfaces call `goOnWithout`.
   * - `block`: it keeps the gate closed until it is saved or changed. Nothing offers to go on without it.
   *
   * @default 'warn'
   */
  readonly optional?: 'block' | 'warn' | undefined;
  /**
   * Effect of a required tick that was given to other words than those beside its box, on this page or an earlier one. Only
   * with `evidence` of the provider.
   *
   * - `block`: it keeps the gate closed until the shopper answers again.
   * - `warn`: it keeps the gate closed until the shopper, who reads that the words have changed, answers again or goes on
   *   with the earlier answer. `ConsentErrorSummary` offers that; own interfaces call `goOnWithout`.
   *
   * @default 'block'
   */
  readonly outdated?: 'block' | 'warn' | undefined;
}

/** Props of a submit button that checks the gate first. */
export interface ConsentSubmitProps {
  /** Set with `ariaDisabled` while the gate is closed. Never `disabled`: a click reports why the order does not go on. */
  readonly 'aria-disabled': true | undefined;
  /** Set while an attempt to go on is under way: further clicks are ignored. */
  readonly 'aria-busy': true | undefined;
  /** For styles: whether a click goes on, is refused, or is ignored because an attempt is under way. */
  readonly 'data-state': 'ready' | 'blocked' | 'going-on';
  /** Goes on when the gate is ready; prevents the click, checks and then goes on or moves the focus otherwise. */
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void;
}

/** Result of `useConsentGate`. */
export interface UseConsentGateResult {
  /**
   * Whether the order holds every required tick and every answer that the shopper does not go on without, and no attribute
   * failed; false until it has been read.
   */
  readonly ready: boolean;
  /** The consents that keep the order from going on, in the order's own order, then the attributes that failed. */
  readonly blockers: readonly GateBlocker[];
  /** Whether an attempt to go on with this order is under way, by any of its buttons. */
  readonly isGoingOn: boolean;
  /**
   * Waits for the writes under way and for the read of the order on opening, at most 30 seconds in all, and resolves with
   * whether the order can go on. Marks missing ticks as errors. Reads the order once more when it could not be read.
   */
  readonly check: () => Promise<GateCheck>;
  /**
   * Resolves when no write is under way and the order holds every attribute and every answer that the shopper does not go
   * on without. Rejects, after 30 seconds at the latest, with an `UnsavedAnswersError`, or the `OrderApiError` of an attribute.
   */
  readonly whenSettled: () => Promise<void>;
  /**
   * Goes on without the answer of a blocker with `canGoOnWithout`, as `goOnWithout` of `useOrderConsent` does; of an
   * `outdated` one with the earlier answer. Resolves when the order was read. Without an id it goes on without all
   * attributes with `canGoOnWithout`: their failed values are not sent again. Does nothing for other blockers.
   */
  readonly goOnWithout: (consentId?: string) => Promise<void>;
  /**
   * Moves the focus to the first checkbox among the blockers, and opens a closed `<details>` around it. Returns false when
   * none of them takes it.
   */
  readonly focusFirstBlocker: () => boolean;
  /** Returns the first visible checkbox of a consent, or the first one if all are hidden. */
  readonly getBox: (consentId: string) => HTMLElement | undefined;
  /** Number of attempts to go on that were refused since the page was opened. */
  readonly refusals: number;
  /** For the element that lists the blockers and takes the focus when an attempt is refused; without one a checkbox does. */
  readonly summaryRef: RefCallback<HTMLElement>;
  /**
   * Returns the props of the button that goes on. A `submit` button first leaves invalid fields of its form to the browser.
   * A click passes when the gate is ready. Otherwise it is prevented and checked; then `onReady` is called and a `submit`
   * button submits its form, or the focus moves to the first blocker. One attempt at a time per order. An attempt that
   * waits is dropped when the component unmounts or gets another order, or when the button leaves the page.
   */
  readonly getSubmitProps: (options?: ConsentSubmitOptions) => ConsentSubmitProps;
}

const closed: GateCheck = { ok: false, blockers: [] };
const none: readonly string[] = [];
const settleTimeout = 30_000;

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
  const { orderId } = useOrderContext('useConsentGate', options.orderId).store;
  const { optional = 'warn' } = options;
  const require = useSameList(options.require ?? none);
  useEffect(() => addGate({ orderId, optional, require }), [orderId, optional, require]);
  const gate = useObservedGate(options);
  return process.env.NODE_ENV === 'production' ? gate : withSubmitChecks(gate);
}

/** The same, for an observer of the gate: boxes do not offer to go on because of it. */
export function useObservedGate(options: UseConsentGateOptions = {}): UseConsentGateResult {
  const { store } = useOrderContext('useConsentGate', options.orderId);
  const { optional = 'warn', outdated = 'block' } = options;
  const { orderId } = store;
  const attempts = attemptsOf(store);
  const require = useSameList(options.require ?? none);
  const look = useMemo(
    () => createLook(store, { require, optional, outdated }),
    [optional, outdated, require, store],
  );
  const { ok: ready, blockers } = useSyncExternalStore(
    useCallback((listener) => subscribeToGate(store, listener), [store]),
    look,
    () => closed,
  );
  useEffect(() => () => attempts.release(look), [attempts, look]);
  const refusals = useSyncExternalStore(
    store.subscribe,
    () => attempts.getLast().count,
    () => 0,
  );
  const { steps, ...actions } = useMemo(() => createActions(store, look, require), [look, require, store]);
  const summaryRef = useMemo(() => createSummaryRef(store), [store]);
  const { isGoingOn, goOn } = useGoingOn(orderId, steps);
  return {
    ready,
    blockers,
    isGoingOn,
    refusals,
    summaryRef,
    ...actions,
    getSubmitProps: (submitOptions = {}) => ({
      'aria-disabled': (submitOptions.ariaDisabled && !ready) || undefined,
      'aria-busy': isGoingOn || undefined,
      'data-state': isGoingOn ? 'going-on' : ready ? 'ready' : 'blocked',
      onClick: (event) => goOn(event, submitOptions),
    }),
  };
}

type Actions = Pick<
  UseConsentGateResult,
  'check' | 'whenSettled' | 'goOnWithout' | 'focusFirstBlocker' | 'getBox'
>;

/** Returns the same array for as long as it has the same members. */
function useSameList(list: readonly string[]): readonly string[] {
  if (process.env.NODE_ENV !== 'production') checkRequire(list);
  const [kept, setKept] = useState(list);
  if (isSame(kept, list)) return kept;
  setKept(list);
  return list;
}

/** Creates a function that checks the gate; it returns the same object until the result changes. */
function createLook(store: OrderStore, rules: GateRules): () => GateCheck {
  const { client, orderId, queryClient } = store;
  if (process.env.NODE_ENV !== 'production')
    rules.require.forEach((id) => noteConsent(queryClient, orderId, id));
  // The order's consents have no answers before the register exists.
  answersOf(client);
  const writers = writersOf(client);
  const isFree = (key: string) => rules.optional === 'warn' && isOptionalKey(client, orderId, key);
  let last = closed;
  return () => {
    const unsaved = writers.unsaved(orderId);
    const blockers = [
      ...findConsentBlockers(unsaved, store, rules),
      ...findAttributeBlockers(unsaved, 'not-saved', isFree),
    ];
    const ok = store.getConsentIds() !== undefined && blockers.length === 0;
    if (last.ok !== ok || !isSameItems(last.blockers, blockers)) last = { ok, blockers };
    return last;
  };
}

function createActions(
  store: OrderStore,
  look: () => GateCheck,
  require: readonly string[],
): Actions & { readonly steps: GateSteps } {
  const { client, queryClient, orderId } = store;
  const writers = writersOf(client);
  const read = async () => {
    if (store.getConsentIds() !== undefined && !store.isReadDue()) return;
    // Not `refetchQueries`, which skips a query that has an observer with `staleTime: 'static'`.
    const query = queryClient.getQueryCache().find({ queryKey: orderQueryKey(orderId) });
    const order = query?.fetch().catch(() => undefined);
    // A query of the host may wait for a connection.
    if (query?.state.fetchStatus !== 'paused') await order;
  };
  const wait = () => settle(read, writers, orderId);
  const focusFirstBlocker = () => focusFirst(store, look().blockers);
  const decide = (): GateCheck => {
    const now = look();
    const saving = findAttributeBlockers(writers.unsaved(orderId), 'saving', () => false);
    const result = saving.length === 0 ? now : { ok: false, blockers: [...now.blockers, ...saving] };
    if (!result.ok) attemptsOf(store).refuse(toItems(store.boxes, result.blockers), gate);
    return result;
  };
  const gate: RefusingGate = {
    look,
    check: async () => {
      await wait();
      return decide();
    },
    goOnWithout: (consentId) => goOnWithout(store, look().blockers, consentId),
  };
  return {
    whenSettled: () => writers.whenSettled(orderId),
    check: gate.check,
    goOnWithout: gate.goOnWithout,
    focusFirstBlocker,
    getBox: (consentId) => firstBox(store.boxes, consentId),
    steps: {
      isOpen: () => look().ok && !writers.isBusy(orderId) && !store.isReadDue(),
      wait,
      decide,
      focus: (isHandled) => {
        if (attemptsOf(store).summaries.size > 0 || focusFirstBlocker()) return;
        if (process.env.NODE_ENV !== 'production' && !isHandled) checkRefusal(store.boxes, look().blockers);
      },
      getBoxes: () => {
        const ids = [...(store.getConsentIds() ?? []), ...require];
        return new Set(ids.flatMap((id) => store.boxes.all(id)));
      },
    },
  };
}

/** Resolves when the order was read and nothing is written to it, after 30 seconds at the latest. */
async function settle(read: () => Promise<void>, writers: Writer, orderId: string): Promise<void> {
  let isOver = false;
  const untilSettled = async () => {
    await read();
    do await writers.whenSettled(orderId).catch(() => undefined);
    while (writers.isBusy(orderId) && !isOver);
  };
  await waitAtMost(untilSettled(), settleTimeout);
  isOver = true;
}
