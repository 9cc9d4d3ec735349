import { vi } from 'vitest';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

const realSetImmediate = setImmediate;

/** Simulated time. Its timers run one by one with all promises between, as in the runtimes; those of Vitest do not. */
export interface Clock {
  /** Runs timers until a condition is true. Returns false if it cannot become true. */
  readonly runUntil: (isTrue: () => boolean) => Promise<boolean>;
  /** Runs the timers of the next milliseconds. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** Simulated milliseconds so far. */
  readonly now: () => number;
  /** Number of timers that are left. */
  readonly timers: () => number;
  readonly end: () => void;
}

/** Runs everything that waits for no timer, streams included. */
async function flush(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => realSetImmediate(resolve));
}

/** Replaces the timers, `Date` and `performance` until `end`. */
export function startClock(): Clock {
  const { setTimeout, clearTimeout } = globalThis;
  const timers = new Map<number, Timer>();
  let number = 0;
  let now = 0;
  const add = (run: () => void, milliseconds = 0) => {
    timers.set(++number, { at: now + Math.max(1, Math.ceil(milliseconds)), run });
    return number;
  };
  const remove = (id: number) => void timers.delete(id);
  vi.useFakeTimers({ now: Date.UTC(2026, 0), toFake: ['Date', 'performance'] });
  Object.assign(globalThis, { setTimeout: add, clearTimeout: remove });

  const moveTo = (time: number) => {
    vi.advanceTimersByTime(Math.max(0, time - now));
    now = Math.max(now, time);
  };
  const runNext = (until = Infinity): boolean => {
    const [next] = [...timers].sort(([, one], [, other]) => one.at - other.at);
    if (!next || next[1].at > until) return false;
    timers.delete(next[0]);
    moveTo(next[1].at);
    next[1].run();
    return true;
  };
  return {
    runUntil: async (isTrue) => {
      do await flush();
      while (!isTrue() && runNext());
      return isTrue();
    },
    pass: async (milliseconds) => {
      const end = now + milliseconds;
      do await flush();
      while (runNext(end));
      moveTo(end);
    },
    now: () => now,
    timers: () => timers.size,
    end: () => {
      Object.assign(globalThis, { setTimeout, clearTimeout });
      vi.useRealTimers();
    },
  };
}
