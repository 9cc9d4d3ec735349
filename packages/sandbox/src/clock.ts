/** Source of time and timers. A clock of your own makes waiting instant. */
export interface Clock {
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Runs `task` after `ms` milliseconds; returns the function that cancels it. */
  readonly setTimeout: (task: () => void, ms: number) => () => void;
}

/** The clock of the globals. They are read at each call, so fake timers installed later work too. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (task, ms) => {
    const timer = globalThis.setTimeout(task, ms);
    return () => globalThis.clearTimeout(timer);
  },
};

/** Waits `ms` milliseconds of `clock`; sets no timer for 0. */
export function wait(clock: Clock, ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve) => void clock.setTimeout(resolve, ms));
}
