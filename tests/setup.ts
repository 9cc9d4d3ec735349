import { vi } from 'vitest';
import failOnConsole from 'vitest-fail-on-console';

failOnConsole({ shouldFailOnError: true, shouldFailOnWarn: true });

// The default of one second is too short on a busy machine.
const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === 'number' ? options : { timeout: 60_000, ...options });
