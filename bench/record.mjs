import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { circumstances } from './handler/result.mjs';

const folder = new URL('results/', import.meta.url);

/** Keeps what one part found, with where and when. @param {string} name @param {object} result */
export function save(name, result) {
  mkdirSync(folder, { recursive: true });
  // More digits than the noise allows would say nothing.
  const rounded = (/** @type {string} */ _, /** @type {unknown} */ value) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
  const json = JSON.stringify({ ...circumstances(), ...result }, rounded, 2);
  writeFileSync(new URL(`${name}.json`, folder), `${json}\n`);
  console.log(`bench/results/${name}.json`);
}

/** @param {string} name */
export function read(name) {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}
