import { describeError } from './events.ts';
import type { HookName } from './hook-name.ts';
import { HttpProblem } from './problem.ts';

/** Runs a hook within its time limit in ms. A hook that throws or is late ends the request with `internal-error`. */
export async function runHook<T>(
  hook: HookName,
  timeout: number,
  run: () => T | PromiseLike<T>,
): Promise<Awaited<T>> {
  try {
    return await limitTime(run(), timeout);
  } catch (error) {
    throw new HttpProblem('internal-error', { hook, error: describeError(error) });
  }
}

/** Settles as `result` does, or rejects with a `HookTimeoutError` after `timeout` ms. */
export async function limitTime<T>(result: T, timeout: number): Promise<Awaited<T>> {
  if (!isPromise(result)) return await result;
  // Not Promise.race, which costs several promises for each request.
  return await new Promise<Awaited<T>>((resolve, reject) => {
    const timer = setTimeout(() => reject(hookTimeout()), timeout);
    const end = () => clearTimeout(timer);
    result.then(resolve as (value: unknown) => void, reject);
    result.then(end, end);
  });
}

function hookTimeout(): Error {
  return Object.assign(new Error('A hook took longer than hookTimeout.'), { name: 'HookTimeoutError' });
}

/** Whether a value is a promise, also one of another realm or library. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
