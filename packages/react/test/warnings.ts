import { onTestFinished, vi } from 'vitest';

/** Records the warnings for developers until the end of the test. Each appears once, so an earlier test may have caused it. */
export function expectWarnings() {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  onTestFinished(() => warn.mockRestore());
  return { list: () => warn.mock.calls.map(([message]) => message as unknown) };
}
