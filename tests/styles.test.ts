import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) =>
  readFileSync(new URL(`../packages/react/src/${file}`, import.meta.url), 'utf8');

/** Splits at commas outside of parentheses. */
function split(list: string): readonly string[] {
  const parts: string[] = [];
  let [start, depth] = [0, 0];
  for (let index = 0; index <= list.length; index += 1) {
    const char = list.charAt(index);
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (index === list.length || (char === ',' && depth === 0)) {
      parts.push(list.slice(start, index).trim());
      start = index + 1;
    }
  }
  return parts;
}

/** Returns the length of the text up to the bracket that closes the first one. */
function lengthOfBlock(text: string, open: string, close: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charAt(index) === open) depth += 1;
    if (text.charAt(index) === close && (depth -= 1) === 0) return index + 1;
  }
  throw new Error(`${close} is missing in ${text.slice(0, 40)}`);
}

type Weight = readonly [classes: number, elements: number];

/** Returns the specificity of a selector without ids. */
function weigh(selector: string): Weight {
  const start = /:(where|is|not|has)\(/.exec(selector);
  if (start === null) {
    const elements = selector.match(/::[\w-]+|(?<![\w\-.:['=])[a-z_][\w-]*(?![\w-]*['\]])/g) ?? [];
    const classes = selector.replace(/::[\w-]+/g, '').match(/\.[\w-]+|\[[^\]]*\]|:[\w-]+/g) ?? [];
    return [classes.length, elements.length];
  }
  const { index } = start;
  const length = lengthOfBlock(selector.slice(index), '(', ')');
  const others = weigh(selector.slice(0, index) + selector.slice(index + length));
  const inside = split(selector.slice(index + start[0].length, index + length - 1)).map(weigh);
  const [classes, elements] = inside.sort(([a, b], [c, d]) => c - a || d - b)[0] ?? [0, 0];
  return start[1] === 'where' ? others : [others[0] + classes, others[1] + elements];
}

test('a selector outside of the layer weighs more than the elements of a reset and at most two classes', () => {
  const css = read('styles.css').replace(/\/\*.*?\*\//gs, '');
  const outside = css.slice(lengthOfBlock(css, '{', '}'));
  const selectors = [...outside.matchAll(/([^{}]+)\{/g)]
    .map(([, prelude = '']) => prelude.trim())
    .filter((prelude) => !prelude.startsWith('@') && prelude !== 'to')
    .flatMap((list) => split(list.replaceAll(/\s+/g, ' ')));
  expect(selectors.length).toBeGreaterThan(60);

  const weights = new Map<string, string[]>();
  for (const selector of selectors) {
    const weight = weigh(selector).join();
    weights.set(weight, [...(weights.get(weight) ?? []), selector]);
  }
  // A rule, its pseudo-element, a state that pages style too, what hides a box or draws a second one, and the tokens of
  // forced colours.
  expect([...weights.keys()].sort()).toEqual(['0,0', '0,4', '0,5', '1,4', '2,4', '2,5']);
  expect(weights.get('0,0')).toEqual([':where(.nk-consent-box)']);
  const heaviest = [...(weights.get('2,4') ?? []), ...(weights.get('2,5') ?? [])];
  expect(heaviest.filter((selector) => !/class='nk-consent-(box|label)'\]/.test(selector))).toEqual([]);
});

test('styles.layered.css is the same style sheet in a layer', () => {
  expect(read('styles.layered.css').trim()).toBe("@import './styles.css' layer(norce-kit);");
});
