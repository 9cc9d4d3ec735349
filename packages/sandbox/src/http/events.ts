import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ActiveFault } from '../network/faults.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Receipt } from '../state/receipts.ts';

/**
 * Streams server-sent events: `start` with all receipts and faults, then `orders` (ids), `receipts` and `faults` as
 * they change. Changes are batched every 50 ms, so that a slow reader does not fill the memory.
 */
export function streamEvents(c: Context, sandbox: Sandbox): Response {
  const { orders, faults, receipts } = sandbox;
  return streamSSE(c, async (stream) => {
    let isStart = true;
    let batch = createBatch();
    const removers = [
      orders.subscribe(({ id }) => batch.orders.add(id)),
      receipts.subscribe(
        (receipt) => batch.receipts.set(receipt.sequence, receipt),
        () => (isStart = true),
      ),
      faults.subscribe((list) => (batch.faults = list)),
    ];
    const send = (event: string, data: unknown) => stream.writeSSE({ event, data: JSON.stringify(data) });

    while (!stream.aborted) {
      const sent = batch;
      batch = createBatch();
      if (isStart) {
        isStart = false;
        await send('start', { receipts: receipts.list(), faults: faults.list() });
      } else if (sent.receipts.size > 0) await send('receipts', [...sent.receipts.values()]);
      if (sent.orders.size > 0) await send('orders', [...sent.orders]);
      if (sent.faults !== undefined) await send('faults', sent.faults);
      await stream.sleep(50);
    }
    removers.forEach((remove) => remove());
  });
}

interface Batch {
  readonly orders: Set<string>;
  readonly receipts: Map<number, Receipt>;
  faults?: readonly ActiveFault[];
}

function createBatch(): Batch {
  return { orders: new Set(), receipts: new Map() };
}
