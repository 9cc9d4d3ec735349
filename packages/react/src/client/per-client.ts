/** The object whose values another object uses. */
const firstOf = new WeakMap<object, object>();
/** Objects that have values of their own. */
const used = new WeakSet();

/**
 * Creates a value once per object, such as a client, so that all providers of a page share it. On a server the value
 * must stay empty: all shoppers would share its content.
 */
export function perClient<Key extends object, Value>(create: (key: Key) => Value): (key: Key) => Value {
  const values = new WeakMap<Key, Value>();
  return (given) => {
    const key = ownerOf(given);
    let value = values.get(key);
    if (value === undefined) {
      used.add(key);
      values.set(key, (value = create(key)));
    }
    return value;
  };
}

/** Returns the object whose values this one uses. */
export function ownerOf<Key extends object>(given: Key): Key {
  return (firstOf.get(given) ?? given) as Key;
}

/** Makes `next` use the values of `first`. Returns false when it has values of its own, which it keeps. */
export function shareValues(first: object, next: object): boolean {
  if (used.has(next)) return false;
  firstOf.set(next, ownerOf(first));
  return true;
}
