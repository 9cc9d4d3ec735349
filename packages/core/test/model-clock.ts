import { afterAll, beforeAll, vi } from 'vitest';

/** Seed of the models of this run. */
export const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);

/** Runs the models of a file on a fake clock, with short stacks of errors. */
export function setUpModels(): void {
  const { stackTraceLimit } = Error;
  beforeAll(() => {
    vi.useFakeTimers();
    // Each lost request and each fake timer makes an error. Its stack takes longer than the step it belongs to.
    Error.stackTraceLimit = 1;
  });
  afterAll(() => {
    vi.useRealTimers();
    Error.stackTraceLimit = stackTraceLimit;
  });
}
