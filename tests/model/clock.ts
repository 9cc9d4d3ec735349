interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A fake clock that replaces the platform's timers. */
export interface Clock {
  /** Advances the time and runs the timers due in it. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** Restores the platform's clock. */
  readonly uninstall: () => void;
}

// Drains pending promises. sinon's clock does it with a real timer of a millisecond each time.
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Replaces the platform's timers, so that minutes take milliseconds and a run is reproducible. */
export function installClock(): Clock {
  const timers = new Map<number, Timer>();
  const real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    random: Math.random,
    date: Date.now,
  };
  const epoch = real.date();
  let now = 0;
  let lastId = 0;
  Object.assign(globalThis, {
    setTimeout: (run: (...given: unknown[]) => void, delay = 0, ...given: unknown[]) => {
      timers.set(++lastId, { at: now + Math.max(0, delay), run: () => run(...given) });
      return lastId;
    },
    clearTimeout: (id: number) => void timers.delete(id),
  });
  Math.random = () => 0.5;
  Date.now = () => epoch + now;
  performance.now = () => now;

  const next = (until: number): number | undefined => {
    let first: number | undefined;
    for (const [id, { at }] of timers) {
      if (at <= until && at < (timers.get(first ?? -1)?.at ?? Infinity)) first = id;
    }
    return first;
  };

  return {
    pass: async (milliseconds) => {
      const until = now + milliseconds;
      await settle();
      for (let id = next(until); id !== undefined; id = next(until)) {
        const { at, run } = timers.get(id) as Timer;
        timers.delete(id);
        now = Math.max(now, at);
        run();
        await settle();
      }
      now = until;
    },
    uninstall: () => {
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
      Math.random = real.random;
      Date.now = real.date;
      Reflect.deleteProperty(performance, 'now');
    },
  };
}
