/** Limits the upstream requests of one order, so that an order that hangs leaves sockets to the others. */
export interface OrderSlots {
  /** Takes a slot at once, or returns a promise that resolves with one. `onEnd` registers the end of the wait. */
  readonly enter: (orderId: string, onEnd: (listener: () => void) => void) => Promise<void> | undefined;
  /** Frees a slot. */
  readonly leave: (orderId: string) => void;
}

interface Queue {
  running: number;
  readonly waiting: Set<() => void>;
}

/** Creates the slots: at most `limit` requests of one order run side by side. */
export function createOrderSlots(limit: number): OrderSlots {
  const queues = new Map<string, Queue>();
  return {
    enter: (orderId, onEnd) => {
      const queue = queues.get(orderId) ?? { running: 0, waiting: new Set() };
      queues.set(orderId, queue);
      if (queue.running < limit) {
        queue.running++;
        return undefined;
      }
      return new Promise((resolve) => {
        queue.waiting.add(resolve);
        onEnd(() => queue.waiting.delete(resolve));
      });
    },
    leave: (orderId) => {
      const queue = queues.get(orderId);
      if (!queue) return;
      const [next] = queue.waiting;
      if (next !== undefined) {
        // The slot passes to the next request.
        queue.waiting.delete(next);
        next();
      } else if (--queue.running === 0) queues.delete(orderId);
    },
  };
}
