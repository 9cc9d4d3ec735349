/** Members of an object, each of which may be undefined. */
export type Optional<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

/** Returns the members that are not undefined: an option that is undefined counts as absent. */
export function definedMembers<T extends object>(given: Optional<T> = {}): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}
