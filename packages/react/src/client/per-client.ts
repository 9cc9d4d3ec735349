/** The values of an object, shared with the objects that continue it. */
interface Owned {
  /** The object that continued it last. */
  latest: object;
  /** By the function that created each one. */
  readonly values: WeakMap<object, unknown>;
}

const owned = new WeakMap<object, Owned>();

function ownedBy(key: object): Owned {
  let own = owned.get(key);
  if (own === undefined) owned.set(key, (own = { latest: key, values: new WeakMap() }));
  return own;
}

/**
 * Creates a value once per object, such as a client, so that all providers of a page share it. On a server the value
 * must stay empty: all shoppers would share its content.
 */
export function perClient<Key extends object, Value>(create: (key: Key) => Value): (key: Key) => Value {
  return (key) => {
    const { values } = ownedBy(key);
    let value = values.get(create) as Value | undefined;
    if (value === undefined) values.set(create, (value = create(key)));
    return value;
  };
}

/** Makes `next` use the values of `first`. Returns false when it has values of its own, which it keeps. */
export function continueAs(first: object, next: object): boolean {
  const own = ownedBy(first);
  if ((owned.get(next) ?? own) !== own) return false;
  owned.set(next, own);
  own.latest = next;
  return true;
}

/** Returns the client through which requests go: the latest one that shares the values of this one. */
export function latestOf<Client extends object>(client: Client): Client {
  return ownedBy(client).latest as Client;
}
