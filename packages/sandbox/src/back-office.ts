import type { OrderStatus } from '@norce-kit/core';
import { tick } from './api/consents.ts';
import { newOrder } from './api/create-order.ts';
import { swedish } from './seeds.ts';
import { moveTo } from './api/order-state.ts';
import type { OrderChange, OrderInput, SandboxOrder } from './types.ts';
import type { World } from './state/sandbox-state.ts';

/** The back office: makes, reads and changes orders without asking the API. */
export interface Orders {
  /** Makes an order that validates; members left out come from a small Swedish one. Throws on a taken id. */
  readonly create: (input?: OrderInput) => SandboxOrder;
  readonly get: (id: string) => SandboxOrder | undefined;
  readonly list: () => readonly SandboxOrder[];
  /** Overwrites members, whatever the state of the order; nothing is checked. Throws if there is no such order. */
  readonly update: (id: string, change: OrderChange | ((order: SandboxOrder) => OrderChange)) => SandboxOrder;
  /** Ticks or un-ticks a consent, as an agent on the telephone would. */
  readonly setChecked: (id: string, consentId: string, checked: boolean) => SandboxOrder;
  /** Moves the order to any state, past all gates. */
  readonly setStatus: (id: string, status: OrderStatus) => SandboxOrder;
  readonly remove: (id: string) => void;
  /** Hears of each order that was made, changed or removed, by whomever. */
  readonly subscribe: (listener: (order: SandboxOrder) => void) => () => void;
}

/** `world` is asked at each call, since a reset makes a new one. */
export function createOrders(world: () => World, listeners: Set<(order: SandboxOrder) => void>): Orders {
  const change = (id: string, next: (order: SandboxOrder) => SandboxOrder): SandboxOrder => {
    const order = world().store.get(id);
    if (order === undefined) throw new Error(`The sandbox has no order ${id}.`);
    return world().save(next(order));
  };
  return {
    create: (input = {}) => createOrder(input, world()),
    get: (id) => world().store.get(id),
    list: () => world().store.list(),
    update: (id, given) =>
      change(id, (order) => ({ ...order, ...(typeof given === 'function' ? given(order) : given), id })),
    setChecked: (id, consentId, checked) => change(id, (order) => tick(order, consentId, checked)),
    setStatus: (id, status) => change(id, (order) => moveTo(order, status, world().clock.now())),
    remove: (id) => world().store.remove(id),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Makes an order from the Swedish one and what is given, paid in full unless payments are given. */
export function createOrder(input: OrderInput, world: World): SandboxOrder {
  if (input.id !== undefined && world.store.get(input.id) !== undefined) {
    throw new Error(`The sandbox has an order ${input.id} already.`);
  }
  const order = newOrder({ ...swedish(), ...input }, { ...world, version: 'v0', named: true });
  if (typeof order === 'string') throw new Error(`The order cannot be made: ${order}`);
  const total = order.total.includingVat ?? 0;
  const payments =
    input.payments ?? (total > 0 ? [{ id: world.newId('p'), ...payment(total, order.currency) }] : []);
  return world.save({ ...order, payments });
}

function payment(amount: number, currency: string | undefined): { readonly [key: string]: unknown } {
  return { adapterId: 'payment_adapter', name: 'Card', type: 'default', state: 'reserved', amount, currency };
}
