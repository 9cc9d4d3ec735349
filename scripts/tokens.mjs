import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Writes the custom properties of styles.css, the tables of the theming guide and the variables of Figma from tokens.json.

/**
 * @typedef {{ value: number, unit: string } | { hex: string } | number | readonly number[]} Value
 * @typedef {{ $value: Value } | { [name: string]: Group }} Group
 * @typedef {{ file: string, collection: string, mode: string, json: Record<string, unknown> }} FigmaFile
 */

const folder = new URL('../packages/react/src/', import.meta.url);
const figmaFolder = new URL('../.storybook/downloads/figma/', import.meta.url);
const guide = new URL('../docs/guides/theming.md', import.meta.url);
const pixelsPerRem = 16;
const [start, end] = ['/* Generated from tokens.json: npm run tokens */', '/* End of what is generated. */'];
const root = ':where(:root, :host)';
// A bundler may compile light-dark() to custom properties, which are computed where they are declared: declare them again.
const themed = ':where(:root, :host, [data-nk-theme])';

/** Returns the generated part of styles.css for the content of tokens.json. */
export function cssOfTokens(/** @type {Readonly<Record<string, unknown>>} */ tokens) {
  const set = (/** @type {string} */ name) => properties(/** @type {Group} */ (tokens[name]));
  const [light, dark, contrastLight, contrastDark] = [
    'light',
    'dark',
    'high-contrast-light',
    'high-contrast-dark',
  ].map(set);
  const highContrast = pair(contrastLight, contrastDark);
  return [
    rule(root, set('base')),
    rule(themed, pair(light, dark)),
    `@media (prefers-contrast: more) {\n${indent(rule(themed, highContrast))}\n}`,
    rule(`:where([data-nk-theme='high-contrast'])`, highContrast),
    rule(`:where([data-density='compact'])`, set('compact')),
  ].join('\n\n');
}

/** Returns `css` with its generated part replaced. */
export function replaceGenerated(/** @type {string} */ css, /** @type {string} */ generated) {
  const [before, rest] = css.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`styles.css lacks ${start} or ${end}`);
  return `${before}${start}\n${indent(generated)}\n\n  ${end}${after}`;
}

/** Returns the tables of the theming guide: each token with its values and its purpose. */
export function tablesOfTokens(/** @type {Readonly<Record<string, unknown>>} */ tokens) {
  const [base, compact, light, dark] = ['base', 'compact', 'light', 'dark'].map(
    (set) => /** @type {Group} */ (tokens[set]),
  );
  return [table(['default', 'compact'], base, compact), table(['light', 'dark'], light, dark)].join('\n\n');
}

/**
 * @param {readonly string[]} columns
 * @param {Group} first
 * @param {Group} second
 */
function table(columns, first = {}, second = {}) {
  const others = properties(second);
  const purposes = properties(first, '--nk', '$description');
  const rows = [...properties(first)].map(([name, value]) => [
    `\`${name}\``,
    `\`${value}\``,
    others.has(name) ? `\`${others.get(name)}\`` : '',
    purposes.get(name) ?? '',
  ]);
  const head = ['token', ...columns, 'purpose'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Returns `page` with the tables between its two comments replaced. */
export function replaceTables(/** @type {string} */ page, /** @type {string} */ tables) {
  const [tablesStart, tablesEnd] = ['<!-- tokens: npm run tokens -->', '<!-- tokens: end -->'];
  const [before, rest] = page.split(tablesStart);
  const after = rest?.split(tablesEnd)[1];
  if (before === undefined || after === undefined) throw new Error(`theming.md lacks ${tablesStart}`);
  return `${before}${tablesStart}\n\n${tables}\n\n${tablesEnd}${after}`;
}

/**
 * @param {Group} group
 * @param {'$value' | '$description'} [member]
 * @returns {Map<string, string>}
 */
function properties(group, name = '--nk', member = '$value') {
  if ('$value' in group) {
    const { $value, $description = '' } = /** @type {{ $value: Value, $description?: string }} */ (group);
    return new Map([[name, member === '$value' ? write($value) : $description]]);
  }
  const children = Object.entries(group).filter(([key]) => !key.startsWith('$'));
  return new Map(children.flatMap(([key, child]) => [...properties(child, `${name}-${key}`, member)]));
}

/** @param {Value} value */
function write(value) {
  if (typeof value === 'number') return String(value);
  if ('hex' in value) return value.hex;
  if ('unit' in value) return `${value.value}${value.unit}`;
  return `cubic-bezier(${value.join(', ')})`;
}

function pair(/** @type {Map<string, string>} */ light = new Map(), dark = light) {
  return new Map([...light].map(([name, value]) => [name, `light-dark(${value}, ${dark.get(name)})`]));
}

function rule(/** @type {string} */ selector, /** @type {Map<string, string>} */ declarations) {
  const lines = [...declarations].map(([name, value]) => `${name}: ${value};`);
  return `${selector} {\n${indent(lines.join('\n'))}\n}`;
}

function indent(/** @type {string} */ text) {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

/**
 * Returns one file for each mode of Figma's variables, in the subset of the Design Tokens Format that Figma imports: colours
 * in sRGB, lengths in px, durations in s, numbers. Easing curves are left out, because Figma has no variable for them.
 * Source: https://help.figma.com/hc/en-us/articles/15343816063383-Modes-for-variables
 *
 * @param {Readonly<Record<string, unknown>>} tokens
 * @returns {readonly FigmaFile[]}
 */
export function figmaOfTokens(tokens) {
  const set = (/** @type {string} */ name) => /** @type {any} */ (tokens[name]);
  const colors = [
    ['light', 'Light'],
    ['dark', 'Dark'],
    ['high-contrast-light', 'High contrast, light'],
    ['high-contrast-dark', 'High contrast, dark'],
  ].map(([name = '', mode = '']) => figmaFile('Colours', name, mode, described(set(name), set('light'))));
  const sizes = [
    figmaFile('Sizes', 'comfortable', 'Comfortable', set('base')),
    figmaFile('Sizes', 'compact', 'Compact', merged(set('base'), set('compact'))),
  ];
  return [...colors, ...sizes];
}

/**
 * @param {string} collection
 * @param {string} name
 * @param {string} mode
 * @param {any} group
 * @returns {FigmaFile}
 */
function figmaFile(collection, name, mode, group) {
  const json = { ...figmaGroup(group), $extensions: { 'com.figma.modeName': mode } };
  return { file: `${name}.tokens.json`, collection, mode, json };
}

/**
 * @param {any} group
 * @param {string} [inheritedType]
 * @returns {Record<string, any>}
 */
function figmaGroup(group, inheritedType) {
  const type = group.$type ?? inheritedType;
  const children = Object.entries(group).flatMap(([name, child]) => {
    if (name.startsWith('$')) return [];
    if (!('$value' in child)) return [[name, figmaGroup(child, type)]];
    const value = figmaValue(child.$type ?? type, child.$value);
    if (value === undefined) return [];
    return [[name, { ...value, ...(child.$description && { $description: child.$description }) }]];
  });
  return Object.fromEntries(children);
}

/**
 * @param {string} type
 * @param {any} value
 */
function figmaValue(type, value) {
  if (type === 'color') return { $type: 'color', $value: { ...value, alpha: 1 } };
  if (type === 'dimension') return { $type: 'dimension', $value: { value: pixelsOf(value), unit: 'px' } };
  if (type === 'duration') {
    return {
      $type: 'duration',
      $value: { value: value.value / (value.unit === 'ms' ? 1000 : 1), unit: 's' },
    };
  }
  return type === 'number' || type === 'fontWeight' ? { $type: 'number', $value: value } : undefined;
}

/** Returns a length in px at the default text size of browsers. */
export function pixelsOf(/** @type {{ value: number, unit: string }} */ { value, unit }) {
  return unit === 'rem' ? value * pixelsPerRem : value;
}

/**
 * Returns `group` with the descriptions of the tokens of the same names in `from`.
 *
 * @param {any} group
 * @param {any} from
 */
function described(group, from) {
  const color = Object.entries(group.color).map(([name, token]) => {
    if (name.startsWith('$')) return [name, token];
    return [name, { ...token, $description: from.color[name].$description }];
  });
  return { color: Object.fromEntries(color) };
}

/**
 * Returns `base` with the values of `changes`.
 *
 * @param {any} base
 * @param {any} changes
 * @returns {any}
 */
function merged(base, changes) {
  if (changes === undefined) return base;
  if ('$value' in base) return { ...base, $value: changes.$value };
  return Object.fromEntries(
    Object.entries(base).map(([name, child]) => [
      name,
      name.startsWith('$') ? child : merged(child, changes[name]),
    ]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const css = new URL('styles.css', folder);
  const tokens = JSON.parse(readFileSync(new URL('tokens.json', folder), 'utf8'));
  writeFileSync(css, replaceGenerated(readFileSync(css, 'utf8'), cssOfTokens(tokens)));
  writeFileSync(guide, replaceTables(readFileSync(guide, 'utf8'), tablesOfTokens(tokens)));
  rmSync(figmaFolder, { recursive: true, force: true });
  mkdirSync(figmaFolder, { recursive: true });
  for (const { file, json } of figmaOfTokens(tokens)) {
    writeFileSync(new URL(file, figmaFolder), `${JSON.stringify(json, null, 2)}\n`);
  }
}
