'use client';

import { UnsavedAnswersError } from '@norce-kit/core/errors';
import type { UnsavedAnswer } from '@norce-kit/core/errors';
import { useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Context, MouseEvent } from 'react';
import type {
  ConsentSubmitProps,
  UseConsentGateOptions,
  UseConsentGateResult,
} from '../hooks/use-consent-gate.ts';
import { checkLazyContext } from '../dev/lazy-context.ts';
import { OrderContext } from '../order-context.ts';
import { addLazyGate, Cell } from './gate-list.ts';
import type { GateDecision, GateList, GateOptions, LazyGate } from './gate-list.ts';
import { loadEngine } from './load-engine.ts';
import { intents, setState } from './page-state.ts';

export type { AttributeBlocker, ConsentBlocker, GateBlocker } from '../order/blockers.ts';
export type {
  ConsentSubmitOptions,
  ConsentSubmitProps,
  GateCheck,
  UseConsentGateOptions,
  UseConsentGateResult,
} from '../hooks/use-consent-gate.ts';

const GateContext = OrderContext as Context<unknown> as Context<
  (Pick<GateDecision, 'stores'> & { readonly orderId: string; readonly gates?: GateList }) | undefined
>;

/** A call that waits until the gate decides. */
type WaitingCall = (gate: UseConsentGateResult) => void;

let count = 0;

/** The gate of one `useConsentGate`. */
class OwnGate implements LazyGate {
  readonly id = ++count;
  readonly options: Cell<GateOptions>;
  readonly decision = new Cell<GateDecision | undefined>(undefined);
  readonly waiting = new Cell<readonly WaitingCall[]>([]);

  constructor(options: GateOptions) {
    this.options = new Cell(options);
  }
}

const none = (): undefined => undefined;
const timeout = 30_000;

let loading: Promise<unknown> | undefined;

/** Loads the engine and the code of the gate, once. A load that failed is repeated with growing pauses. */
function loadGate(attempt = 1): void {
  loadEngine();
  loading ??= import('./run-gates.tsx').then(
    ({ RunGates }) => setTimeout(setState, 0, { RunGates }),
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
  if (process.env.NODE_ENV !== 'production') checkLazyContext('useConsentGate', context);
  const gates = context?.gates;
  // With the order of the provider: a decision about the order before does not open the gate of the next one.
  const { orderId = context?.orderId, require, optional, outdated } = options;
  const given = JSON.stringify({ orderId, require, optional, outdated });
  const [own] = useState(() => new OwnGate(given));
  const decision = useSyncExternalStore(own.decision.subscribe, own.decision.get, none);
  const waiting = useSyncExternalStore(own.waiting.subscribe, own.waiting.get, own.waiting.get);
  // One of other options, or of another client of the provider, may be open.
  const isCurrent = decision?.options === given && decision.stores === context?.stores;
  const gate = isCurrent ? decision.gate : undefined;
  useEffect(() => loadGate(), []);
  useEffect(() => own.options.set(given), [own, given]);
  useEffect(() => gates && addLazyGate(gates, own), [gates, own]);
  useEffect(() => {
    // The shop may keep a function from before the engine, and call it later.
    if (gate === undefined || waiting.length === 0) return;
    const calls = own.waiting.get();
    own.waiting.set([]);
    for (const call of calls) call(gate);
  }, [gate, own, waiting]);
  return gate ?? createClosedGate(own, orderId, waiting.length > 0);
}

/** Returns the gate until the engine decides. A call that has waited for 30 seconds ends as that of a closed gate. */
function createClosedGate(
  { waiting }: OwnGate,
  orderId: string | undefined,
  isGoingOn: boolean,
): UseConsentGateResult {
  const later = <Value>(call: (gate: UseConsentGateResult) => Promise<Value>, end: () => Value) =>
    new Promise<Value>((resolve) => {
      const run: WaitingCall = (gate) => {
        clearTimeout(timer);
        resolve(call(gate));
      };
      const timer = setTimeout(() => {
        waiting.set(waiting.get().filter((one) => one !== run));
        resolve(Promise.resolve().then(end));
      }, timeout);
      waiting.set([...waiting.get(), run]);
      loadGate();
    });
  const onClick = (event: MouseEvent<HTMLButtonElement>) => {
    const button = event.currentTarget;
    event.preventDefault();
    if (waiting.get().length > 0) return;
    let isLeft = false;
    // The page may come back from the back/forward cache, long after the click.
    addEventListener('pagehide', () => (isLeft = true), { once: true });
    void later(async () => {
      // The gate is there now, and decides about this click.
      if (button.isConnected && !isLeft) button.click();
      await Promise.resolve();
    }, none);
  };
  return {
    ready: false,
    blockers: [],
    isGoingOn,
    refusals: 0,
    summaryRef: none,
    check: () =>
      later(
        (gate) => gate.check(),
        () => ({ ok: false, blockers: [] }),
      ),
    whenSettled: () =>
      later(
        (gate) => gate.whenSettled(),
        () => {
          const unsaved = unsavedOf(orderId);
          if (unsaved.length > 0) throw new UnsavedAnswersError(unsaved);
        },
      ),
    goOnWithout: (consentId) => later((gate) => gate.goOnWithout(consentId), none),
    focusFirstBlocker: () => false,
    getBox: none,
    getSubmitProps: ({ ariaDisabled } = {}): ConsentSubmitProps => ({
      'aria-disabled': ariaDisabled || undefined,
      'aria-busy': isGoingOn || undefined,
      'data-state': isGoingOn ? 'going-on' : 'blocked',
      onClick,
    }),
  };
}

/** Returns the answers to an order that the engine has not taken. */
function unsavedOf(orderId: string | undefined): readonly UnsavedAnswer[] {
  const kept = [...intents.values()].filter(({ context }) => context.orderId === orderId);
  return kept.map(({ props }) => ({
    consentId: props.consentId,
    reason: 'saving',
  }));
}
