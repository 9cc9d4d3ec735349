/** Something a live region said. */
export interface Announcement {
  readonly text: string;
  /** `assertive` interrupts what is being read, `polite` waits for a pause. */
  readonly politeness: 'polite' | 'assertive';
  /** Milliseconds since 1970. */
  readonly time: number;
}

const regions = '[role="status"], [role="alert"], [aria-live="polite"], [aria-live="assertive"]';

/**
 * Hears what the live regions below `root` say, by the rules screen readers share: a region speaks when its text changes
 * and is not empty, and of the regions that arrive together with their text only alerts are sure to be read.
 */
export function listenToLiveRegions(
  root: HTMLElement,
  hear: (announcement: Announcement) => void,
): () => void {
  const known = new WeakMap<Element, string>();
  const look = (isFirst: boolean) => {
    for (const region of root.querySelectorAll(regions)) {
      const text = isHidden(region) ? '' : wordsOf(region);
      const before = known.get(region);
      known.set(region, text);
      const isAssertive =
        region.getAttribute('role') === 'alert' || region.getAttribute('aria-live') === 'assertive';
      const isSpeaking = before === undefined ? isAssertive : before !== text;
      if (isFirst || !isSpeaking || text === '') continue;
      hear({ text, politeness: isAssertive ? 'assertive' : 'polite', time: Date.now() });
    }
  };
  look(true);
  const observer = new MutationObserver(() => look(false));
  observer.observe(root, { childList: true, subtree: true, characterData: true });
  return () => observer.disconnect();
}

function isHidden(element: Element): boolean {
  return element.closest('[hidden], [aria-hidden="true"]') !== null;
}

function wordsOf(element: Element): string {
  return element.textContent.replaceAll(/\s+/g, ' ').trim();
}
