const signals = ['SIGINT', 'SIGTERM'] as const;

/** Exits at once on a signal, also on one to npm, which started the process. */
export function stopOnSignal(): void {
  for (const signal of signals) process.on(signal, () => process.exit(0));
  if (process.env['npm_lifecycle_event'] === undefined) return;
  // npm forwards SIGTERM to the shell in between, which exits without forwarding it.
  const parent = process.ppid;
  const look = () => {
    if (process.ppid !== parent) process.exit(0);
  };
  setInterval(look, 200).unref();
}
