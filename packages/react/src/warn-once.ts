const warned = new Set<string>();

/** Tells a developer of a mistake, once each. Call it in development only, so that it costs a shop's page nothing. */
export function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  // eslint-disable-next-line no-console -- for developers, who look there
  console.warn(`norce-kit: ${message}`);
}
