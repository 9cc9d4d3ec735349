import type { RefCallback } from 'react';

/** A checkbox in the DOM and the words the shopper sees beside it. */
export interface Box {
  readonly element: HTMLInputElement;
  /** Text of the label; undefined where the checkbox has none. */
  readonly label: string | undefined;
  /** Language of the label as a BCP 47 tag, where the page sets one. */
  readonly lang: string | undefined;
}

/** The checkboxes of an order that are in the DOM, by consent. */
export interface Boxes {
  /**
   * Creates a ref that registers the checkbox of a consent. `onEarlyAnswer` receives the state of a checkbox that was
   * changed in the server's HTML before React hydrated it: React keeps that state and fires no event.
   */
  createRef: (consentId: string, onEarlyAnswer: (checked: boolean) => void) => RefCallback<HTMLInputElement>;
  /** Returns the checkboxes of a consent, in no order. */
  all: (consentId: string) => readonly HTMLInputElement[];
}

const seen = new WeakSet<HTMLElement>();

export function createBoxes(): Boxes {
  const elements = new Map<string, Set<HTMLInputElement>>();
  return {
    createRef: (consentId, onEarlyAnswer) => {
      let current: HTMLInputElement | null = null;
      return (element) => {
        if (element !== null && !seen.has(element)) {
          seen.add(element);
          // React has just set the default to the value it rendered.
          if (element.checked !== element.defaultChecked) onEarlyAnswer(element.checked);
        }
        const known = elements.get(consentId) ?? new Set();
        elements.set(consentId, known);
        if (current !== null) known.delete(current);
        if (element !== null) known.add(element);
        current = element;
      };
    },
    all: (consentId) => [...(elements.get(consentId) ?? [])],
  };
}

/** Returns the first visible checkbox of a consent in document order, or the first one if all are hidden. */
export function firstBox(boxes: Boxes, consentId: string): HTMLInputElement | undefined {
  const sorted = [...boxes.all(consentId)].sort(byPlace);
  return sorted.find((element) => element.getClientRects().length > 0) ?? sorted[0];
}

/** Reads the label of a checkbox from the DOM: it need not be the order's text, and a page translator may have changed it. */
export function readBox(element: HTMLInputElement): Box {
  const label = element.labels?.[0];
  // Our own label ends with "(required)", which is not part of the wording.
  const words = label?.querySelector('.nk-consent-label > :first-child') ?? label;
  return {
    element,
    label: words?.textContent.trim() || undefined,
    lang: words?.closest<HTMLElement>('[lang]')?.lang,
  };
}

/** Compares elements by document order, for `sort`; `undefined` comes last. */
export function byPlace(a: Element | undefined, b: Element | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
