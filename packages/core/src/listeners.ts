/** A set of listeners. */
export interface Listeners<Value> {
  /** Adds a listener. Returns the function that removes it. */
  readonly add: (listener: (value: Value) => void) => () => void;
  /** Calls each listener. What one throws is reported as an uncaught error and does not stop the others. */
  readonly notify: (value: Value) => void;
}

export function createListeners<Value = void>(): Listeners<Value> {
  const listeners = new Set<(value: Value) => void>();
  return {
    add: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    notify: (value) => {
      for (const listener of [...listeners]) {
        try {
          listener(value);
        } catch (error) {
          // Node has no `reportError`.
          (globalThis as Partial<typeof globalThis>).reportError?.(error);
        }
      }
    },
  };
}
