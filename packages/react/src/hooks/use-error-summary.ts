'use client';

import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { answersOf } from '../client/answers.ts';
import { attemptsOf, focusFirst, focusSummary, subscribeToGate } from '../order/attempts.ts';
import type { Refusal, RefusalItem } from '../order/attempts.ts';
import type { OrderStore } from '../order/order-store.ts';
import { useOrderContext } from '../provider.tsx';
import { useConsentGate } from './use-consent-gate.ts';
import type { UseConsentGateOptions, UseConsentGateResult } from './use-consent-gate.ts';

export interface UseErrorSummaryResult extends Pick<
  UseConsentGateResult,
  'check' | 'goOnWithout' | 'summaryRef'
> {
  /** Moves the focus to the element of the summary; where the page hides it, to the first checkbox among the items. */
  readonly focusSummary: (summary: HTMLElement, items: Refusal['items']) => void;
  /** Moves the focus to the checkbox of a consent. Returns false when the page has none that takes it. */
  readonly focusBox: (consentId: string) => boolean;
  /**
   * Blockers of the last refused attempt; empty before the first one and once the gate is ready. It stays as it
   * was at the attempt: the shopper works through it, and a list that changes meanwhile is hard to follow. Only a missing
   * tick that was made since and is not on the order, as without a connection, gets the reason of an attempt now.
   */
  readonly items: Refusal['items'];
  /** The same object until the next refused attempt. */
  readonly refusal: Refusal;
}

const noRefusal: Refusal = { count: 0, items: [] };

/** Returns what an error summary lists. Refusals before the component mounted, or before it got this order, are ignored. */
export function useErrorSummary(options: UseConsentGateOptions): UseErrorSummaryResult {
  const { store } = useOrderContext('ConsentErrorSummary', options.orderId);
  const own = useConsentGate(options);
  const { getLast, clear } = attemptsOf(store);
  const ignored = useMemo(() => getLast().count, [getLast]);
  const last = useSyncExternalStore(store.subscribe, getLast, () => noRefusal);
  const { gate } = last;
  const { check, goOnWithout } = gate ?? own;
  const ready = useSyncExternalStore(
    useCallback((listener) => subscribeToGate(store, listener), [store]),
    () => gate?.look().ok ?? own.ready,
    () => false,
  );
  useEffect(() => {
    if (ready) clear();
  }, [clear, ready]);
  const isShown = last.count !== ignored && !ready;
  const refusal = isShown ? last : noRefusal;
  // Renders when a reason changes.
  useSyncExternalStore(
    useCallback((listener) => answersOf(store.client).subscribe(store.orderId, listener), [store]),
    () => refusal.items.map((item) => reasonNow(item, store)).join(),
    () => '',
  );
  const items = refusal.items.map((item) => ({ ...item, reason: reasonNow(item, store) }) as RefusalItem);
  const focusBox = (consentId: string) => focusFirst(store, [{ consentId }]);
  const focusOwn = useCallback<UseErrorSummaryResult['focusSummary']>(
    (summary, list) => focusSummary(summary, store, list),
    [store],
  );
  return {
    items,
    refusal,
    check,
    focusSummary: focusOwn,
    focusBox,
    goOnWithout,
    summaryRef: own.summaryRef,
  };
}

/** Returns the reason of an item; of a missing tick that was made but cannot be saved yet the present one. */
function reasonNow({ consentId, reason }: RefusalItem, store: OrderStore): RefusalItem['reason'] {
  if (reason !== 'missing') return reason;
  const { checked, saveState } = store.getAnswer(consentId);
  if (checked !== true) return reason;
  return saveState === 'waiting' ? 'saving' : saveState === 'unknown' ? saveState : reason;
}
