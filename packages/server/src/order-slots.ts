/** One of the places for upstream requests of an order. */
export interface OrderSlot {
  readonly startedAt: number;
}

/** Limits the upstream requests of one order, so that an order that hangs leaves sockets to the others. */
export interface OrderSlots {
  /** Takes a slot at once, or returns a promise of one. `onEnd` registers the end of the wait. */
  readonly enter: (orderId: string, onEnd: (listener: () => void) => void) => OrderSlot | Promise<OrderSlot>;
  /** Frees a slot. */
  readonly leave: (orderId: string, slot: OrderSlot) => void;
}

interface Queue {
  readonly running: Set<OrderSlot>;
  readonly waiting: Set<(slot: OrderSlot) => void>;
}

/**
 * Creates the slots: at most `limit` requests of one order run side by side. A slot is free again after `maxAge` ms, because
 * Workers end a request without a trace when its client disconnects.
 */
export function createOrderSlots(limit: number, maxAge: number): OrderSlots {
  const queues = new Map<string, Queue>();
  const take = ({ running }: Queue): OrderSlot => {
    const slot = { startedAt: performance.now() };
    running.add(slot);
    return slot;
  };
  const dropOld = ({ running }: Queue) => {
    const now = performance.now();
    for (const slot of running) if (now - slot.startedAt > maxAge) running.delete(slot);
  };
  return {
    enter: (orderId, onEnd) => {
      const queue = queues.get(orderId) ?? { running: new Set(), waiting: new Set() };
      queues.set(orderId, queue);
      if (queue.running.size >= limit) dropOld(queue);
      if (queue.running.size < limit) return take(queue);
      return new Promise((resolve) => {
        queue.waiting.add(resolve);
        onEnd(() => queue.waiting.delete(resolve));
      });
    },
    leave: (orderId, slot) => {
      const queue = queues.get(orderId);
      if (!queue?.running.delete(slot)) return;
      const [next] = queue.waiting;
      if (next !== undefined) {
        queue.waiting.delete(next);
        next(take(queue));
      } else if (queue.running.size === 0) queues.delete(orderId);
    },
  };
}
