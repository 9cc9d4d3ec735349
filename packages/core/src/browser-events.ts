import type { Connectivity } from './answers/types.ts';
import { addListener, notifyListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

/** State of the browser's connection; always online outside a browser. */
export const browserConnectivity: Connectivity = {
  isOnline: () => (globalThis.navigator as Navigator | undefined)?.onLine !== false,
  onOnline: (listener) => listen('online', listener),
};

/** Returns a time in ms that a change of the clock does not change, where the page has `performance`. */
export const now = (): number => (globalThis.performance as Performance | undefined)?.now() ?? Date.now();

let ticks = 0;

/** Returns the time in ms as `now` does, later than each time that it returned before. */
export const nextTime = (): number => now() + ++ticks / 1000;

/** Steps of leaving a page, in the order in which their listeners are called. */
export type LeaveStep = 'answers' | 'attributes' | 'evidence' | 'note';

const leaving: Readonly<Record<LeaveStep, Listeners<void>>> = {
  answers: new Set(),
  attributes: new Set(),
  evidence: new Set(),
  note: new Set(),
};
/**
 * Calls `listener` on `pagehide`; the first two steps also when the page gets hidden, because phones end a browser in the
 * background without any event. All listeners share one subscription, so they run in the order of their steps. Returns
 * the function that unsubscribes.
 */
export function onPageHide(step: LeaveStep, listener: () => void): () => void {
  const remove = addListener(leaving[step], () => listener());
  // Each time, which adds none that is there: qiankun removes those of a part that unmounts from the window.
  const stops = [listen('pagehide', leave), listen('visibilitychange', leave, globalThis.document)];
  return () => {
    remove();
    if (Object.values(leaving).some((listeners) => listeners.size > 0)) return;
    stops.forEach((stop) => stop());
  };
}

let isLeft = false;

function leave({ type }: Event): void {
  const isHidden = type !== 'pagehide';
  // A page that is left gets hidden afterwards, in the same task.
  if (isHidden && (isLeft || document.visibilityState !== 'hidden')) return;
  isLeft = true;
  setTimeout(() => (isLeft = false));
  Object.values(leaving)
    .slice(0, isHidden ? 2 : 4)
    .forEach((listeners) => notifyListeners(listeners, undefined));
}

/** Calls `listener` when a field loses the focus. Returns the function that unsubscribes. */
export function onFocusOut(listener: () => void): () => void {
  // Between two fields of a shadow root, and in a document of its own, `focusout` does not reach the window.
  const stops = [listen('focusout', listener), listen('focusout', listener, focusedField())];
  return () => stops.forEach((stop) => stop());
}

/** Returns the element with the focus, also inside of open shadow roots and iframes of the same origin. */
function focusedField(): Element | undefined {
  let field = (globalThis.document as Document | undefined)?.activeElement;
  for (let inner = field; inner !== null && inner !== undefined;) {
    field = inner;
    const { shadowRoot, contentDocument } = inner as HTMLIFrameElement;
    inner = (shadowRoot ?? (contentDocument as Document | null | undefined))?.activeElement;
  }
  return field ?? undefined;
}

function listen(
  event: 'online' | 'pagehide' | 'visibilitychange' | 'focusout',
  listener: (event: Event) => void,
  target: object = globalThis,
): () => void {
  // Server runtimes have neither these events nor these members.
  const { addEventListener, removeEventListener } = target as Partial<EventTarget>;
  addEventListener?.call(target, event, listener);
  return () => removeEventListener?.call(target, event, listener);
}
