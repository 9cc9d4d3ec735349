import { describeError, describeKeyError } from './events.ts';
import type { HookName } from './hook-name.ts';
import { HttpProblem } from './problem.ts';

const lateName = 'HookTimeoutError';

/**
 * Runs a hook within its time limit in ms. Returns the result at once if it is no promise. A hook that throws or is late ends
 * the request with `internal-error`.
 */
export function runHook<T>(
  hook: HookName,
  timeout: number,
  run: () => T | PromiseLike<T>,
): Awaited<T> | Promise<Awaited<T>> {
  const fail = (error: unknown): never => {
    const described = hook === 'apiKey' ? describeKeyError(error) : describeError(error);
    throw new HttpProblem('internal-error', { hook, error: described });
  };
  try {
    const result = run();
    if (!isPromise(result)) return result as Awaited<T>;
    return limitTime(result as PromiseLike<Awaited<T>>, timeout).catch(fail);
  } catch (error) {
    return fail(error);
  }
}

/** Settles as `work` does, or rejects with a `HookTimeoutError` after `timeout` ms. */
export function limitTime<T>(work: PromiseLike<T>, timeout: number): Promise<T> {
  // Not Promise.race, which costs several promises, and this runs for each request.
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isSettled = false;
    const stopping =
      <Value>(settle: (value: Value) => void) =>
      (value: Value) => {
        isSettled = true;
        clearTimeout(timer);
        settle(value);
      };
    // `then` once: query builders run their query at each call.
    work.then(stopping(resolve), stopping(reject));
    // A hook that waited for nothing has settled by now, and needs no timer.
    void Promise.resolve().then(() => {
      if (!isSettled) timer = setTimeout(() => reject(tookLonger(timeout)), timeout);
    });
  });
}

/** Returns a function that runs `work` until it succeeded once, and returns that result. A failure may pass: it runs again. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () =>
    (done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    }));
}

/** Whether `runHook` rejected because the hook took longer than its time limit. */
export function isLate(thrown: unknown): boolean {
  return thrown instanceof HttpProblem && thrown.details.error === lateName;
}

/** Calls a listener of the shop. Ignores errors it throws or rejects with: a broken log must stop nothing. */
export function callListener<Value>(listener: ((value: Value) => unknown) | undefined, value: Value): void {
  try {
    const result = listener?.(value);
    if (isPromise(result)) void result.then(undefined, () => undefined);
  } catch {
    // Ignored.
  }
}

function tookLonger(timeout: number): Error {
  return Object.assign(new Error(`A call took longer than ${timeout} ms.`), { name: lateName });
}

/** Whether a value is a promise, also one of another realm or library. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && 'then' in value;
}
