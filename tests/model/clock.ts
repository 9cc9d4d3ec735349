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
  // Ids by time; those of the same time in the order in which they were set. A cleared timer is left in it.
  const queue: { readonly at: number; readonly id: number }[] = [];
  const real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    random: Math.random,
    date: Date.now,
    now: Object.getOwnPropertyDescriptor(performance, 'now'),
  };
  const epoch = real.date();
  let now = 0;
  let lastId = 0;
  Object.assign(globalThis, {
    setTimeout: (run: (...given: unknown[]) => void, delay = 0, ...given: unknown[]) => {
      const at = now + Math.max(0, delay);
      timers.set(++lastId, { at, run: () => run(...given) });
      queue.splice(placeOf(at), 0, { at, id: lastId });
      return lastId;
    },
    clearTimeout: (id: number) => void timers.delete(id),
  });
  Math.random = () => 0.5;
  Date.now = () => epoch + now;
  performance.now = () => now;

  /** Returns the first place in the queue with a later time. */
  const placeOf = (at: number): number => {
    let [start, end] = [0, queue.length];
    while (start < end) {
      const middle = Math.floor((start + end) / 2);
      if ((queue[middle]?.at ?? 0) <= at) start = middle + 1;
      else end = middle;
    }
    return start;
  };

  const next = (until: number): number | undefined => {
    while (queue[0] && !timers.has(queue[0].id)) queue.shift();
    const [first] = queue;
    return first && first.at <= until ? first.id : undefined;
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
      if (real.now === undefined) Reflect.deleteProperty(performance, 'now');
      else Object.defineProperty(performance, 'now', real.now);
    },
  };
}
