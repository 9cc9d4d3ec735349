const emulated = new WeakSet<CSSStyleRule>();

/** Pseudo-classes of a story, each with the selector of the elements that are in this state. */
export type PseudoClasses = Readonly<Partial<Record<'hover' | 'active' | 'focus-visible', string>>>;

/** Returns a selector with pseudo-classes replaced by the attributes that emulate them. */
export function emulatedSelector(selector: string): string {
  return selector.replaceAll(/:(hover|active|focus-visible)(?![\w-])/g, '[data-stage-$1]');
}

/**
 * Shows elements below `root` as if the pointer or the focus were on them. A page cannot set pseudo-classes, so this gives
 * each rule of its style sheets a second selector with an attribute in place of the pseudo-class.
 */
export function emulatePseudoClasses(root: ParentNode, pseudo: PseudoClasses): void {
  for (const rule of styleRules([...document.styleSheets])) {
    if (emulated.has(rule)) continue;
    emulated.add(rule);
    const { selectorText } = rule;
    const other = emulatedSelector(selectorText);
    if (other !== selectorText) rule.selectorText = `${selectorText}, ${other}`;
  }
  for (const [name, selector] of Object.entries(pseudo)) {
    for (const element of root.querySelectorAll(selector)) element.setAttribute(`data-stage-${name}`, '');
  }
}

function styleRules(containers: readonly (CSSStyleSheet | CSSRule)[]): readonly CSSStyleRule[] {
  return containers.flatMap((container) => {
    if (container instanceof CSSStyleRule) return [container];
    return 'cssRules' in container ? styleRules([...container.cssRules]) : [];
  });
}
