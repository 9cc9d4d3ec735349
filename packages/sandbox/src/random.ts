/** Returns numbers from 0 up to, but not including, 1. */
export type Random = () => number;

/** Creates a 32-bit xorshift RNG (Marsaglia): repeatable from its seed, unlike `Math.random`. */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  // The first numbers of adjacent seeds are similar; skip them.
  for (let round = 0; round < 16; round++) random();
  return random;
}

/** Milliseconds: a fixed number, or a range from which each use takes a random value. */
export type Milliseconds = number | readonly [min: number, max: number];

/** Whether a value is a number from 0 on. */
export function isAmount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}

/** Whether a value is milliseconds from 0 on, or a range of them. */
export function isMilliseconds(value: unknown): boolean {
  return isAmount(value) || (Array.isArray(value) && value.length === 2 && value.every(isAmount));
}

/** Returns the number, or a random value of the range. */
export function randomMilliseconds(range: Milliseconds, random: Random): number {
  return typeof range === 'number' ? range : range[0] + random() * (range[1] - range[0]);
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Returns an id like those of the order service: a prefix and 26 letters. */
export function createId(prefix: string, random: Random): string {
  return `${prefix}_${Array.from({ length: 26 }, () => letters[Math.floor(random() * 52)]).join('')}`;
}
