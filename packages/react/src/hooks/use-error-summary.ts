'use client';

import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { attemptsOf } from '../order/attempts.ts';
import type { Refusal } from '../order/attempts.ts';
import { useOrderContext } from '../provider.tsx';
import { useConsentGate } from './use-consent-gate.ts';
import type { UseConsentGateOptions, UseConsentGateResult } from './use-consent-gate.ts';

export interface UseErrorSummaryResult extends Pick<
  UseConsentGateResult,
  'check' | 'getBox' | 'goOnWithout' | 'summaryRef'
> {
  /**
   * Blockers of the last refused attempt; empty before the first one and once the gate is ready. It stays as it
   * was at the attempt: the shopper works through it, and a list that changes meanwhile is hard to follow.
   */
  readonly items: Refusal['items'];
}

const noRefusal: Refusal = { count: 0, items: [] };

/** Returns what an error summary lists. Refusals before the component mounted, or before it got this order, are ignored. */
export function useErrorSummary(options: UseConsentGateOptions): UseErrorSummaryResult {
  const { store } = useOrderContext('ConsentErrorSummary', options.orderId);
  const { ready, check, getBox, goOnWithout, summaryRef } = useConsentGate(options);
  const { getLast, clear } = attemptsOf(store);
  const ignored = useMemo(() => getLast().count, [getLast]);
  const last = useSyncExternalStore(store.subscribe, getLast, () => noRefusal);
  useEffect(() => {
    if (ready) clear();
  }, [clear, ready]);
  const isShown = last.count !== ignored && !ready;
  return { items: isShown ? last.items : noRefusal.items, check, getBox, goOnWithout, summaryRef };
}
