import type { Announcement } from '../panel-protocol.ts';

const regions = '[role="status"], [role="alert"], [aria-live="polite"], [aria-live="assertive"]';

/**
 * Calls `onAnnouncement` for each announcement of the live regions below `root` and returns a function that stops it. It
 * follows what screen readers have in common: a region is announced when its text changes and is not empty. A region that
 * is inserted together with its text is announced only if it is assertive.
 */
export function observeLiveRegions(
  root: HTMLElement,
  onAnnouncement: (announcement: Announcement) => void,
): () => void {
  const lastTexts = new WeakMap<Element, string>();
  const scan = (isFirst: boolean) => {
    for (const region of root.querySelectorAll(regions)) {
      const text = isHidden(region) ? '' : textOf(region);
      const before = lastTexts.get(region);
      lastTexts.set(region, text);
      const isAssertive =
        region.getAttribute('role') === 'alert' || region.getAttribute('aria-live') === 'assertive';
      const isAnnounced = before === undefined ? isAssertive : before !== text;
      if (isFirst || !isAnnounced || text === '') continue;
      onAnnouncement({ text, politeness: isAssertive ? 'assertive' : 'polite', time: Date.now() });
    }
  };
  scan(true);
  const observer = new MutationObserver(() => scan(false));
  observer.observe(root, { childList: true, subtree: true, characterData: true });
  return () => observer.disconnect();
}

function isHidden(element: Element): boolean {
  return element.closest('[hidden], [aria-hidden="true"]') !== null;
}

function textOf(element: Element): string {
  return element.textContent.replaceAll(/\s+/g, ' ').trim();
}
