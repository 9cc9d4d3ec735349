import { vi } from 'vitest';
import failOnConsole from 'vitest-fail-on-console';

failOnConsole({ shouldFailOnError: true, shouldFailOnWarn: true });

// A busy machine may be many times slower than an idle one; the default of one second is too short for it.
const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === 'number' ? options : { timeout: 60_000, ...options });
