/**
 * Creates a value once per object, such as a client, so that all providers of a page share it. On a server the value
 * must stay empty: all shoppers would share its content.
 */
export function perClient<Key extends object, Value>(create: (key: Key) => Value): (key: Key) => Value {
  const values = new WeakMap<Key, Value>();
  return (key) => {
    let value = values.get(key);
    if (value === undefined) values.set(key, (value = create(key)));
    return value;
  };
}
