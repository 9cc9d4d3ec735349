/** Calls a function of the page at once, if there is one. What it throws or rejects with is reported as an uncaught error. */
export function notify<Value>(listener: ((value: Value) => unknown) | undefined, value: Value): void {
  new Promise((resolve) => resolve(listener?.(value))).catch((error: unknown) =>
    // Node has no `reportError`.
    (globalThis as Partial<typeof globalThis>).reportError?.(error),
  );
}

/** Calls a method of a client, which the page may have wrapped. Rejects where it throws or returns no promise. */
export function promiseOf<Value>(call: () => Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => void call().then(resolve, reject));
}
