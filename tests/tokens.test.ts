import { existsSync, readFileSync, readdirSync } from 'node:fs';
import Color from 'colorjs.io';
import { defineConfig, parse } from '@terrazzo/parser';
import { expect, test } from 'vitest';
import tokens from '@norce-kit/react/tokens.json' with { type: 'json' };
import {
  cssOfTokens,
  figmaOfTokens,
  pixelsOf,
  replaceGenerated,
  replaceTables,
  tablesOfTokens,
} from '../scripts/tokens.mjs';

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

test('the theming guide lists each token with its values and its purpose: npm run tokens', () => {
  const guide = read('../docs/guides/theming.md');
  // The formatter aligns the columns.
  const plain = (page: string) => page.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
  expect(plain(guide)).toBe(plain(replaceTables(guide, tablesOfTokens(tokens))));
  const [generated = ''] = css.split('/* End');
  const names = [...generated.matchAll(/--nk-[\w-]+(?=:)/g)].map(([name]) => name);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !guide.includes(`| \`${name}\``))).toEqual([]);
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

test('the guide and the brands give each size a unit, also zero', () => {
  const files = ['../docs/guides/theming.md', ...brands.map((file) => `../stories/brands/${file}`)];
  const bare = /--nk-(?:space|size|radius|focus|font-size)[\w-]*: 0(?![\w.])/g;
  expect(files.flatMap((file) => read(file).match(bare) ?? [])).toEqual([]);
});

interface FlatToken {
  readonly type: string;
  readonly value: unknown;
  readonly purpose: string;
}

/** Returns the tokens of a file or a set by their names, such as `space-m`. */
function flatten(
  group: object,
  path: readonly string[] = [],
  inherited = '',
): readonly (readonly [string, FlatToken])[] {
  const { $type = inherited, $value, $description = '', ...rest } = group as Record<string, unknown>;
  if ($value !== undefined) {
    return [[path.join('-'), { type: String($type), value: $value, purpose: String($description) }]];
  }
  return Object.entries(rest)
    .filter(([name]) => !name.startsWith('$'))
    .flatMap(([name, child]) => flatten(child as object, [...path, name], String($type)));
}

test('every token describes its purpose in one sentence', () => {
  const described = [...flatten(tokens.base), ...flatten(tokens.light)];
  expect(described.filter(([, { purpose }]) => !/^[A-Z].*\.$/.test(purpose)).map(([name]) => name)).toEqual(
    [],
  );
});

const figmaFolder = '../.storybook/downloads/figma/';

test('the variables of Figma are up to date: npm run tokens', () => {
  const files = figmaOfTokens(tokens);
  for (const { file, json } of files) {
    const path = `${figmaFolder}${file}`;
    expect(existsSync(new URL(path, import.meta.url)), file).toBe(true);
    expect(JSON.parse(read(path)), file).toEqual(json);
  }
  expect(readdirSync(new URL(figmaFolder, import.meta.url)).sort()).toEqual(
    files.map(({ file }) => file).sort(),
  );
});

test('a generic DTCG tool reads each file of Figma', async () => {
  for (const { file, json } of figmaOfTokens(tokens)) {
    const source = { filename: new URL(`file:///${file}`), src: JSON.stringify(json) };
    const config = defineConfig({}, { cwd: new URL('file:///') });
    const { tokens: found } = await parse([source], { config });
    expect(Object.keys(found)).toHaveLength(flatten(json).length);
  }
});

test('Figma gets one file for each mode, in the units that it imports', () => {
  const files = figmaOfTokens(tokens);
  const names = (collection: string) =>
    files
      .filter((file) => file.collection === collection)
      .map(({ json }) => flatten(json).map(([name]) => name));
  for (const collection of ['Colours', 'Sizes']) {
    const [first = [], ...others] = names(collection);
    expect(first.length).toBeGreaterThan(0);
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) expect(other).toEqual(first);
  }
  for (const { json, mode } of files) {
    expect(json['$extensions']).toEqual({ 'com.figma.modeName': mode });
    for (const [name, { type, value }] of flatten(json)) {
      const { unit, colorSpace } = Object(value) as { unit?: string; colorSpace?: string };
      const imported = { dimension: unit === 'px', duration: unit === 's', color: colorSpace === 'srgb' };
      expect(type === 'number' || imported[type as keyof typeof imported], name).toBe(true);
    }
  }
});

test('Figma gets the values of tokens.json, all but easing curves', () => {
  const sets = {
    light: tokens.light,
    dark: tokens.dark,
    'high-contrast-light': tokens['high-contrast-light'],
    'high-contrast-dark': tokens['high-contrast-dark'],
  };
  const valuesOf = (name: string) => {
    const { json = {} } = figmaOfTokens(tokens).find(({ file }) => file === `${name}.tokens.json`) ?? {};
    return new Map(flatten(json).map(([key, { value }]) => [key, value]));
  };
  for (const [name, set] of Object.entries(sets)) {
    const values = valuesOf(name);
    for (const [key, { value }] of flatten(set)) expect(values.get(key), key).toMatchObject(value as object);
  }
  const compact = new Map(flatten(tokens.compact));
  for (const [key, { type, value }] of flatten(tokens.base)) {
    const both = [valuesOf('comfortable').get(key), valuesOf('compact').get(key)];
    const wanted = [value, compact.get(key)?.value ?? value].map((one) => {
      if (type === 'cubicBezier') return undefined;
      if (type === 'duration') return { value: key === 'motion-quick' ? 0.12 : 4, unit: 's' };
      return type === 'dimension'
        ? { value: pixelsOf(one as { value: number; unit: string }), unit: 'px' }
        : one;
    });
    expect(both, key).toEqual(wanted);
  }
});
