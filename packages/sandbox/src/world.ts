import type { Clock } from './clock.ts';
import type { Settings } from './options.ts';
import type { Random } from './random.ts';
import { createId, createRandom } from './random.ts';
import type { Store } from './store.ts';
import { createStore } from './store.ts';
import type { SandboxOrder } from './types.ts';
import type { Unknowns } from './unknowns.ts';

/** Everything a reset throws away. Requests under way keep the one they began in, so they cannot reach the new. */
export interface World {
  readonly store: Store;
  readonly clock: Clock;
  readonly merchant: string;
  readonly channel: string;
  readonly unknowns: Unknowns;
  /** Dice of latency and faults; ids have their own, so that one more order shifts no fault. */
  readonly random: Random;
  readonly newId: (prefix: string) => string;
  /** Notes that a write of the order is under way, and whether another one was already. */
  readonly begin: (orderId: string) => { readonly collides: boolean; readonly end: () => void };
  /** Stores an order with the time of its change. */
  readonly save: (order: SandboxOrder) => SandboxOrder;
}

/** A new world; `changed` hears of every stored order. */
export function createWorld(settings: Settings, changed: (order: SandboxOrder) => void): World {
  const store = createStore(settings.orderLimit, changed);
  const ids = createRandom(settings.randomSeed);
  const underWay = new Map<string, Set<symbol>>();
  const { clock, merchant, channel, unknowns } = settings;
  return {
    store,
    clock,
    merchant,
    channel,
    unknowns,
    random: createRandom(settings.randomSeed + 1),
    newId: (prefix) => createId(prefix, ids),
    begin: (orderId) => {
      const writes = underWay.get(orderId) ?? new Set();
      const write = Symbol(orderId);
      const collides = writes.size > 0;
      underWay.set(orderId, writes.add(write));
      const end = () => {
        writes.delete(write);
        if (writes.size === 0) underWay.delete(orderId);
      };
      return { collides, end };
    },
    save: (order) => {
      const saved = { ...order, lastModified: new Date(clock.now()).toISOString() };
      store.put(saved);
      return saved;
    },
  };
}
