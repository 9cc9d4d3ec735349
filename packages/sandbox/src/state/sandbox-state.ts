import type { Settings } from '../options.ts';
import type { Random } from '../random.ts';
import { createId, createRandom } from '../random.ts';
import type { SandboxOrder } from '../types.ts';

/** The orders of a sandbox, in memory. */
export interface OrderStore {
  readonly get: (id: string) => SandboxOrder | undefined;
  /** Adds or replaces an order; above the limit the oldest order is removed. */
  readonly put: (order: SandboxOrder) => void;
  readonly remove: (id: string) => void;
  /** Returns the orders, oldest first. */
  readonly list: () => SandboxOrder[];
}

/**
 * Everything a reset replaces. A request keeps the state it started with, so a request that outlives a reset cannot
 * change the new orders.
 */
export interface SandboxState extends Pick<
  Settings,
  'clock' | 'merchant' | 'channel' | 'unknowns' | 'hooks' | 'callbacks'
> {
  readonly orders: OrderStore;
  /** RNG of latency and faults. Ids use a separate one, so creating orders does not change which faults fire. */
  readonly random: Random;
  /** Returns a new id with the prefix. */
  readonly newId: (prefix: string) => string;
  /** Returns false after a reset. */
  readonly isCurrent: () => boolean;
  /** Marks the state as replaced by a reset. */
  readonly discard: () => void;
  /** Marks a write of the order as started; `collides` is true if another write had not ended. */
  readonly startWrite: (orderId: string) => { readonly collides: boolean; readonly end: () => void };
  /** Runs the tasks of one order one after another. */
  readonly inSequence: <T>(orderId: string, task: () => Promise<T>) => Promise<T>;
  /** Stores an order with the current time as `lastModified`, and returns it. */
  readonly save: (order: SandboxOrder) => SandboxOrder;
}

/** Creates the state of a sandbox; `onChange` is called with every order that is stored or removed. */
export function createSandboxState(
  settings: Settings,
  onChange: (order: SandboxOrder) => void,
): SandboxState {
  let current = true;
  const { clock, merchant, channel, unknowns, hooks, callbacks } = settings;
  const orders = createOrderStore(settings.orderLimit, (order) => current && onChange(order));
  const ids = createRandom(settings.randomSeed);
  return {
    orders,
    clock,
    merchant,
    channel,
    unknowns,
    hooks,
    callbacks,
    random: createRandom(settings.randomSeed + 1),
    newId: (prefix) => createId(prefix, ids),
    isCurrent: () => current,
    discard: () => (current = false),
    startWrite: createWriteCounter(),
    inSequence: createQueues(),
    save: (order) => {
      const saved = { ...order, lastModified: new Date(clock.now()).toISOString() };
      orders.put(saved);
      return saved;
    },
  };
}

function createOrderStore(limit: number, onChange: (order: SandboxOrder) => unknown): OrderStore {
  const orders = new Map<string, SandboxOrder>();
  const removeOldest = () => {
    for (const id of orders.keys()) {
      if (orders.size <= limit) return;
      orders.delete(id);
    }
  };
  return {
    get: (id) => orders.get(id),
    put: (order) => {
      orders.set(order.id, order);
      removeOldest();
      onChange(order);
    },
    remove: (id) => {
      const order = orders.get(id);
      if (orders.delete(id) && order !== undefined) onChange(order);
    },
    list: () => [...orders.values()],
  };
}

function createWriteCounter(): SandboxState['startWrite'] {
  const started = new Map<string, Set<symbol>>();
  return (orderId) => {
    const writes = started.get(orderId) ?? new Set();
    const write = Symbol(orderId);
    const collides = writes.size > 0;
    started.set(orderId, writes.add(write));
    const end = () => {
      writes.delete(write);
      if (writes.size === 0) started.delete(orderId);
    };
    return { collides, end };
  };
}

function createQueues(): SandboxState['inSequence'] {
  const last = new Map<string, Promise<unknown>>();
  return (orderId, task) => {
    // After a failed task as well: it has its own response.
    const turn = (last.get(orderId) ?? Promise.resolve()).then(task, task);
    last.set(orderId, turn);
    return turn.finally(() => {
      if (last.get(orderId) === turn) last.delete(orderId);
    });
  };
}
