import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ActiveFault } from '../network/faults.ts';
import type { Receipt } from '../state/receipts.ts';
import type { Sandbox } from '../sandbox.ts';

/**
 * Server-sent events: `start` with all receipts and faults, then `orders` (ids), `receipts` and `faults` as they
 * change. What happens within 50 ms goes out together, so that a slow reader costs no memory.
 */
export function streamEvents(c: Context, sandbox: Sandbox): Response {
  const { orders, faults, receipts } = sandbox;
  return streamSSE(c, async (stream) => {
    let restart = true;
    let news = nothing();
    const ends = [
      orders.subscribe(({ id }) => news.orders.add(id)),
      receipts.subscribe(
        (receipt) => news.receipts.set(receipt.sequence, receipt),
        () => (restart = true),
      ),
      faults.subscribe((list) => (news.faults = list)),
    ];
    const send = (event: string, data: unknown) => stream.writeSSE({ event, data: JSON.stringify(data) });

    while (!stream.aborted) {
      const told = news;
      news = nothing();
      if (restart) {
        restart = false;
        await send('start', { receipts: receipts.list(), faults: faults.list() });
      } else if (told.receipts.size > 0) await send('receipts', [...told.receipts.values()]);
      if (told.orders.size > 0) await send('orders', [...told.orders]);
      if (told.faults !== undefined) await send('faults', told.faults);
      await stream.sleep(50);
    }
    ends.forEach((end) => end());
  });
}

interface News {
  readonly orders: Set<string>;
  readonly receipts: Map<number, Receipt>;
  faults?: readonly ActiveFault[];
}

function nothing(): News {
  return { orders: new Set(), receipts: new Map() };
}
