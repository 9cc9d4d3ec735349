/** Work that outlives its response. */
export interface Background {
  /** Counts work until it has settled, and returns it. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
  /** Counts work until `end` is called. */
  readonly begin: () => void;
  readonly end: () => void;
  /** Resolves when no work is left, work that starts in the meantime included. */
  readonly idle: () => Promise<void>;
}

/** Counts the work of one handler, so that a shutdown can wait for it. */
export function createBackground(): Background {
  let count = 0;
  let waiting: (() => void)[] = [];
  const end = () => {
    if (--count > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const begin = () => {
    count++;
  };
  return {
    begin,
    end,
    track: (work) => {
      begin();
      work.then(end, end);
      return work;
    },
    idle: async () => {
      while (count > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

/** Whether this runtime stops at the response: work that is left then never ends, unless `waitUntil` announced it. */
export function stopsAtResponse(): boolean {
  const { EdgeRuntime, navigator } = globalThis as {
    EdgeRuntime?: unknown;
    navigator?: { readonly userAgent?: string };
  };
  return EdgeRuntime !== undefined || navigator?.userAgent === 'Cloudflare-Workers';
}
