/** Whether two lists have the same members. */
export function isSame(known: readonly unknown[] | undefined, next: readonly unknown[]): boolean {
  return known?.length === next.length && next.every((value, index) => value === known[index]);
}

/** Whether two lists have objects with the same values. */
export function isSameItems(a: readonly object[], b: readonly object[]): boolean {
  return (
    a.length === b.length &&
    a.every((item, index) => isSame(Object.values(item), Object.values(b[index] ?? {})))
  );
}
