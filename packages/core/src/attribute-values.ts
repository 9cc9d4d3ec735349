import type { JsonValue } from './types.ts';

/** Keys of an order's attributes with their new values. */
export type AttributeValues = Readonly<Record<string, JsonValue>>;

/** Returns the values whose keys are not in `newer`. */
export const without = (values: AttributeValues, newer: AttributeValues): AttributeValues =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !Object.hasOwn(newer, key)));

/** Whether two JSON values are equal; the order of members does not matter. */
export const isSame = (a: unknown, b: unknown): boolean => toCanonical(a) === toCanonical(b);

/**
 * Returns a checksum of an attribute, for `follows` of a write. It recognizes a value without putting it into a header,
 * which servers log. Synchronous, because nothing can be awaited when a page is left. Not a cryptographic hash.
 */
export function attributeChecksum(key: string, value: unknown): string {
  // FNV-1a with 32 bits.
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(toCanonical([key, value]))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(36);
}

function toCanonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
