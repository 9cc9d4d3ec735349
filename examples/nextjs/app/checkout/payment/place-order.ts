/** How an attempt to place the order ended; `unknown` when response and connection were lost. */
export type Placing = 'placed' | 'not-placed' | 'no-connection' | 'unknown';

/** Milliseconds from the click until the server places nothing any more. */
export const placingTimeout = 20_000;
/** Milliseconds after which a request that the server sent in time has been applied or never will be. */
const settleTime = 3_000;
/** Milliseconds to wait for a read of the order. */
const readTimeout = 5_000;

/**
 * Places the order before `deadline` or not at all; resolves at most eight seconds later. A lost response is not a
 * failure: the order itself shows whether it was placed. Another tab may have begun another order, which is not placed.
 */
export async function placeOrder(orderId: string, deadline: number): Promise<Placing> {
  // The gate has waited for a slow save for too long.
  if (Date.now() >= deadline) return 'not-placed';
  let serverTime: number;
  try {
    // Proves that there is a connection, so that nothing is sent without one.
    const before = await readOrder(orderId, deadline);
    if (before.isPlaced) return 'placed';
    serverTime = before.serverTime;
  } catch (error) {
    return isConnectionError(error) ? 'no-connection' : 'not-placed';
  }
  const isPlaced = await send(orderId, serverTime, deadline).catch(() => undefined);
  return isPlaced === false ? 'not-placed' : findOut(orderId, deadline + settleTime);
}

/** Returns undefined if the server does not know either. */
async function send(orderId: string, serverTime: number, deadline: number): Promise<boolean | undefined> {
  const headers = { 'order-id': orderId, 'place-before': String(serverTime + deadline - Date.now()) };
  const response = await fetch('/checkout/order', { method: 'POST', headers, signal: endAt(deadline) });
  return ((await response.json()) as { isPlaced?: boolean }).isPlaced;
}

/** Reads the order until it is placed, or until the server can no longer place it. */
async function findOut(orderId: string, end: number): Promise<Placing> {
  for (;;) {
    const isOver = Date.now() >= end;
    const now = await readOrder(orderId, Date.now() + readTimeout).catch(() => undefined);
    if (now?.isPlaced === true) return 'placed';
    if (isOver) return now === undefined ? 'unknown' : 'not-placed';
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** Reads whether the order is placed, with the time of the server in milliseconds, rounded down to a second. */
async function readOrder(orderId: string, end: number) {
  const headers = { 'order-id': orderId };
  const response = await fetch('/checkout/order', { headers, signal: endAt(end) });
  if (!response.ok) throw new Error(`The response has the status ${response.status}.`);
  const { isPlaced } = (await response.json()) as { isPlaced: boolean };
  return { isPlaced, serverTime: Date.parse(response.headers.get('date') ?? '') };
}

function endAt(time: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), time - Date.now());
  return controller.signal;
}

/** A fetch that fails rejects with a TypeError, one that is aborted with a DOMException. */
function isConnectionError(error: unknown): boolean {
  return error instanceof TypeError || error instanceof DOMException;
}
