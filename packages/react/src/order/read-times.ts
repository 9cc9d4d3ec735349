/** Milliseconds between the starts of two reads that an opened page causes. */
export const readInterval = 1_000;
/** Longest pause in ms after reads that failed or found nothing new. */
const maxPause = 60_000;

/** Returns the pause in ms after that many reads that failed or found nothing new. */
export const pauseAfter = (count: number): number => Math.min(readInterval * 2 ** count, maxPause);

let currentTask: number | undefined;
let tasks = 0;

/** Returns `performance.now()` as of the first call in the current task; later than in the task before. */
export function taskTime(): number {
  if (currentTask === undefined) queueMicrotask(() => (currentTask = undefined));
  // Browsers round the clock, some to 100 ms.
  return (currentTask ??= performance.now() + ++tasks * 1e-6);
}
