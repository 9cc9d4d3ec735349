/** The listeners of one kind of event. */
export interface Listeners<Value> {
  /** Adds a listener. Returns the function that removes it. */
  readonly add: (listener: (value: Value) => void) => () => void;
  /** Calls each listener. An error that one throws is reported as uncaught and does not stop the others. */
  readonly notify: (value: Value) => void;
}

export function createListeners<Value = void>(): Listeners<Value> {
  const listeners = new Set<(value: Value) => void>();
  const call = (listener: (value: Value) => void, value: Value) => {
    try {
      listener(value);
    } catch (error) {
      // Node and jsdom have no `reportError`.
      (globalThis as Partial<typeof globalThis>).reportError?.(error);
    }
  };
  return {
    add: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    notify: (value) => [...listeners].forEach((listener) => call(listener, value)),
  };
}
