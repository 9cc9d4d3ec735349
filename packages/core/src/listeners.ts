import { notify } from './foreign-code.ts';

/** The listeners of one kind of event. Several parts of the kit share it, so that one listener cannot stop the others. */
export type Listeners<Value> = Set<(value: Value) => void>;

/** Adds a listener. Returns the function that removes it. */
export function addListener<Value>(
  listeners: Listeners<Value>,
  listener: (value: Value) => void,
): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Calls each listener. What one throws or rejects with is reported as an uncaught error and does not stop the others. */
export function notifyListeners<Value>(listeners: Listeners<Value>, value: Value): void {
  for (const listener of [...listeners]) notify(listener, value);
}
