/** Where the sandbox gets its time from; give one of your own to make waiting instant. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs `task` after `ms` milliseconds; the function it returns calls that off. */
  readonly setTimeout: (task: () => void, ms: number) => () => void;
}

/** The globals are looked up at each call, so fake timers that replace them later work too. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (task, ms) => {
    const timer = globalThis.setTimeout(task, ms);
    return () => globalThis.clearTimeout(timer);
  },
};

/** Waits `ms` milliseconds of `clock`; without a timer when there is nothing to wait for. */
export function wait(clock: Clock, ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve) => void clock.setTimeout(resolve, ms));
}
