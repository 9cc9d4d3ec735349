import { isSame } from './consent-facts.ts';

/** Whether two lists have objects with the same values. */
export function isSameItems(a: readonly object[], b: readonly object[]): boolean {
  return (
    a.length === b.length &&
    a.every((item, index) => isSame(Object.values(item), Object.values(b[index] ?? {})))
  );
}
