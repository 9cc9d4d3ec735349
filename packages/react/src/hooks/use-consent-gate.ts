'use client';

import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { MouseEvent, RefCallback } from 'react';
import { answersOf } from '../client/answers.ts';
import { attributesOf } from '../client/attributes.ts';
import type { ConsentBlocker } from '../order/attempts.ts';
import { findBlockers, isSameBlockers } from '../order/blockers.ts';
import { byPlace } from '../order/boxes.ts';
import { orderQueryKey } from '../order/order-query.ts';
import type { OrderStore } from '../order/order-store.ts';
import { useOrderContext } from '../provider.tsx';

export interface UseConsentGateOptions {
  /** @default the order of the provider */
  readonly orderId?: string | undefined;
  /** Consents this page requires besides those the order marks as required. */
  readonly require?: readonly string[] | undefined;
}

export interface GateCheck {
  readonly ok: boolean;
  readonly blockers: readonly ConsentBlocker[];
}

/** What a submit button takes to ask the gate first. */
export interface ConsentSubmitProps {
  /** Not `disabled`: the shopper must be able to find the button and to hear why it does not go on. */
  readonly 'aria-disabled': true | undefined;
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void;
}

export interface UseConsentGateResult {
  /** Whether the order holds every answer and every required tick; false as long as it has not been read. */
  readonly ready: boolean;
  readonly blockers: readonly ConsentBlocker[];
  /**
   * Waits for what is under way, at most 30 seconds, and tells whether the order can go on; not where an attribute could
   * not be written meanwhile, which is no blocker. Marks what is missing. Reads an order that could not be read once more.
   */
  readonly check: () => Promise<GateCheck>;
  /**
   * Resolves once the order holds every answer and attribute; rejects, after 30 seconds at the latest, with an
   * `UnsavedAnswersError` or the `OrderApiError` of an attribute that could not be written.
   */
  readonly whenSettled: () => Promise<void>;
  /** Moves the focus to the first box that is in the way; false where there is none on the page. */
  readonly focusFirstBlocker: () => boolean;
  /** The first box of a consent on the page; of several, such as one for each width of the page, the first that shows. */
  readonly getBox: (consentId: string) => HTMLElement | undefined;
  /** How often the shopper was held back since the page began. */
  readonly refusals: number;
  /** For an element that says what is in the way and takes the focus each time; where there is one, the boxes do not. */
  readonly summaryRef: RefCallback<HTMLElement>;
  /**
   * For the button that goes on. A click passes where the gate is ready; otherwise it is held back, checked, and then
   * either submits the button's form, and calls `onReady`, or leads to the first blocker, unless a summary does.
   */
  readonly getSubmitProps: (options?: { readonly onReady?: () => void }) => ConsentSubmitProps;
}

const closed: GateCheck = { ok: false, blockers: [] };
const none: readonly string[] = [];

/** Whether the shopper may go on: fails closed, and can say why. */
export function useConsentGate(options: UseConsentGateOptions = {}): UseConsentGateResult {
  const { client, queryClient, orderId, store, evidence } = useOrderContext(
    'useConsentGate',
    options.orderId,
  );
  const answers = answersOf(client);
  const attributes = attributesOf(client);
  const last = useRef<GateCheck>(closed);
  const isChecking = useRef(false);

  const look = (): GateCheck => {
    const blockers = findBlockers(answers, store, orderId, options.require ?? none);
    const ok = store.getConsentIds() !== undefined && blockers.length === 0;
    const isSame = last.current.ok === ok && isSameBlockers(last.current.blockers, blockers);
    if (!isSame) last.current = { ok, blockers };
    return last.current;
  };
  const latestLook = useRef(look);
  useEffect(() => {
    latestLook.current = look;
  });
  const { ok: ready, blockers } = useSyncExternalStore(store.subscribeToAll, look, () => closed);
  const { getLast } = store.attempts;
  const refusals = useSyncExternalStore(store.subscribe, () => getLast().count, () => 0);

  const actions = useMemo(() => {
    const whenSettled = async () => {
      await Promise.all([answers.whenSettled(orderId), attributes.whenSettled(orderId)]);
      await evidence?.whenSettled(orderId);
    };
    const check = async () => {
      if (store.getConsentIds() === undefined) {
        await queryClient.refetchQueries({ queryKey: orderQueryKey(orderId) }, { cancelRefetch: false });
      }
      const [, written] = await Promise.allSettled([
        answers.whenSettled(orderId),
        attributes.whenSettled(orderId),
      ]);
      // An order that is placed takes no more evidence; a purchase does not fail for the want of it.
      await evidence?.whenSettled(orderId);
      const { ok, blockers } = latestLook.current();
      if (!ok) store.refuse(blockers);
      return { ok: ok && written.status === 'fulfilled', blockers };
    };
    const focusFirstBlocker = () => focusFirst(store, latestLook.current().blockers);
    return { whenSettled, check, focusFirstBlocker, getBox: store.boxes.first };
  }, [answers, attributes, evidence, orderId, queryClient, store]);
  // Another one for another order, and for nothing else: by it a summary knows that it begins anew.
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
        if (look().ok && !attributes.isBusy(orderId) && evidence?.isBusy(orderId) !== true) {
          onReady?.();
          return;
        }
        event.preventDefault();
        // An impatient second click must not place a second order.
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
