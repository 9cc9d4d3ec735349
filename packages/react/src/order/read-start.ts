import { replaceEqualDeep } from '@tanstack/react-query';

const starts = new WeakMap<object, number>();

/** Notes when the read that returned this order started. Returns the order. */
export function noteReadStart<Data extends object>(data: Data, startedAt: number): Data {
  starts.set(data, startedAt);
  return data;
}

/**
 * Returns when the read that returned this order started, in the time of `Answers.beginRead`. Undefined for an order
 * that came another way: hydrated, persisted, `initialOrder`, or written to the cache.
 */
export function readStartOf(data: object): number | undefined {
  return starts.get(data);
}

/** `structuralSharing` for TanStack Query that takes the start of the read along to the object the cache keeps. */
export function shareStructure(before: unknown, next: unknown): unknown {
  const shared: unknown = replaceEqualDeep(before, next);
  const startedAt = isObject(next) ? starts.get(next) : undefined;
  if (startedAt !== undefined && isObject(shared)) starts.set(shared, startedAt);
  return shared;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
