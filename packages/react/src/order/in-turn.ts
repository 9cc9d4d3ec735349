/**
 * Runs one read and write of the evidence of an order at a time, of all tabs of the shop, because both append to the same
 * attribute. Waits at most `timeout` ms for another tab.
 */
export async function inTurn<Value>(
  orderId: string,
  timeout: number,
  run: () => Promise<Value>,
): Promise<Value> {
  let started: Promise<Value> | undefined;
  try {
    const { locks } = navigator as Partial<Navigator>;
    // A tab that hangs must not hold up the purchase of another one.
    const signal = AbortSignal.timeout(timeout);
    await locks?.request(`norce-kit evidence ${orderId}`, { signal }, () => (started = run()));
  } catch {
    // Without Web Locks, or where they are denied, each tab writes on its own.
  }
  return started ?? run();
}
