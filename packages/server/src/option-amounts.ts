import { optionError } from './option-error.ts';

/**
 * Throws for numbers that no timer or limit can have, such as the NaN that `Number` makes of a variable that is not set:
 * timers take it for 1 ms, and so they do with more than 2^31.
 */
export function checkAmounts(values: Readonly<Record<string, number | undefined>>, caller?: string): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || (Number.isFinite(value) && value > 0 && value < 2 ** 31)) continue;
    throw optionError(
      `${name} is not a positive number`,
      'a timer or a limit would end at once, or never',
      `omit ${name} for the default`,
      caller,
    );
  }
}

/** Returns undefined for 0, where an option has a meaning of its own for it. */
export const unlessZero = (value: number | undefined): number | undefined =>
  value === 0 ? undefined : value;
