import { tokensOfElement } from '../tokens/style-tokens.ts';
import type { Token } from '../tokens/token-list.ts';

/** Where a part is in its picture, in px. */
export interface Measured {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Position of the number, in the column on this side. */
  readonly side: Side;
  readonly labelTop: number;
  /** Where the line of the number meets the part. */
  readonly anchor: number;
  /** Tokens of its sizes and spaces. */
  readonly tokens: readonly Token[];
}

type Side = 'start' | 'end';
type Area = Pick<Measured, 'left' | 'top' | 'width' | 'height'>;

/** Height of a number and the space to the next one. */
const step = 26;

/**
 * Measures the first visible element of each selector below `frame`, and places its number beside the picture so that no two
 * numbers overlap. Small parts at the start of the picture have their numbers there, all others at its end. A part that
 * contains others has its number where none of them is.
 */
export function measureParts(
  frame: HTMLElement,
  selectors: readonly string[],
): ReadonlyMap<string, Measured> {
  const origin = frame.getBoundingClientRect();
  const found = selectors.flatMap((selector) => {
    const candidates = [...frame.querySelectorAll(selector)].map((element) => ({
      element,
      rect: element.getBoundingClientRect(),
    }));
    const visible = candidates.find(({ rect: { width, height } }) => width > 1 && height > 1);
    if (visible === undefined) return [];
    const { element, rect } = visible;
    const tokens = tokensOfElement(element).filter(({ type }) => type === 'dimension');
    const area: Area = {
      left: rect.left - origin.left,
      top: rect.top - origin.top,
      width: rect.width,
      height: rect.height,
    };
    return [{ selector, area, tokens }];
  });
  const anchored = found.map((part) => ({
    ...part,
    ...anchorOf(
      part.area,
      found.map(({ area }) => area).filter((area) => isInside(area, part.area)),
      origin.width,
    ),
  }));
  const placed = new Map<string, Measured>();
  for (const side of ['start', 'end'] as const) {
    let next = 0;
    const inOrder = anchored.filter((part) => part.side === side).sort((a, b) => a.anchor - b.anchor);
    for (const { selector, area, tokens, anchor } of inOrder) {
      const labelTop = Math.max(next, anchor - step / 2);
      next = labelTop + step;
      placed.set(selector, { ...area, side, labelTop, anchor, tokens });
    }
  }
  return placed;
}

/**
 * Returns where the line of a number meets its part: in the middle of a line, near the top of a block, and as near as
 * possible to that if a part inside has the same edge there.
 */
function anchorOf(
  { left, top, width, height }: Area,
  inside: readonly Area[],
  frameWidth: number,
): { readonly side: Side; readonly anchor: number } {
  const wanted = Math.min(height / 2, 14);
  const isFree = (x: number, y: number) =>
    !inside.some(
      (area) => x >= area.left && x <= area.left + area.width && y >= area.top && y <= area.top + area.height,
    );
  const offsets = Array.from({ length: Math.floor(height / 2) }, (_, index) => index * 2 + 1).sort(
    (a, b) => Math.abs(a - wanted) - Math.abs(b - wanted),
  );
  const isAtStart = left + width < frameWidth / 4;
  for (const side of isAtStart ? (['start', 'end'] as const) : (['end', 'start'] as const)) {
    const x = side === 'start' ? left + 2 : left + width - 2;
    const offset = offsets.find((one) => isFree(x, top + one));
    if (offset !== undefined)
      return { side, anchor: top + (Math.abs(offset - wanted) <= 1 ? wanted : offset) };
  }
  return { side: 'start', anchor: top + height - 6 };
}

/** Whether an area is a part of another one, and smaller. */
function isInside(area: Area, outer: Area): boolean {
  return (
    area.left >= outer.left - 1 &&
    area.top >= outer.top - 1 &&
    area.left + area.width <= outer.left + outer.width + 1 &&
    area.top + area.height <= outer.top + outer.height + 1 &&
    area.width * area.height < outer.width * outer.height
  );
}
