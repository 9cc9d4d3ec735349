/** Calls a function of the page, if there is one. What it throws is reported as an uncaught error. */
export function notify<Value>(listener: ((value: Value) => void) | undefined, value: Value): void {
  try {
    listener?.(value);
  } catch (error) {
    // Node has no `reportError`.
    (globalThis as Partial<typeof globalThis>).reportError?.(error);
  }
}

/** Calls a method of a client, which the page may have wrapped. Rejects where it throws or returns no promise. */
export function promiseOf<Value>(call: () => Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => void call().then(resolve, reject));
}
