import type { RefCallback } from 'react';
import { perClient } from '../client/per-client.ts';
import { writersOf } from '../client/writers.ts';
import { byPlace, firstBox, readBox } from './boxes.ts';
import type { GateBlocker, GateCheck } from './blockers.ts';
import type { Boxes } from './boxes.ts';
import type { OrderStore } from './order-store.ts';

/** The order could not be read, so it is not known what keeps it from going on. */
interface UnreadOrder {
  readonly reason: 'unread';
  readonly consentId?: undefined;
  readonly attribute?: undefined;
  readonly text?: undefined;
  readonly answer?: undefined;
  readonly canGoOnWithout?: undefined;
}

/** A blocker as an error summary lists it. */
export type RefusalItem = (GateBlocker | UnreadOrder) & {
  /** The label beside the checkbox; the order's wording, the id or the key where there is none. */
  readonly label: string;
  /** Language of the label, where the page sets one. */
  readonly lang: string | undefined;
  /** `id` of the checkbox; undefined where the page has none for this consent. */
  readonly boxId: string | undefined;
};

/** The gate that refused an attempt. An error summary may have other rules. */
export interface RefusingGate {
  readonly look: () => GateCheck;
  readonly check: () => Promise<GateCheck>;
  readonly goOnWithout: (consentId?: string) => Promise<void>;
}

/** One attempt to go on that was refused. */
export interface Refusal {
  /** 1 for the first refusal of the order on this page. */
  readonly count: number;
  /** In document order; consents without a checkbox come last. */
  readonly items: readonly RefusalItem[];
  /** Undefined where the gate is gone, or has other rules by now. */
  readonly gate?: RefusingGate | undefined;
}

/** The attempts to go on with an order that were refused. */
export interface Attempts {
  /** Records a refused attempt, and marks missing ticks as errors. */
  refuse: (items: readonly RefusalItem[], gate: RefusingGate) => void;
  /** Forgets the gate of the last refusal, if it is this one. */
  release: (look: RefusingGate['look']) => void;
  /** Forgets the items of the last refusal; its count remains. */
  clear: () => void;
  /** Returns the last refusal, the same object until the next one. */
  getLast: () => Refusal;
  /** Error summaries in the DOM; while there is one, a refused attempt leaves the focus to it. */
  readonly summaries: Set<HTMLElement>;
}

const none: readonly RefusalItem[] = [];

/** Returns the refused attempts of an order. Not a part of the store, so that pages without a gate do not bundle it. */
export const attemptsOf: (store: OrderStore) => Attempts = /* @__PURE__ */ perClient(createAttempts);

function createAttempts(store: OrderStore): Attempts {
  let last: Refusal = { count: 0, items: none };
  return {
    refuse: (items, gate) => {
      last = { count: last.count + 1, items, gate };
      store.setIsAttempted();
    },
    release: (look) => {
      if (last.gate?.look !== look) return;
      last = { ...last, gate: undefined };
      store.setIsAttempted();
    },
    clear: () => {
      if (last.items.length > 0) last = { ...last, items: none };
    },
    getLast: () => last,
    summaries: new Set(),
  };
}

/** Subscribes to everything that a gate depends on. Returns the function that unsubscribes. */
export function subscribeToGate(store: OrderStore, listener: () => void): () => void {
  const stops = [store.subscribe(listener), writersOf(store.client).subscribe(store.orderId, listener)];
  return () => stops.forEach((stop) => stop());
}

/** Describes blockers by their checkboxes as the page shows them now. The texts name no attribute, so one of each kind is enough. */
export function toItems(boxes: Boxes, blockers: readonly GateBlocker[]): readonly RefusalItem[] {
  if (blockers.length === 0) return [{ reason: 'unread', label: '', lang: undefined, boxId: undefined }];
  return blockers
    .filter(
      ({ attribute, reason, canGoOnWithout }, index) =>
        attribute === undefined ||
        blockers.findIndex(
          (other) =>
            other.attribute !== undefined &&
            other.reason === reason &&
            other.canGoOnWithout === canGoOnWithout,
        ) === index,
    )
    .map((blocker) => ({
      blocker,
      element: blocker.consentId === undefined ? undefined : firstBox(boxes, blocker.consentId),
    }))
    .sort((a, b) => byPlace(a.element, b.element))
    .map(({ blocker, element }) => toItem(blocker, element));
}

function toItem(blocker: GateBlocker, element: HTMLInputElement | undefined): RefusalItem {
  const box = element && readBox(element);
  return {
    ...blocker,
    label: box?.label ?? blocker.text ?? nameOf(blocker),
    lang: box?.lang,
    boxId: element?.id,
  };
}

const nameOf = (blocker: GateBlocker): string =>
  blocker.attribute === undefined ? blocker.consentId : blocker.attribute;

/** Creates a ref for the error summary of an order. */
export function createSummaryRef(store: OrderStore): RefCallback<HTMLElement> {
  const { summaries } = attemptsOf(store);
  let current: HTMLElement | undefined;
  return (summary) => {
    if (current !== undefined) summaries.delete(current);
    current = summary ?? undefined;
    if (summary !== null) summaries.add(summary);
  };
}

/**
 * Moves the focus to the first checkbox among the blockers that takes it; where none does, to the first one in a closed
 * `<details>`, which opens. Returns false when none takes it.
 */
export function focusFirst(
  { boxes }: OrderStore,
  blockers: readonly Pick<GateBlocker, 'consentId'>[],
): boolean {
  const elements = blockers
    .flatMap(({ consentId }) => (consentId === undefined ? [] : boxes.all(consentId)))
    .sort(byPlace);
  return elements.some(focus) || elements.some(openAndFocus);
}

/**
 * Moves the focus to an error summary, and opens a closed `<details>` around it. Where the page hides all summaries, as in a
 * column of wide screens, the first checkbox among the items gets the focus.
 */
export function focusSummary(summary: HTMLElement, store: OrderStore, items: Refusal['items']): void {
  if (focus(summary) || openAndFocus(summary)) return;
  const { summaries } = attemptsOf(store);
  if (![...summaries].some((other) => other.matches(':focus'))) focusFirst(store, items);
}

/** Moves the focus to an element. Returns false when it is hidden or disabled, and takes none. */
function focus(element: HTMLElement): boolean {
  element.focus();
  return (element.getRootNode() as Document | ShadowRoot).activeElement === element;
}

function openAndFocus(element: HTMLElement): boolean {
  const closed: HTMLDetailsElement[] = [];
  for (let next = findClosed(element); next !== null; next = findClosed(element)) {
    next.open = true;
    closed.push(next);
  }
  if (closed.length > 0 && focus(element)) return true;
  closed.forEach((details) => (details.open = false));
  return false;
}

const findClosed = (element: HTMLElement) => element.closest<HTMLDetailsElement>('details:not([open])');
