/** Whether a value is an instance of a class. Hooks may throw anything, and `instanceof` throws for some proxies. */
export function isInstance<Instance>(
  value: unknown,
  type: abstract new (...values: never) => Instance,
): value is Instance {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
}
