const originals = new WeakMap<CSSMediaRule, string>();

/** The state in which a page sees each feature after it was switched on. */
const switches = {
  'forced-colors': /\(\s*forced-colors\s*:\s*active\s*\)/,
  'prefers-reduced-motion': /\(\s*prefers-reduced-motion\s*:\s*reduce\s*\)/,
} as const;

export type MediaFeature = keyof typeof switches;

/**
 * Lets the rules of a media feature apply although the browser does not report it: a page cannot switch such a feature
 * on, but it can rewrite the condition of its own style sheets.
 */
export function emulateMedia(features: Readonly<Record<MediaFeature, boolean>>): void {
  for (const rule of mediaRules([...document.styleSheets])) {
    const original = originals.get(rule) ?? rule.media.mediaText;
    originals.set(rule, original);
    const isOn = (feature: string): feature is MediaFeature => features[feature as MediaFeature];
    const text = Object.entries(switches)
      .filter(([feature]) => isOn(feature))
      .reduce((query, [, pattern]) => query.replace(pattern, '(min-width: 0px)'), original);
    if (rule.media.mediaText !== text) rule.media.mediaText = text;
  }
}

function mediaRules(holders: readonly (CSSStyleSheet | CSSRule)[]): readonly CSSMediaRule[] {
  return holders.flatMap((holder) => {
    const inner = 'cssRules' in holder ? mediaRules([...(holder.cssRules as CSSRuleList)]) : [];
    return holder instanceof CSSMediaRule ? [holder, ...inner] : inner;
  });
}
