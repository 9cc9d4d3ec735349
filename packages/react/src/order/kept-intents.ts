import type { Intent } from '../lazy/page-state.ts';

/**
 * The answers of `@norce-kit/react/lazy` that its engine has not taken yet, by `consentKey`. A newer answer of any box removes
 * the one before. A file of its own, because the starter loads it before the engine.
 */
export const intents: Map<string, Intent> = new Map();

/** Returns the values of an intent that were sent. */
export function sentValues({ sent }: Intent): boolean[] {
  return [true, false].filter((value) => sent[`${value}`] !== undefined);
}
