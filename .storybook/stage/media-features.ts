const originals = new WeakMap<CSSMediaRule, string>();

const always = '(min-width: 0px)';
const never = '(max-width: 0px)';

/** What a query of a feature becomes once the feature is switched on. */
const switches = {
  'forced-colors': [
    [/\(\s*forced-colors\s*:\s*active\s*\)/g, always],
    [/\(\s*forced-colors\s*:\s*none\s*\)/g, never],
  ],
  'prefers-reduced-motion': [
    [/\(\s*prefers-reduced-motion\s*:\s*reduce\s*\)/g, always],
    [/\(\s*prefers-reduced-motion\s*:\s*no-preference\s*\)/g, never],
  ],
} as const;

export type MediaFeature = keyof typeof switches;

/**
 * Lets the rules of a media feature apply although the browser does not report it: a page cannot switch such a feature
 * on, but it can rewrite the conditions of its own style sheets.
 */
export function emulateMedia(features: readonly MediaFeature[]): void {
  for (const rule of mediaRules([...document.styleSheets])) {
    const original = originals.get(rule) ?? rule.media.mediaText;
    originals.set(rule, original);
    const text = features
      .flatMap((feature) => [...switches[feature]])
      .reduce((query, [pattern, answer]) => query.replaceAll(pattern, answer), original);
    if (rule.media.mediaText !== text) rule.media.mediaText = text;
  }
}

function mediaRules(holders: readonly (CSSStyleSheet | CSSRule)[]): readonly CSSMediaRule[] {
  return holders.flatMap((holder) => {
    const inner = 'cssRules' in holder ? mediaRules([...holder.cssRules]) : [];
    return holder instanceof CSSMediaRule ? [holder, ...inner] : inner;
  });
}
