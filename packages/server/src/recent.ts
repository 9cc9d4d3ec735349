/** Stores a value as the most recent one of a map, and deletes the one that was stored longest ago beyond `most`. */
export function setRecent<Key, Value>(values: Map<Key, Value>, key: Key, value: Value, most: number): void {
  values.delete(key);
  values.set(key, value);
  for (const oldest of values.keys()) {
    if (values.size <= most) return;
    values.delete(oldest);
  }
}
