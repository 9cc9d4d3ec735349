import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../medians.json', import.meta.url);

/** The raw results that a run leaves on the machine, outside of git. */
const sources = {
  size: '../results/size.json',
  client: '../results/client.json',
  register: '../results/register.json',
  render: '../results/render.json',
  scaling: '../results/scaling.json',
  'small-page': '../results/small-page.json',
  handler: '../handler/results/throughput.json',
};
const unused = new Set(['versions', 'importMilliseconds', 'operations', 'milliseconds']);

/**
 * Returns the medians of each part. Parts that were measured on this machine are updated in `bench/medians.json` first,
 * one line per part.
 *
 * @returns {Record<keyof typeof sources, any>}
 */
export function readMedians() {
  const medians = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  for (const [name, path] of Object.entries(sources)) {
    const raw = new URL(path, import.meta.url);
    if (existsSync(raw)) medians[name] = condense(JSON.parse(readFileSync(raw, 'utf8')));
  }
  // Its table repeats them.
  for (const key of ['sizes', 'commits']) delete medians.render[key];
  const lines = Object.entries(medians).map(([name, part]) => `  "${name}": ${JSON.stringify(part)}`);
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
  return medians;
}

/** Replaces each `{ median, least, most }` by its median, and `1.23 (1.00–2.00)` by `1.23`. @param {any} value @returns {any} */
function condense(value) {
  if (typeof value === 'string') return value.replace(/ \([\d.]+–[\d.]+\)$/, '');
  if (Array.isArray(value)) return value.map(condense);
  if (value === null || typeof value !== 'object') return value;
  if ('median' in value) return Number(value.median.toPrecision(4));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !unused.has(key))
      .map(([key, one]) => [key, condense(one)]),
  );
}
