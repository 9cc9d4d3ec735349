/**
 * Makes a value once for each object it is asked for, such as a client, so that all of a page agree on it however many
 * providers there are. On a server nothing may be put into such a value: it would be that of all shoppers.
 */
export function oncePer<Key extends object, Value>(create: (key: Key) => Value): (key: Key) => Value {
  const values = new WeakMap<Key, Value>();
  return (key) => {
    let value = values.get(key);
    if (value === undefined) values.set(key, (value = create(key)));
    return value;
  };
}
