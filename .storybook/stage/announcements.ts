import type { Announcement } from '../panel-protocol.ts';

const regions = '[role="status"], [role="alert"], [aria-live="polite"], [aria-live="assertive"]';

/**
 * Calls `onAnnouncement` for each announcement of the live regions below `root` and returns a function that stops it. It
 * follows what screen readers have in common: a region is announced when its text changes and is not empty. A region that
 * is inserted together with its text is announced only if it is assertive. A part of the page that takes the focus by a
 * script is read with its name and description.
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
  const onFocus = ({ target }: FocusEvent) => {
    // Only a script can move the focus here, and only parts of a page have this index.
    if (!(target instanceof HTMLElement) || target.tabIndex !== -1) return;
    const text = namesOf(target).join('. ');
    if (text !== '') onAnnouncement({ text, politeness: 'focus', time: Date.now() });
  };
  root.addEventListener('focusin', onFocus);
  return () => {
    observer.disconnect();
    root.removeEventListener('focusin', onFocus);
  };
}

/** Returns the texts that name and describe an element. */
function namesOf(element: Element): readonly string[] {
  return ['aria-labelledby', 'aria-describedby']
    .flatMap((attribute) => element.getAttribute(attribute)?.split(' ') ?? [])
    .flatMap((id) => element.ownerDocument.getElementById(id) ?? [])
    .map(textOf);
}

function isHidden(element: Element): boolean {
  return element.closest('[hidden], [aria-hidden="true"]') !== null;
}

function textOf(element: Element): string {
  return element.textContent.replaceAll(/\s+/g, ' ').trim();
}
