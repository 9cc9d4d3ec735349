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

// Lists, because an order has few requests at a time: two sets for each request showed in profiles.
interface Queue {
  running: OrderSlot[];
  readonly waiting: ((slot: OrderSlot) => void)[];
}

/**
 * Creates the slots: at most `limit` requests of one order run side by side. A slot is free again after `maxAge` ms, because
 * Workers end a request without a trace when its client disconnects.
 */
export function createOrderSlots(limit: number, maxAge: number): OrderSlots {
  const queues = new Map<string, Queue>();
  const take = ({ running }: Queue): OrderSlot => {
    const slot = { startedAt: performance.now() };
    running.push(slot);
    return slot;
  };
  const dropOld = (queue: Queue) => {
    const now = performance.now();
    queue.running = queue.running.filter(({ startedAt }) => now - startedAt <= maxAge);
  };
  return {
    enter: (orderId, onEnd) => {
      const queue = queues.get(orderId) ?? { running: [], waiting: [] };
      queues.set(orderId, queue);
      if (queue.running.length >= limit) dropOld(queue);
      if (queue.running.length < limit) return take(queue);
      return new Promise((resolve) => {
        queue.waiting.push(resolve);
        onEnd(() => remove(queue.waiting, resolve));
      });
    },
    leave: (orderId, slot) => {
      const queue = queues.get(orderId);
      if (!queue || !remove(queue.running, slot)) return;
      const next = queue.waiting.shift();
      if (next !== undefined) next(take(queue));
      else if (queue.running.length === 0) queues.delete(orderId);
    },
  };
}

/** Removes a member of a list. Returns whether the list had it. */
function remove<Member>(list: Member[], member: Member): boolean {
  const index = list.indexOf(member);
  if (index >= 0) list.splice(index, 1);
  return index >= 0;
}
