import fc from 'fast-check';

// Read before a test puts a fake clock in its place.
const now = performance.now.bind(performance);

/** How often a property runs. */
export interface RunBudget {
  /** For the line that reports a run cut short. */
  readonly name: string;
  /** Runs where time allows. */
  readonly runs: number;
  /** Runs whatever they take. @default `chunk` */
  readonly least?: number;
  /** Runs between two looks at the clock. @default 250 */
  readonly chunk?: number;
  /** Seconds after which no further chunk begins. */
  readonly seconds: number;
  /** Of the first chunk; each further chunk has the next one. */
  readonly seed?: number;
  /** Repeats one failure, together with its seed. */
  readonly path?: string;
}

/**
 * Asserts a property in chunks, so that a busy machine does fewer of them instead of failing. Writes to stdout
 * how many it did when the time ends them early.
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
