const originals = new WeakMap<CSSMediaRule, string>();

const always = '(min-width: 0px)';
const never = '(max-width: 0px)';

/** Conditions that replace a media query while its feature is emulated. */
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
 * Emulates media features in the style sheets of the page, and ends the emulation of all others. A page cannot change the
 * media features of its browser, so this rewrites the conditions of its `@media` rules.
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
