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

/** Variables of platforms that stop a process between requests: AWS Lambda, Cloud Run and Cloud Functions, Vercel. */
const stoppingPlatforms = ['AWS_LAMBDA_FUNCTION_NAME', 'K_SERVICE', 'VERCEL'] as const;

/** Whether this runtime stops at the response: work that is left then may never end, unless `waitUntil` announced it. */
export function stopsAtResponse(): boolean {
  const { EdgeRuntime, navigator, process } = globalThis as {
    EdgeRuntime?: unknown;
    navigator?: { readonly userAgent?: string };
    process?: { readonly env?: Readonly<Record<string, string | undefined>> };
  };
  return (
    EdgeRuntime !== undefined ||
    navigator?.userAgent === 'Cloudflare-Workers' ||
    // Deno asks the user for permission to read each variable.
    (!('Deno' in globalThis) && stoppingPlatforms.some((name) => process?.env?.[name] !== undefined))
  );
}
