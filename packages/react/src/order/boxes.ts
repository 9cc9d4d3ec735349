import type { RefCallback } from 'react';
import { checkBoxElement } from '../dev/mistakes.ts';
import { consentKey } from './consent-key.ts';

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
   * Creates a ref that registers the checkbox of a consent and keeps it at the answer. `takeEarly` receives an element of
   * the server's HTML that the shopper may have changed before React hydrated it: React keeps the change and fires no event.
   */
  createRef: (
    consentId: string,
    takeEarly: (element: HTMLInputElement) => void,
  ) => RefCallback<HTMLInputElement>;
  /** Returns the checkboxes of a consent, in no order. */
  all: (consentId: string) => readonly HTMLInputElement[];
  /** Makes the checkboxes of a consent show the answer; all checkboxes without `consentId`. */
  show: (consentId?: string) => void;
}

/** @param isTicked returns the answer to a consent */
export function createBoxes(orderId: string, isTicked: (consentId: string) => boolean): Boxes {
  const elements = new Map<string, readonly HTMLInputElement[]>();
  const all = (consentId: string) => elements.get(consentId) ?? [];
  const show: Boxes['show'] = (only) => {
    for (const consentId of only === undefined ? elements.keys() : [only]) {
      for (const element of all(consentId)) showAnswer(element, isTicked(consentId));
    }
  };
  const showLater = () => void setTimeout(() => show());
  const counts = new WeakMap<Node, number>();
  /** Counts the checkboxes of a root. It has one listener: browsers compare a new one with all earlier ones. */
  const countIn = (root: Node, change: 1 | -1) => {
    const before = counts.get(root) ?? 0;
    counts.set(root, before + change);
    if (before === 0) root.addEventListener('reset', showLater, true);
    else if (before + change === 0) root.removeEventListener('reset', showLater, true);
  };
  return {
    createRef: (consentId, takeEarly) => {
      let current: HTMLInputElement | null = null;
      let root: Node;
      return (element) => {
        if (process.env.NODE_ENV !== 'production') checkBoxElement(element, current);
        if (current !== null) {
          elements.set(
            consentId,
            all(consentId).filter((other) => other !== current),
          );
          countIn(root, -1);
        }
        current = element;
        if (element === null) return;
        elements.set(consentId, [...all(consentId), element]);
        root = element.getRootNode();
        countIn(root, 1);
        takeEarly(element);
        noteOwner(element, consentKey(orderId, consentId));
        watch(element, () => {
          if (current !== null) showAnswer(current, isTicked(consentId));
        });
      };
    },
    all,
    show,
  };
}

function showAnswer(element: HTMLInputElement, isTicked: boolean): void {
  if (element.checked !== isTicked) element.checked = isTicked;
  // Resetting a form restores the default.
  if (element.defaultChecked !== isTicked) element.defaultChecked = isTicked;
  element.indeterminate = false;
}

/** The function that makes a checkbox show its answer, as long as its ref has it, for each checkbox that has been watched. */
const shows = new WeakMap<HTMLInputElement, () => void>();

/** Calls `show` now and after each change that others make to the checkbox. */
function watch(element: HTMLInputElement, show: () => void): void {
  if (!shows.has(element)) {
    watchProperty(element);
    // A click that is prevented after React saw it, and scripts that dispatch the others without a click.
    element.addEventListener('click', showTarget);
    element.addEventListener('input', showTarget);
    element.addEventListener('change', showTarget);
    element.addEventListener('keydown', preventEnter);
  }
  shows.set(element, show);
  show();
}

/** Keeps Enter on a checkbox from submitting its form: an order must not be placed by an attempt to tick a box. */
function preventEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter') event.preventDefault();
}

/** The state of a checkbox at its click in the present task, before handlers of React, which may reset the form or set the box. */
const clicked = new WeakMap<Element, boolean>();

function showTarget(event: Event): void {
  const element = event.currentTarget as HTMLInputElement;
  setTimeout(() => {
    clicked.delete(element);
    if (event.type === 'click') moved.delete(element);
    shows.get(element)?.();
  });
}

/** The consent that each checkbox answers. */
const owners = new WeakMap<Element, string>();
/** Checkboxes that got another consent since a press on them or their label began. */
const moved = new WeakSet<Element>();

function noteOwner(element: HTMLInputElement, owner: string): void {
  const isOther = (owners.get(element) ?? owner) !== owner;
  owners.set(element, owner);
  if (!isOther || !isPressed(element)) return;
  moved.add(element);
  // The press may end beside the box. The next one is about the new consent.
  for (const type of ['pointerdown', 'keydown'])
    element.ownerDocument.addEventListener(type, () => moved.delete(element), { once: true, capture: true });
}

/** Whether a pointer or key is down on the checkbox or its label, or a page renders between two listeners of their click. */
function isPressed(element: HTMLInputElement): boolean {
  // Deprecated for code that has the event.
  const { event } = globalThis as { event?: Event };
  const path = event?.composedPath() ?? [];
  return (
    element.matches(':active') || [element, ...(element.labels ?? [])].some((part) => path.includes(part))
  );
}

/** Calls `take` with the answer of a click on a checkbox, unless the checkbox had another consent when the press began. */
export function takeAnswer(element: HTMLInputElement, take: (checked: boolean) => void): void {
  if (!moved.has(element)) take(clicked.get(element) ?? element.checked);
}

/**
 * Watches writes to `checked`, which fire no event. React defines the property on its elements in the same way. If the page
 * renders during a click, React writes the earlier answer before its own listeners run, so the state of the click is restored.
 */
function watchProperty(element: HTMLInputElement): void {
  const { prototype } = element.constructor as typeof HTMLInputElement;
  const property =
    Object.getOwnPropertyDescriptor(element, 'checked') ??
    Object.getOwnPropertyDescriptor(prototype, 'checked');
  // Custom elements may inherit it.
  if (property === undefined) return;
  const set = (value: boolean) => property.set?.call(element, value);
  /** The state before the writes of the present task, or at a click among them. */
  let before: boolean;
  /** The value written last in the present task. A checkbox with another one was clicked after it. */
  let written: boolean | undefined;
  const forget = () => {
    written = undefined;
  };
  // Not Object.defineProperty, which throws where a script of the page has defined one that cannot be replaced.
  Reflect.defineProperty(element, 'checked', {
    ...property,
    set(value: boolean) {
      const { checked } = element;
      if (checked !== value) {
        if (checked !== written) before = checked;
        written = value;
        setTimeout(forget);
      }
      set(value);
      // React and form libraries may write several values; only the last one counts.
      queueMicrotask(() => shows.get(element)?.());
    },
  });
  element.addEventListener('click', (event) => {
    // A plain event, which a form filler dispatches after it set the box, changes no checkbox. React answers with the state.
    if (!('button' in event)) return shows.get(element)?.();
    const checked = element.checked === written ? before : element.checked;
    clicked.set(element, checked);
    written = undefined;
    // React ignores a click that leads to the value it was given last, and scripts may hide later values from it.
    set(!checked);
    Reflect.set(prototype, 'checked', checked, element);
  });
}

/** Returns the first visible checkbox of a consent in document order, or the first one if all are hidden. */
export function firstBox(boxes: Boxes, consentId: string): HTMLInputElement | undefined {
  const sorted = [...boxes.all(consentId)].sort(byPlace);
  return sorted.find((element) => element.getClientRects().length > 0) ?? sorted[0];
}

/** Whether the page shows the checkbox as one of terms, or as required. */
export function isAgreement(element: HTMLInputElement): boolean {
  return element.required || element.closest('[data-kind="agreement"]') !== null;
}

/** Reads the label of a checkbox from the DOM: it need not be the order's text, and a page translator may have changed it. */
export function readBox(element: HTMLInputElement): Box {
  const label = element.labels?.[0];
  // Our own label ends with "(required)", which is not part of the wording.
  const words = label?.querySelector('.nk-consent-label > :first-child') ?? label;
  return { element, label: words?.textContent.trim() || undefined, lang: words && langOf(words) };
}

/** Returns the language of an element as a BCP 47 tag. Elements of a shadow root inherit it from outside. */
function langOf(element: Element): string | undefined {
  const { lang } = element.closest<HTMLElement>('[lang]') ?? {};
  const { host } = element.getRootNode() as Partial<ShadowRoot>;
  return lang ?? (host && langOf(host));
}

/** Compares elements by document order, for `sort`; `undefined` comes last. */
export function byPlace(a: Element | undefined, b: Element | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
