import type { ConsentWording } from '@norce-kit/core';
import { firstBox } from './boxes.ts';
import type { Boxes } from './boxes.ts';

const wordings = new WeakMap<Element, ConsentWording | undefined>();

/** Notes the words beside a checkbox. */
export function noteWording(element: Element, wording: ConsentWording | undefined): void {
  wordings.set(element, wording);
}

/** Returns the words beside the first visible checkbox of a consent; undefined where the page has none. */
export function shownWording(boxes: Boxes, consentId: string): ConsentWording | undefined {
  const element = firstBox(boxes, consentId);
  return element && wordings.get(element);
}
