import { afterAll, expect, vi } from 'vitest';
import failOnConsole from 'vitest-fail-on-console';

failOnConsole({ shouldFailOnError: true, shouldFailOnWarn: true });

// The default of one second is too short on a busy machine.
const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === 'number' ? options : { timeout: 60_000, ...options });

// A global that a file leaves replaced would be that of the next file of the process.
const names = ['Date', 'fetch', 'performance', 'setInterval', 'setTimeout'] as const;
const found = names.map((name) => globalThis[name]);
afterAll(() => {
  expect(names.filter((name, index) => globalThis[name] !== found[index])).toEqual([]);
});
