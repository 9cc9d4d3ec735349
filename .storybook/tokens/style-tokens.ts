import historyCss from '@norce-kit/react/history.css?raw';
import css from '@norce-kit/react/styles.css?raw';
import { propertyOf, tokenOf } from './token-list.ts';
import type { Token } from './token-list.ts';

interface StyleRule {
  readonly selector: string;
  /** Whether it matters only where the focus goes. */
  readonly isOfFocus: boolean;
  /** Classes of the selector. */
  readonly classes: ReadonlySet<string>;
  /** Custom properties that its declarations read. */
  readonly reads: readonly string[];
  /** Custom properties that are no tokens, and what their values read. */
  readonly derived: readonly (readonly [property: string, reads: readonly string[]])[];
}

let known: readonly StyleRule[] | undefined;

/** Returns the tokens that style a component with these classes, as the style sheets of the kit use them. */
export function tokensOfClasses(classes: readonly string[]): readonly Token[] {
  return tokensOfRules((rule) => classes.some((name) => rule.classes.has(name)));
}

/** Returns the tokens that style an element as it is now, without its pseudo-elements. */
export function tokensOfElement(element: Element): readonly Token[] {
  const takesFocus = element.matches('a, button, input, [tabindex]');
  return tokensOfRules(
    ({ selector, isOfFocus }) =>
      !selector.includes('::') && (takesFocus || !isOfFocus) && element.matches(selector),
  );
}

function tokensOfRules(applies: (rule: StyleRule) => boolean): readonly Token[] {
  const rules = readRules();
  const derived = new Map(rules.flatMap((rule) => rule.derived));
  const found = new Set<string>();
  const add = (property: string) => {
    if (found.has(property)) return;
    found.add(property);
    derived.get(property)?.forEach(add);
  };
  for (const rule of rules) if (applies(rule)) rule.reads.forEach(add);
  return [...found].flatMap((property) => tokenOf(property) ?? []).sort(byName);
}

function byName(one: Token, other: Token): number {
  return propertyOf(one.name).localeCompare(propertyOf(other.name));
}

function readRules(): readonly StyleRule[] {
  if (known !== undefined) return known;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css + historyCss);
  known = styleRules([...sheet.cssRules]).map(({ selectorText, style }) => {
    // Not property by property: a shorthand with a custom property has empty parts.
    const declarations = style.cssText
      .split(';')
      .map((declaration) => declaration.split(/:(.*)/s))
      .map(([name = '', value = '']) => [name.trim(), readsOf(value)] as const);
    const isDerived = (name: string) => name.startsWith('--') && tokenOf(name) === undefined;
    return {
      selector: selectorText,
      isOfFocus: declarations.some(([name]) => name.startsWith('scroll-margin')),
      classes: new Set([...selectorText.matchAll(/\.(nk-[\w-]+)/g)].map(([, name = '']) => name)),
      reads: declarations.filter(([name]) => !isDerived(name)).flatMap(([, reads]) => reads),
      derived: declarations.filter(([name]) => isDerived(name)),
    };
  });
  return known;
}

function styleRules(rules: readonly CSSRule[]): readonly CSSStyleRule[] {
  return rules.flatMap((rule) => {
    if (rule instanceof CSSStyleRule) return [rule];
    return rule instanceof CSSGroupingRule ? styleRules([...rule.cssRules]) : [];
  });
}

function readsOf(value: string): readonly string[] {
  return [...value.matchAll(/var\((--nk-[\w-]+)/g)].map(([, name = '']) => name);
}
