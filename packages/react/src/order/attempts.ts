import { byPlace, firstBox, readBox } from './boxes.ts';
import type { Boxes } from './boxes.ts';

/** Why the order cannot go on. */
export interface ConsentBlocker {
  /** Id of the consent on the order. */
  readonly consentId: string;
  /** The order's wording. */
  readonly text: string | undefined;
  /**
   * `missing`: required and not ticked. `saving`: on its way to the order. `not-saved` and `unknown`: the shopper's answer
   * is not, or not known to be, on the order; `unknown` too for a required consent of which nothing is known.
   */
  readonly reason: 'missing' | 'saving' | 'not-saved' | 'unknown';
}

/** A blocker as an error summary lists it. */
export interface RefusalItem extends ConsentBlocker {
  /** The label beside the checkbox; the order's wording or the id where there is none. */
  readonly label: string;
  /** Language of the label, where the page sets one. */
  readonly lang: string | undefined;
  /** `id` of the checkbox; undefined where the page has none for this consent. */
  readonly boxId: string | undefined;
}

/** One attempt to go on that was refused. */
export interface Refusal {
  /** 1 for the first refusal of the order on this page. */
  readonly count: number;
  /** In document order; consents without a checkbox come last. */
  readonly items: readonly RefusalItem[];
}

/** The attempts to go on with an order that were refused. */
export interface Attempts {
  /** Records a refused attempt. */
  refuse: (items: readonly RefusalItem[]) => void;
  /** Forgets the items of the last refusal; its count remains. */
  clear: () => void;
  /** Returns the last refusal, the same object until the next one. */
  getLast: () => Refusal;
  /** Error summaries in the DOM; while there is one, a refused attempt leaves the focus to it. */
  readonly summaries: Set<HTMLElement>;
}

const none: readonly RefusalItem[] = [];

export function createAttempts(): Attempts {
  let last: Refusal = { count: 0, items: none };
  return {
    refuse: (items) => {
      last = { count: last.count + 1, items };
    },
    clear: () => {
      if (last.items.length > 0) last = { count: last.count, items: none };
    },
    getLast: () => last,
    summaries: new Set(),
  };
}

/** Describes blockers by their checkboxes as the page shows them now. */
export function toItems(boxes: Boxes, blockers: readonly ConsentBlocker[]): readonly RefusalItem[] {
  return blockers
    .map((blocker) => ({ blocker, element: firstBox(boxes, blocker.consentId) }))
    .sort((a, b) => byPlace(a.element, b.element))
    .map(({ blocker, element }) => toItem(blocker, element));
}

function toItem(blocker: ConsentBlocker, element: HTMLInputElement | undefined): RefusalItem {
  const box = element && readBox(element);
  return {
    ...blocker,
    label: box?.label ?? blocker.text ?? blocker.consentId,
    lang: box?.lang,
    boxId: element?.id,
  };
}
