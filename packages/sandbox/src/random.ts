/** A number from 0 up to, but not including, 1. */
export type Random = () => number;

/** Marsaglia's xorshift with 32 bits: repeatable from its seed, which `Math.random` is not. */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  // Neighbouring seeds start alike and part only after some rounds.
  for (let round = 0; round < 16; round++) random();
  return random;
}

/** Milliseconds: a fixed number, or a range from which each use draws one. */
export type Milliseconds = number | readonly [min: number, max: number];

/** One value out of `range`. */
export function draw(range: Milliseconds, random: Random): number {
  return typeof range === 'number' ? range : range[0] + random() * (range[1] - range[0]);
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An id of the form the order service hands out: a prefix and 26 letters. */
export function createId(prefix: string, random: Random): string {
  return `${prefix}_${Array.from({ length: 26 }, () => letters[Math.floor(random() * 52)]).join('')}`;
}
