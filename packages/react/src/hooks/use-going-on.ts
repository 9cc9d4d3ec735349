'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { MouseEvent } from 'react';
import type { GateCheck } from '../order/blockers.ts';
import {
  isGoingOn,
  isRepeated,
  passedOrders,
  startGoingOn,
  subscribeToGoingOn,
  watchPage,
} from '../order/going-on.ts';
import { warnOnce } from '../dev.ts';

/** Options of a button that goes on. */
export interface ConsentSubmitOptions {
  /**
   * Goes on with the order. Return a promise for as long as it takes: until it ends, no button of this order starts
   * another attempt, and `isGoingOn` is true. Without a promise only the second click of a double click is ignored. A
   * rejection ends the attempt and is reported as an uncaught error (`reportError`). The return of the
   * page from the back/forward cache ends it as well: a promise that waits for the page to be left never ends.
   */
  readonly onReady?: (() => unknown) | undefined;
  /** Called after a refused attempt, when the focus has moved. */
  readonly onRefused?: ((blockers: GateCheck['blockers']) => void) | undefined;
  /**
   * Whether the button has `aria-disabled` while the gate is closed. A click works all the same: it reports what is missing.
   * @default false
   */
  readonly ariaDisabled?: boolean | undefined;
}

/** The parts of a gate that an attempt to go on needs. */
export interface GateSteps {
  /** Whether the order can go on now, without waiting. */
  readonly isOpen: () => boolean;
  /** Resolves when no write is under way. */
  readonly wait: () => Promise<unknown>;
  /** Decides, and marks what is missing. */
  readonly decide: () => GateCheck;
  /**
   * Moves the focus to the first blocker, unless an error summary takes it.
   *
   * @param isHandled whether the page has an `onRefused`, which may show a box
   */
  readonly focus: (isHandled: boolean) => void;
  /** Returns the checkboxes of the consents. The gate decides about them, not the browser. */
  readonly getBoxes: () => ReadonlySet<Element>;
}

export interface UseGoingOnResult {
  readonly isGoingOn: boolean;
  readonly goOn: (event: MouseEvent<HTMLButtonElement>, options: ConsentSubmitOptions) => void;
}

/** Goes on with an order: one attempt at a time, dropped when the component unmounts or gets another order. */
export function useGoingOn(orderId: string, steps: GateSteps): UseGoingOnResult {
  const isBusy = useSyncExternalStore(
    subscribeToGoingOn,
    () => isGoingOn(orderId),
    () => false,
  );
  const latest = useRef(steps);
  useEffect(() => {
    latest.current = steps;
  });
  const attempt = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => attempt.current?.abort(), [orderId]);
  useEffect(watchPage, []);
  const goOn: UseGoingOnResult['goOn'] = (event, options) => {
    const button = event.currentTarget;
    if (isGoingOn(orderId) || isRepeated(orderId, event)) {
      event.preventDefault();
      return;
    }
    passedOrders.delete(orderId);
    // The browser reports the invalid fields, and prevents the submission.
    if (hasInvalidField(button, steps.getBoxes())) return;
    attempt.current = new AbortController();
    startAttempt({ event, orderId, options, steps: latest, attempt: attempt.current });
  };
  return { isGoingOn: isBusy, goOn };
}

interface Attempt {
  readonly event: MouseEvent<HTMLButtonElement>;
  readonly orderId: string;
  readonly options: ConsentSubmitOptions;
  /** Those of the last render. */
  readonly steps: { readonly current: GateSteps };
  /** Aborted when the component is gone or has another order, and when the page comes back from the back/forward cache. */
  readonly attempt: AbortController;
}

function startAttempt({ event, orderId, options, steps, attempt }: Attempt): void {
  const button = event.currentTarget;
  const { signal } = attempt;
  const end = startGoingOn(orderId, attempt);
  if (end === undefined) return;
  // An attempt that is dropped must not block the button of another step. `onReady` cannot be dropped any more.
  signal.addEventListener('abort', end);
  const callReady = (): PromiseLike<unknown> | undefined => {
    const result = options.onReady?.();
    passedOrders.add(orderId);
    if (!isPromiseLike(result)) return undefined;
    signal.removeEventListener('abort', end);
    return result;
  };
  const submit = () => {
    // `requestSubmit` takes no custom element.
    const submitter = button.matches('button, input') ? button : undefined;
    if (!signal.aborted) formOf(button)?.requestSubmit(submitter);
  };
  const finish = (run: () => Promise<void>) =>
    void run()
      .catch((error: unknown) => (globalThis as Partial<typeof globalThis>).reportError?.(error))
      .finally(end);

  if (!steps.current.isOpen()) {
    event.preventDefault();
    finish(async () => {
      await steps.current.wait();
      if (isDropped(button, signal)) return;
      const { ok, blockers } = steps.current.decide();
      if (!ok) {
        steps.current.focus(options.onRefused !== undefined);
        options.onRefused?.(blockers);
        return;
      }
      if (hasInvalidField(button, steps.current.getBoxes())) {
        formOf(button)?.reportValidity();
        return;
      }
      const ready = callReady();
      if (ready !== undefined) await ready;
      submit();
    });
    return;
  }
  let ready: PromiseLike<unknown> | undefined;
  try {
    ready = callReady();
  } catch (error) {
    event.preventDefault();
    end();
    throw error;
  }
  if (ready === undefined) {
    // The click submits the form. The present task may contain a second one.
    setTimeout(end);
    return;
  }
  event.preventDefault();
  finish(async () => {
    await ready;
    submit();
  });
}

/** Returns the form that a button submits. Custom elements may have the form as `form`, its id or nothing. */
function formOf({ type, form }: HTMLButtonElement): HTMLFormElement | null {
  return type === 'submit' && typeof form === 'object' ? form : null;
}

/** Whether the browser would refuse to submit the button's form, whatever the checkboxes in `boxes` are. */
function hasInvalidField(button: HTMLButtonElement, boxes: ReadonlySet<Element>): boolean {
  const form = formOf(button);
  if (form === null || form.noValidate || button.formNoValidate) return false;
  return [...form.elements].some(
    // `willValidate` is false for a fieldset, and undefined for a custom element.
    (field) =>
      !boxes.has(field) &&
      (field as { willValidate?: boolean }).willValidate !== false &&
      field.matches(':invalid'),
  );
}

function isDropped(button: HTMLButtonElement, signal: AbortSignal): boolean {
  if (signal.aborted) return true;
  if (!button.isConnected && process.env.NODE_ENV !== 'production') {
    warnOnce('the order did not go on, because its button was removed while the gate waited.');
  }
  return !button.isConnected;
}

const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
