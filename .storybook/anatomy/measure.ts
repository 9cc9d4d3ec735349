import { tokensOfElement } from '../tokens/style-tokens.ts';
import type { Token } from '../tokens/token-list.ts';

/** Where a part is in its picture, in px. */
export interface Measured {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Position of the number, in the column on this side. */
  readonly side: 'start' | 'end';
  readonly labelTop: number;
  /** Tokens of its sizes and spaces. */
  readonly tokens: readonly Token[];
}

/** Height of a number and the space to the next one. */
const step = 26;

/**
 * Measures the first visible element of each selector below `frame`, and places its number beside the picture so that no two
 * numbers overlap. Small parts at the start of the picture have their numbers there, all others at its end.
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
    const left = rect.left - origin.left;
    const isAtStart = left + rect.width < origin.width / 4;
    const area = { left, top: rect.top - origin.top, width: rect.width, height: rect.height };
    return [{ selector, area, tokens, side: isAtStart ? ('start' as const) : ('end' as const) }];
  });
  const placed = new Map<string, Measured>();
  for (const side of ['start', 'end'] as const) {
    let next = 0;
    const inOrder = found
      .filter((part) => part.side === side)
      .sort((a, b) => anchorOf(a.area) - anchorOf(b.area));
    for (const { selector, area, tokens } of inOrder) {
      const labelTop = Math.max(next, anchorOf(area) - step / 2);
      next = labelTop + step;
      placed.set(selector, { ...area, side, labelTop, tokens });
    }
  }
  return placed;
}

/** Where the line of a number meets its part: in the middle of a line, near the top of a block. */
export function anchorOf({ top, height }: Pick<Measured, 'top' | 'height'>): number {
  return top + Math.min(height / 2, 14);
}
