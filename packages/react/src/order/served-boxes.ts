import { consentKey } from './consent-key.ts';

/** A checkbox of the server's HTML before React hydrates it. */
interface ServedBox {
  /** The value in the server's HTML. */
  readonly served: boolean;
  /** The value the shopper sees. */
  checked: boolean;
  /** The act that made it so, by the count of acts. */
  at: number;
}

const boxes = new WeakMap<EventTarget, ServedBox>();
const lastActs = new Map<string, number>();
let actCount = 0;
let isScanned = false;

/** Notes that a consent was answered now, so that an early act before this one does not replace the answer. */
export function noteAct(orderId: string, consentId: string): void {
  lastActs.set(consentKey(orderId, consentId), ++actCount);
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
 * Returns the value to which the shopper changed a served checkbox before its hydration; undefined where there was no
 * change, or a later answer replaced it. Returns it once.
 */
export function takeEarlyAct(
  element: HTMLInputElement,
  orderId: string,
  consentId: string,
): boolean | undefined {
  const box = boxes.get(element);
  if (box === undefined) return undefined;
  boxes.delete(element);
  const isNewest = box.at >= (lastActs.get(consentKey(orderId, consentId)) ?? 0);
  return box.checked !== box.served && isNewest ? box.checked : undefined;
}

function scan(root: Document | ShadowRoot): void {
  // Browsers restore a tick of an earlier visit in boxes without `autocomplete="off"`.
  for (const element of root.querySelectorAll<HTMLInputElement>('[type=checkbox][autocomplete=off]')) {
    if (boxes.has(element)) continue;
    const { checked, defaultChecked: served } = element;
    boxes.set(element, { served, checked, at: actCount });
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
  box.at = ++actCount;
}
