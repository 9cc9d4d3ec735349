import { consentKey } from './consent-key.ts';
import { intents } from './kept-intents.ts';

/** A checkbox of the server's HTML before React hydrates it. */
interface ServedBox {
  /** The value in the server's HTML. */
  readonly served: boolean;
  /** The value the shopper sees. */
  checked: boolean;
  /** Time of the act that made it so. */
  at: number;
}

const boxes = new WeakMap<EventTarget, ServedBox>();
const lastActs = new Map<string, number>();
let lastTime = 0;
let isScanned = false;

/** Returns the time of an act as of `Date.now()`, later than that of the act before. */
const nextTime = () => (lastTime = Math.max(Date.now(), lastTime + 0.001));

/** Notes that a consent was answered, here or in another tab, so that an early act before this one does not replace the answer. */
export function noteAct(orderId: string, consentId: string, at: number = nextTime()): void {
  lastActs.set(consentKey(orderId, consentId), at);
}

/**
 * Notes the checkboxes of the server's HTML. Called while a component hydrates: React has not touched its element yet and
 * later overwrites `defaultChecked`, and refs of form libraries overwrite `checked`.
 */
export function noteServedBoxes(): void {
  if (isScanned || typeof document === 'undefined') return;
  isScanned = true;
  // One scan for all components of one task.
  queueMicrotask(() => (isScanned = false));
  scan(document);
}

/**
 * Calls `answer` with the value to which the shopper changed a served checkbox before its hydration, once; not where there
 * was no change, or a later answer replaced it.
 */
export function takeEarlyAct(
  element: HTMLInputElement,
  orderId: string,
  consentId: string,
  answer: (checked: boolean) => void,
): void {
  const box = boxes.get(element);
  if (box === undefined) return;
  boxes.delete(element);
  const key = consentKey(orderId, consentId);
  if (box.checked === box.served || box.at < Math.max(lastActs.get(key) ?? 0, intents.get(key)?.at ?? 0))
    return;
  answer(box.checked);
  noteAct(orderId, consentId, box.at);
}

function scan(root: Document | ShadowRoot): void {
  // Without any click or key so far, a script changed the box.
  const isUntouched = (navigator as Partial<Navigator>).userActivation?.hasBeenActive === false;
  // Browsers restore a tick of an earlier visit in boxes without `autocomplete="off"`.
  for (const element of root.querySelectorAll<HTMLInputElement>(
    '[type=checkbox][autocomplete=off]:not([aria-readonly])',
  )) {
    if (boxes.has(element)) continue;
    const { checked, defaultChecked: served } = element;
    boxes.set(element, { served, checked: isUntouched ? served : checked, at: lastTime });
    // Capturing: React stops events on elements that it has yet to hydrate.
    root.addEventListener('change', noteChange, true);
  }
  for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot !== null) scan(shadowRoot);
}

/** Ignores `change` events that a script dispatches. Each click causes a trusted one, that of a script too. */
function noteChange({ target, isTrusted }: Event): void {
  const box = target && boxes.get(target);
  if (!box || !isTrusted) return;
  box.checked = (target as HTMLInputElement).checked;
  box.at = nextTime();
}
