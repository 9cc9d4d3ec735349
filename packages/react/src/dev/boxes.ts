import { isValidElement } from 'react';
import type { ReactNode } from 'react';
import { warnOnce } from '../dev.ts';

/** Milliseconds for a style sheet that loads after the box. */
const patience = 3_000;

/** Documents and shadow roots that were checked. */
const roots = new WeakSet<Node>();

/** Warns once per document or shadow root when `styles.css` is missing and the shop does not style the box itself. */
export function checkStyles(box: HTMLInputElement): void {
  const root = box.getRootNode();
  // jsdom lays nothing out and loads no style sheets.
  if (roots.has(root) || box.offsetWidth === 0) return;
  roots.add(root);
  setTimeout(() => {
    if (!box.isConnected) roots.delete(root);
    else if (!isStyled(box)) {
      warnOnce(
        "the boxes have no styles. Import '@norce-kit/react/styles.css' once, in a shadow root too; " +
          'or style them with your own classes.',
      );
    }
  }, patience);
}

/** Whether the page loads `styles.css`, which sets the property, or the shop styles the box. */
function isStyled(box: HTMLInputElement): boolean {
  if (getComputedStyle(box).getPropertyValue('--nk-size-box') !== '') return true;
  const consent = box.closest('.nk-consent');
  const parts = consent === null ? [] : [consent, ...consent.querySelectorAll('*')];
  const isOwn = (name: string) => !name.startsWith('nk-');
  // Markup of `render`, classes and styles of the shop.
  return parts.some((part) => part.hasAttribute('style') || [...part.classList].some(isOwn)) || hasRules(box);
}

/** Whether a style sheet of the page has rules for our classes. One of another origin, often fonts, cannot be read. */
function hasRules(box: HTMLInputElement): boolean {
  const { styleSheets, adoptedStyleSheets } = box.getRootNode() as Partial<Document | ShadowRoot>;
  return [...(styleSheets ?? []), ...(adoptedStyleSheets ?? [])].some((sheet) => {
    try {
      return [...sheet.cssRules].some(({ cssText }) => cssText.includes('.nk-'));
    } catch {
      return false;
    }
  });
}

/** Props that a box ignores, with the reason. */
const ignored: Readonly<Record<string, string>> = {
  checked: 'The box shows the answer on the order.',
  defaultChecked: 'A pre-ticked box is no consent.',
  type: 'It is always a checkbox.',
};

const kinds: readonly unknown[] = ['consent', 'agreement', 'objection'];

/**
 * Warns of props that got past the types, such as those of a form library, of a label whose words a component makes: the
 * evidence would name other words than those the shopper saw, and of a box that shows an id because there are no words.
 *
 * @param wordless the label and the consent of a box whose props have no words that can be read
 */
export function checkBox(
  consentId: string,
  kind: unknown,
  props: object,
  wordless?: {
    readonly label: ReactNode;
    readonly consent: { readonly isOnOrder: boolean | undefined; readonly text: string | undefined };
  },
): void {
  // The gate would take it for the kind of an optional box.
  if (!kinds.includes(kind ?? 'consent')) {
    warnOnce(`the kind of “${consentId}” is ${String(kind)}. Write consent, agreement or objection.`);
  }
  if (isValidElement(wordless?.label)) {
    warnOnce(
      `the label of “${consentId}” is made by a component, so only the shopper sees its words: ` +
        'messages and evidence use those of the order. Write the words into the label itself.',
    );
  } else if (wordless?.consent.isOnOrder === true && !wordless.consent.text?.trim()) {
    warnOnce(
      `the consent “${consentId}” has no text on the order, so its box shows the id. Pass \`label\`, or create the ` +
        'consent with a text.',
    );
  }
  const given = new Map<string, unknown>(Object.entries(props));
  for (const [name, reason] of Object.entries(ignored)) {
    const value = given.get(name);
    if (value !== undefined && value !== 'checkbox') {
      warnOnce(`the box of "${consentId}" ignores the prop ${name}. ${reason}`);
    }
  }
}
