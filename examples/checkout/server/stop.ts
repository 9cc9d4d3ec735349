const signals = ['SIGINT', 'SIGTERM'] as const;

/** Ends the process at once when it is told to, and when npm, which started it, is. */
export function stopWhenTold(): void {
  for (const signal of signals) process.on(signal, () => process.exit(0));
  if (process.env['npm_lifecycle_event'] === undefined) return;
  // npm passes SIGTERM on to the shell between, which ends without a word to this process.
  const parent = process.ppid;
  const look = () => {
    if (process.ppid !== parent) process.exit(0);
  };
  setInterval(look, 200).unref();
}
