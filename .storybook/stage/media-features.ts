const originals = new WeakMap<CSSMediaRule, string>();

const always = '(min-width: 0px)';
const never = '(max-width: 0px)';

/** What a query of a feature becomes once the feature is switched on. */
const replacements = {
  'forced-colors': [
    [/\(\s*forced-colors\s*:\s*active\s*\)/g, always],
    [/\(\s*forced-colors\s*:\s*none\s*\)/g, never],
  ],
  'prefers-reduced-motion': [
    [/\(\s*prefers-reduced-motion\s*:\s*reduce\s*\)/g, always],
    [/\(\s*prefers-reduced-motion\s*:\s*no-preference\s*\)/g, never],
  ],
} as const;

export type MediaFeature = keyof typeof replacements;

/**
 * Lets the rules of a media feature apply although the browser does not report it: a page cannot switch such a feature
 * on, but it can rewrite the conditions of its own style sheets.
 */
export function emulateMedia(features: readonly MediaFeature[]): void {
  for (const rule of mediaRules([...document.styleSheets])) {
    const original = originals.get(rule) ?? rule.media.mediaText;
    originals.set(rule, original);
    const text = features
      .flatMap((feature) => [...replacements[feature]])
      .reduce((query, [pattern, condition]) => query.replaceAll(pattern, condition), original);
    if (rule.media.mediaText !== text) rule.media.mediaText = text;
  }
}

function mediaRules(containers: readonly (CSSStyleSheet | CSSRule)[]): readonly CSSMediaRule[] {
  return containers.flatMap((container) => {
    const inner = 'cssRules' in container ? mediaRules([...container.cssRules]) : [];
    return container instanceof CSSMediaRule ? [container, ...inner] : inner;
  });
}
