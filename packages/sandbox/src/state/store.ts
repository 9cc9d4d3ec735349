import type { SandboxOrder } from '../types.ts';

/** The orders of a sandbox, in memory. */
export interface Store {
  readonly get: (id: string) => SandboxOrder | undefined;
  /** Adds or replaces an order; beyond the limit the oldest is forgotten. */
  readonly put: (order: SandboxOrder) => void;
  readonly remove: (id: string) => void;
  readonly list: () => SandboxOrder[];
}

/** `changed` hears of every order that was put or removed, after the fact. */
export function createStore(limit: number, changed: (order: SandboxOrder) => unknown): Store {
  const orders = new Map<string, SandboxOrder>();
  const forgetOldest = () => {
    for (const id of orders.keys()) {
      if (orders.size <= limit) return;
      orders.delete(id);
    }
  };
  return {
    get: (id) => orders.get(id),
    put: (order) => {
      orders.set(order.id, order);
      forgetOldest();
      changed(order);
    },
    remove: (id) => {
      const order = orders.get(id);
      if (orders.delete(id) && order !== undefined) changed(order);
    },
    list: () => [...orders.values()],
  };
}
