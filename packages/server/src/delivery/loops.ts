/** The loops of a worker, until they are stopped. */
export interface Loops {
  readonly isStopped: () => boolean;
  /** Calls `work` again and again, with a delay in ms between. */
  readonly add: (delay: number, work: () => unknown) => void;
  /** Resolves when no work is under way. */
  readonly stop: () => Promise<void>;
}

export function createLoops(): Loops {
  const running = new Set<Promise<void>>();
  const sleeping = new Set<() => void>();
  let isStopped = false;
  const sleep = (delay: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        sleeping.delete(end);
        resolve();
      };
      const timer = setTimeout(end, isStopped ? 0 : delay);
      sleeping.add(end);
    });
  const loop = async (delay: number, work: () => unknown) => {
    while (!isStopped) {
      await work();
      await sleep(delay);
    }
  };
  return {
    isStopped: () => isStopped,
    add: (delay, work) => {
      const started = loop(delay, work).finally(() => running.delete(started));
      running.add(started);
    },
    stop: async () => {
      isStopped = true;
      for (const end of sleeping) end();
      await Promise.all(running);
    },
  };
}
