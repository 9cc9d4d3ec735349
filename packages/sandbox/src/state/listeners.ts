/** Callbacks that are called with each value passed to `notify`. */
export interface Listeners<Value> {
  /** Adds a listener and returns the function that removes it. A function added twice is called twice. */
  readonly subscribe: (listener: (value: Value) => void) => () => void;
  /** Calls every listener in the order they were added. What one throws is reported as an uncaught error. */
  readonly notify: (value: Value) => void;
}

/** Creates an empty list of listeners. */
export function createListeners<Value = void>(): Listeners<Value> {
  const entries = new Set<{ readonly listener: (value: Value) => void }>();
  return {
    subscribe: (listener) => {
      const entry = { listener };
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    notify: (value) => entries.forEach(({ listener }) => callSafely(listener, value)),
  };
}

function callSafely<Value>(listener: (value: Value) => void, value: Value): void {
  try {
    listener(value);
  } catch (error) {
    // A request would end like a broken connection, although its write has taken effect. Node has no `reportError`.
    queueMicrotask(() => {
      throw error;
    });
  }
}
