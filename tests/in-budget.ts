import fc from 'fast-check';

// Saved before a test installs a fake clock.
const now = performance.now.bind(performance);

/** Options of a property run in chunks. */
export interface RunBudget {
  /** Name in the line that reports a shortened run. */
  readonly name: string;
  /** Number of runs if time allows. */
  readonly runs: number;
  /** Minimum number of runs, independent of time. @default `chunk` */
  readonly least?: number;
  /** Runs between two checks of the clock. @default 250 */
  readonly chunk?: number;
  /** Seconds after which no further chunk starts. */
  readonly seconds: number;
  /** Seed of the first chunk; each further chunk uses the next one. */
  readonly seed?: number;
  /** Replays one failure, together with its seed. */
  readonly path?: string;
}

/**
 * Returns how far a model searches: as given, or with MODEL_RUNS so many runs without a time limit. MODEL_SEED and MODEL_PATH, printed
 * where a run fails, repeat that run.
 */
export function modelBudget({
  runs,
  seconds,
}: Pick<RunBudget, 'runs' | 'seconds'>): Pick<RunBudget, 'runs' | 'seconds' | 'seed' | 'path'> {
  const { MODEL_RUNS, MODEL_SEED, MODEL_PATH } = process.env;
  return {
    runs: Number(MODEL_RUNS ?? runs),
    seconds: MODEL_RUNS === undefined ? seconds : Infinity,
    ...(MODEL_SEED !== undefined && { seed: Number(MODEL_SEED) }),
    ...(MODEL_PATH !== undefined && { path: MODEL_PATH }),
  };
}

/**
 * Asserts a property in chunks, so that a busy machine runs fewer of them instead of failing. Writes the number of runs to
 * stdout if it stops early.
 */
export async function assertInBudget<Values>(
  property: fc.IAsyncProperty<Values>,
  {
    name,
    runs,
    chunk = 250,
    least = chunk,
    seconds,
    seed = Math.floor(Math.random() * 2 ** 31),
    path,
  }: RunBudget,
): Promise<void> {
  const end = now() + seconds * 1_000;
  for (let done = 0; done < runs; done += chunk) {
    if (done >= least && now() > end) {
      process.stdout.write(`${name}: ${done} of ${runs} runs, because ${seconds} s were over\n`);
      return;
    }
    const numRuns = Math.min(chunk, runs - done);
    await fc.assert(property, {
      numRuns,
      seed: seed + done / chunk,
      ...(path !== undefined && { path }),
    });
    if (path !== undefined) return;
  }
}
