import { readFileSync, readdirSync } from 'node:fs';
import Color from 'colorjs.io';
import { defineConfig, parse } from '@terrazzo/parser';
import { expect, test } from 'vitest';
import tokens from '@norce-kit/react/tokens.json' with { type: 'json' };
import { cssOfTokens, replaceGenerated } from '../scripts/tokens.mjs';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const css = read('../packages/react/src/styles.css');
const pairs = tokens.$extensions['norce-kit.contrast'];
type Name = Exclude<keyof typeof tokens.light.color, '$type'>;
const sets = ['light', 'dark', 'high-contrast-light', 'high-contrast-dark'] as const;

const contrast = (one: string, other: string) => new Color(one).contrastWCAG21(other);

const namesOf = (set: (typeof sets)[number]) =>
  Object.keys(tokens[set].color).filter((name): name is Name => name !== '$type');

/** Returns the pairs with too little contrast, as readable lines. */
function findPale(colorOf: (name: Name) => string, atLeast?: number): readonly string[] {
  return pairs.flatMap(({ color, on, usedFor, atLeast: needed }) => {
    const ratio = contrast(colorOf(color as Name), colorOf(on as Name));
    return ratio >= (atLeast ?? needed) ? [] : [`${color} on ${on} (${usedFor}): ${ratio.toFixed(2)}`];
  });
}

test('the style sheet matches the tokens', () => {
  expect(replaceGenerated(css, cssOfTokens(tokens))).toBe(css);
});

test('a generic DTCG tool reads each token with its type', async () => {
  const source = { filename: new URL('file:///tokens.json'), src: JSON.stringify(tokens) };
  const config = defineConfig({}, { cwd: new URL('file:///') });
  const { tokens: found } = await parse([source], { config });
  const types = Object.values(found).map(({ $type }) => $type);
  expect(types.length).toBe([...JSON.stringify(tokens).matchAll(/"\$value"/g)].length);
  expect(new Set(types)).toEqual(
    new Set(['dimension', 'number', 'fontWeight', 'duration', 'cubicBezier', 'color']),
  );

  const wrong = { ...source, src: source.src.replace('"unit":"rem"', '"unit":"furlong"') };
  await expect(parse([wrong], { config })).rejects.toThrow(/furlong|unit/i);
});

test('both notations of a colour are the same colour', () => {
  for (const set of sets) {
    for (const name of namesOf(set)) {
      const { components, hex } = tokens[set].color[name].$value;
      const [r = 0, g = 0, b = 0] = components;
      const spelled = new Color('srgb', [r, g, b]).toString({ format: 'hex', collapse: false });
      expect(spelled, `${set} ${name}`).toBe(hex);
    }
  }
});

test('every set has every colour, and every colour is part of a measured pair', () => {
  for (const set of sets) expect(namesOf(set)).toEqual(namesOf('light'));
  expect(new Set(pairs.flatMap(({ color, on }) => [color, on]))).toEqual(new Set(namesOf('light')));
});

test.each(sets)('AX10: text and state indicators have enough contrast, %s', (set) => {
  const colorOf = (name: Name) => tokens[set].color[name].$value.hex;
  expect(findPale(colorOf, set.startsWith('high-contrast') ? 7 : undefined)).toEqual([]);
});

test('AX10: the style sheet uses only colours of tokens', () => {
  const [, own = ''] = css.split('/* End of what is generated. */');
  const colors = own.matchAll(/#[\da-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\([^)]*\)/gi);
  expect([...colors].map(([color]) => color).filter((color) => color !== '#000')).toEqual([]);
});

test('LG1: the style sheet uses logical properties only', () => {
  const physical = /[\s-](?:left|right|top|bottom)\b|^\s*(?:min-|max-)?(?:width|height):/gm;
  expect([...css.matchAll(physical)].map(([found]) => found)).toEqual([]);
});

const brands = readdirSync(new URL('../stories/brands', import.meta.url)).filter((name) =>
  name.endsWith('.css'),
);

test.each(brands)('AX10: the brand %s has enough contrast', (file) => {
  const own = new Map(
    [...read(`../stories/brands/${file}`).matchAll(/--nk-color-([\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map(
      ([, name = '', ...colors]) => [name, colors],
    ),
  );
  expect(own.size).toBeGreaterThan(5);
  for (const [index, set] of (['light', 'dark'] as const).entries()) {
    expect(findPale((name) => own.get(name)?.[index] ?? tokens[set].color[name].$value.hex)).toEqual([]);
  }
});
