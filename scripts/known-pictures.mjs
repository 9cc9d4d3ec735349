import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Pairs of a picture as it was drawn and the baseline that it matched. Such a pair needs no second comparison.
const baselines = fileURLToPath(new URL('../tests/visual/baselines/', import.meta.url));
const list = `${baselines}known.json`;
/** The digests of the pictures that a renewal has drawn. */
const drawn = fileURLToPath(new URL('../test-results/drawn/', import.meta.url));

/** @param {string | Uint8Array} data */
const digest = (data) => createHash('sha256').update(data).digest('hex');

/**
 * @param {string} file
 * @param {string} drawnDigest
 */
const pair = (file, drawnDigest) =>
  digest(`${file} ${drawnDigest} ${digest(readFileSync(baselines + file))}`).slice(0, 16);

/** @type {Set<string> | undefined} */
let known;

/**
 * Returns whether exactly this picture has matched the present baseline before.
 *
 * @param {string} file
 * @param {Uint8Array} picture
 */
export function isKnown(file, picture) {
  known ??= new Set(existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []);
  return existsSync(baselines + file) && known.has(pair(file, digest(picture)));
}

/**
 * Records a picture for `writeKnown`.
 *
 * @param {string} file
 * @param {Uint8Array} picture
 */
export function recordDrawn(file, picture) {
  mkdirSync(drawn, { recursive: true });
  writeFileSync(drawn + file, digest(picture));
}

/** Writes the list from the pictures of a renewal. */
export function writeKnown() {
  const pairs = readdirSync(drawn)
    .filter((file) => existsSync(baselines + file))
    .map((file) => pair(file, readFileSync(drawn + file, 'utf8')));
  writeFileSync(list, `${JSON.stringify(pairs.sort(), undefined, 2)}\n`);
}

// Run by itself, before a renewal.
if (process.argv[1] === fileURLToPath(import.meta.url)) rmSync(drawn, { recursive: true, force: true });
