'use client';

import type { Answers, UnsavedAnswer } from '@norce-kit/core';
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import type { MouseEvent, RefCallback } from 'react';
import { answersOf } from '../client/answers.ts';
import { attributesOf } from '../client/attributes.ts';
import type { OrderStore } from '../order/order-store.ts';
import { orderQueryKey } from '../order/order-query.ts';
import { byPlace } from '../order/boxes.ts';
import { useOrderContext } from '../provider.tsx';

export interface UseConsentGateOptions {
  /** @default the order of the provider */
  readonly orderId?: string;
  /** Consents this page requires besides those the order marks as required. */
  readonly require?: readonly string[];
}

/** Why the order cannot go on. */
export interface ConsentBlocker {
  readonly consentId: string;
  /** The order's wording. */
  readonly text: string | undefined;
  /**
   * `missing`: required and not ticked. `saving`: on its way to the order. `not-saved` and `unknown`: the shopper's answer
   * is not, or not known to be, on the order; `unknown` too for a required consent of which nothing is known.
   */
  readonly reason: 'missing' | 'saving' | 'not-saved' | 'unknown';
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

/** Whether the shopper may go on: fails closed, and can say why. */
export function useConsentGate(options: UseConsentGateOptions = {}): UseConsentGateResult {
  const { client, queryClient, orderId, store, evidence } = useOrderContext(
    'useConsentGate',
    options.orderId,
  );
  const answers = answersOf(client);
  const attributes = attributesOf(client);
  const required = JSON.stringify(options.require ?? []);
  const last = useRef<GateCheck>(closed);
  const isChecking = useRef(false);

  const look = useCallback((): GateCheck => {
    const next = lookAt(answers, store, orderId, JSON.parse(required) as string[]);
    if (JSON.stringify(next) !== JSON.stringify(last.current)) last.current = next;
    return last.current;
  }, [answers, orderId, required, store]);
  const { ok: ready, blockers } = useSyncExternalStore(store.subscribeToAll, look, () => closed);
  const refusals = useSyncExternalStore(store.subscribe, store.getRefusals, () => 0);

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
      const { ok, blockers } = look();
      if (!ok) store.setIsAttempted();
      return { ok: ok && written.status === 'fulfilled', blockers };
    };
    const focusFirstBlocker = () =>
      look()
        .blockers.flatMap(({ consentId }) => store.getBoxes(consentId))
        .sort(byPlace)
        .some((box) => {
          box.focus();
          // One that is hidden or disabled takes no focus.
          return (box.getRootNode() as Document | ShadowRoot).activeElement === box;
        });
    const getBox = (consentId: string) => {
      const boxes = [...store.getBoxes(consentId)].sort(byPlace);
      return boxes.find((box) => box.getClientRects().length > 0) ?? boxes[0];
    };
    return {
      whenSettled,
      check,
      focusFirstBlocker,
      getBox,
    };
  }, [answers, attributes, evidence, look, orderId, queryClient, store]);
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
            if (store.summaries.size === 0) actions.focusFirstBlocker();
            return;
          }
          onReady?.();
          if (button.type === 'submit') button.form?.requestSubmit(button);
        });
      },
    }),
  };
}

function createSummaryRef({ summaries }: OrderStore): RefCallback<HTMLElement> {
  let current: HTMLElement | undefined;
  return (summary) => {
    if (current !== undefined) summaries.delete(current);
    current = summary ?? undefined;
    if (summary !== null) summaries.add(summary);
  };
}

const closed: GateCheck = { ok: false, blockers: [] };

function lookAt(answers: Answers, store: OrderStore, orderId: string, require: readonly string[]): GateCheck {
  const unsaved = new Map(answers.unsaved(orderId).map(({ consentId, reason }) => [consentId, reason]));
  const ids = store.getConsentIds() ?? [];
  const blockers = [...new Set([...ids, ...require, ...unsaved.keys()])].flatMap(
    (consentId): ConsentBlocker[] => {
      const { text, required, isOnOrder } = store.getFacts(consentId);
      const reason = unsaved.get(consentId);
      if (reason !== undefined) return [{ consentId, text, reason: blockingReason[reason] }];
      if (!required && !require.includes(consentId)) return [];
      const { confirmed } = store.getAnswer(consentId);
      if (confirmed === true) return [];
      return [{ consentId, text, reason: isOnOrder === true && confirmed === false ? 'missing' : 'unknown' }];
    },
  );
  return { ok: store.getConsentIds() !== undefined && blockers.length === 0, blockers };
}

const blockingReason: Record<UnsavedAnswer['reason'], ConsentBlocker['reason']> = {
  saving: 'saving',
  waiting: 'saving',
  'not-saved': 'not-saved',
  unknown: 'unknown',
};
