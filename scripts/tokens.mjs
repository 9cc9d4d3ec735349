import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Writes the custom properties of styles.css from tokens.json.

/**
 * @typedef {{ value: number, unit: string } | { hex: string } | number | readonly number[]} Value
 * @typedef {{ $value: Value } | { [name: string]: Group }} Group
 */

const folder = new URL('../packages/react/src/', import.meta.url);
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

/**
 * @param {Group} group
 * @returns {Map<string, string>}
 */
function properties(group, name = '--nk') {
  if ('$value' in group) return new Map([[name, write(/** @type {Value} */ (group.$value))]]);
  const children = Object.entries(group).filter(([key]) => !key.startsWith('$'));
  return new Map(children.flatMap(([key, child]) => [...properties(child, `${name}-${key}`)]));
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const css = new URL('styles.css', folder);
  const tokens = JSON.parse(readFileSync(new URL('tokens.json', folder), 'utf8'));
  writeFileSync(css, replaceGenerated(readFileSync(css, 'utf8'), cssOfTokens(tokens)));
}
