'use client';

import { useCallback, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Context, MouseEvent } from 'react';
import type {
  ConsentSubmitProps,
  UseConsentGateOptions,
  UseConsentGateResult,
} from '../hooks/use-consent-gate.ts';
import { OrderContext } from '../order-context.ts';
import { loadEngine } from './load-engine.ts';
import { setState } from './page-state.ts';

export type { AttributeBlocker, ConsentBlocker, GateBlocker } from '../order/blockers.ts';
export type {
  ConsentSubmitOptions,
  ConsentSubmitProps,
  GateCheck,
  UseConsentGateOptions,
  UseConsentGateResult,
} from '../hooks/use-consent-gate.ts';

type UseGate = (options: UseConsentGateOptions) => UseConsentGateResult;

const GateContext = OrderContext as Context<unknown> as Context<{ readonly gate?: UseGate } | undefined>;

/** The calls that wait for the engine. */
interface Waiting {
  readonly calls: ((gate: UseConsentGateResult) => void)[];
}

const closed = { ready: false, blockers: [] } as const;
const none: readonly string[] = [];
const subscribe = () => () => undefined;
const no = () => false;
const nothing = () => undefined;
const zero = () => 0;

let loading: Promise<unknown> | undefined;

/** Loads the engine and the code of the gate, once. A load that failed is repeated with growing pauses. */
function loadGate(attempt = 1): void {
  loadEngine();
  loading ??= import('../hooks/use-consent-gate.ts').then(
    ({ useConsentGate: gatePart }) => setTimeout(setState, 0, { gatePart }),
    () =>
      setTimeout(() => {
        loading = undefined;
        loadGate(attempt + 1);
      }, 1_000 * attempt),
  );
}

/**
 * Decides whether the shopper may go on, as `useConsentGate` of `@norce-kit/react`. Closed until the code that decides is
 * there, which this hook loads. A click on the button, and `check`, wait for it.
 *
 * @example
 * import { useConsentGate } from '@norce-kit/react/lazy/gate';
 *
 * function PayButton({ onPay }: { onPay: () => void }) {
 *   const { getSubmitProps } = useConsentGate();
 *   return <button {...getSubmitProps({ onReady: onPay })}>Pay</button>;
 * }
 */
export function useConsentGate(options: UseConsentGateOptions = {}): UseConsentGateResult {
  const context = useContext(GateContext);
  const [waiting] = useState<Waiting>({ calls: [] });
  const useGate = context?.gate;
  const given = { options, waiting };
  // The same hooks in the same order.
  const result = useGate === undefined ? useClosedGate(given) : useGate(options);
  useEffect(() => loadGate(), []);
  useEffect(() => {
    if (useGate !== undefined) for (const call of waiting.calls.splice(0)) call(result);
  });
  return result;
}

/** Calls the hooks of `useConsentGate` of the engine, each with as many dependencies. */
function useClosedGate({
  options,
  waiting,
}: {
  readonly options: UseConsentGateOptions;
  readonly waiting: Waiting;
}): UseConsentGateResult {
  useContext(GateContext);
  useSameList(options.require ?? none);
  useEffect(nothing, [0, 0, 0]);
  useContext(GateContext);
  useSameList(options.require ?? none);
  useMemo(nothing, [0, 0, 0, 0]);
  useCallback(nothing, [0, 0, 0]);
  useSyncExternalStore(subscribe, no, no);
  useSyncExternalStore(subscribe, zero, zero);
  useMemo(nothing, [0, 0, 0]);
  useMemo(nothing, [0]);
  useSyncExternalStore(subscribe, no, no);
  useRef(undefined);
  useEffect(nothing);
  useRef(undefined);
  useEffect(nothing, [0, 0]);
  useRef(false);
  const later = <Value>(call: (gate: UseConsentGateResult) => Promise<Value>) =>
    new Promise<Value>((resolve, reject) => {
      waiting.calls.push((gate) => void call(gate).then(resolve, reject));
      loadGate();
    });
  const isGoingOn = waiting.calls.length > 0;
  const onClick = (event: MouseEvent<HTMLButtonElement>) => {
    const button = event.currentTarget;
    event.preventDefault();
    if (waiting.calls.length > 0) return;
    void later(async () => {
      // The gate is there now, and decides about this click.
      if (button.isConnected) button.click();
      await Promise.resolve();
    });
    // Shows that it goes on.
    setState({});
  };
  return {
    ...closed,
    isGoingOn,
    refusals: 0,
    summaryRef: nothing,
    check: () => later((gate) => gate.check()),
    whenSettled: () => later((gate) => gate.whenSettled()),
    goOnWithout: (consentId) => later((gate) => gate.goOnWithout(consentId)),
    focusFirstBlocker: no,
    getBox: nothing,
    getSubmitProps: ({ ariaDisabled } = {}): ConsentSubmitProps => ({
      'aria-disabled': ariaDisabled || undefined,
      'aria-busy': isGoingOn || undefined,
      'data-state': isGoingOn ? 'going-on' : 'blocked',
      onClick,
    }),
  };
}

/** Returns the same array for as long as it has the same members, as the engine does. */
function useSameList(list: readonly string[]): readonly string[] {
  const [kept, setKept] = useState(list);
  if (kept.length === list.length && kept.every((item, index) => item === list[index])) return kept;
  setKept(list);
  return list;
}
