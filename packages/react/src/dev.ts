const warned = new Set<string>();

/** Warns a developer, once per message. Call it in development only, so that production bundles drop it. */
export function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  // oxlint-disable-next-line no-console -- for developers, who look there
  console.warn(`norce-kit: ${message}`);
}
