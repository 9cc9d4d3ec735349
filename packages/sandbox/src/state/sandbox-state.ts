import type { Settings } from '../options.ts';
import type { Random } from '../random.ts';
import { createId, createRandom } from '../random.ts';
import type { Store } from './store.ts';
import { createStore } from './store.ts';
import type { SandboxOrder } from '../types.ts';

/** Everything a reset throws away. Requests under way keep the one they began in, so they cannot reach the new. */
export interface World extends Pick<
  Settings,
  'clock' | 'merchant' | 'channel' | 'unknowns' | 'hooks' | 'callbacks'
> {
  readonly store: Store;
  /** Dice of latency and faults; ids have their own, so that one more order shifts no fault. */
  readonly random: Random;
  readonly newId: (prefix: string) => string;
  /** Whether no reset has come since. */
  readonly alive: () => boolean;
  readonly end: () => void;
  /** Notes that a write of the order is under way, and whether another one was already. */
  readonly begin: (orderId: string) => { readonly collides: boolean; readonly end: () => void };
  /** Runs tasks on one order one after the other. */
  readonly inTurn: <T>(orderId: string, task: () => Promise<T>) => Promise<T>;
  /** Stores an order with the time of its change. */
  readonly save: (order: SandboxOrder) => SandboxOrder;
}

/** A new world; `changed` hears of every stored order. */
export function createWorld(settings: Settings, changed: (order: SandboxOrder) => void): World {
  let living = true;
  const store = createStore(settings.orderLimit, (order) => living && changed(order));
  const ids = createRandom(settings.randomSeed);
  const underWay = new Map<string, Set<symbol>>();
  const { clock, merchant, channel, unknowns, hooks, callbacks } = settings;
  return {
    store,
    clock,
    merchant,
    channel,
    unknowns,
    hooks,
    callbacks,
    random: createRandom(settings.randomSeed + 1),
    newId: (prefix) => createId(prefix, ids),
    alive: () => living,
    end: () => (living = false),
    inTurn: createTurns(),
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

function createTurns(): World['inTurn'] {
  const last = new Map<string, Promise<unknown>>();
  return (orderId, task) => {
    const turn = (last.get(orderId) ?? Promise.resolve()).then(task);
    last.set(orderId, turn);
    return turn.finally(() => {
      if (last.get(orderId) === turn) last.delete(orderId);
    });
  };
}
