import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { circumstances } from './handler/result.mjs';

const folder = new URL('results/', import.meta.url);

/** Writes the result of one part with date, versions and machine. @param {string} name @param {object} result */
export function save(name, result) {
  mkdirSync(folder, { recursive: true });
  // More digits than this are noise.
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
