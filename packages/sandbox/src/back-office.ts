import type { OrderStatus } from '@norce-kit/core';
import { withChecked } from './api/consents.ts';
import { definedMembers } from './defined-members.ts';
import { newOrder } from './api/create-order.ts';
import { swedish } from './seeds.ts';
import { moveTo } from './api/order-state.ts';
import type { OrderChange, OrderInput, SandboxOrder } from './types.ts';
import type { Listeners } from './state/listeners.ts';
import type { SandboxState } from './state/sandbox-state.ts';

/** Reads and changes orders without the API, like the back office of a shop. */
export interface Orders {
  /**
   * Creates an order that passes `validateOrder`; members left out are those of a small Swedish order. Throws if the
   * id exists.
   */
  readonly create: (input?: OrderInput) => SandboxOrder;
  /** Returns an order, or undefined. */
  readonly get: (id: string) => SandboxOrder | undefined;
  /** Returns all orders, oldest first. */
  readonly list: () => readonly SandboxOrder[];
  /** Overwrites members of an order in any state, without checks. Throws if the order does not exist. */
  readonly update: (id: string, change: OrderChange | ((order: SandboxOrder) => OrderChange)) => SandboxOrder;
  /** Ticks or unticks a consent. Throws if the order does not exist. */
  readonly setChecked: (id: string, consentId: string, checked: boolean) => SandboxOrder;
  /** Moves an order to any state, without checks. Throws if the order does not exist. */
  readonly setStatus: (id: string, status: OrderStatus) => SandboxOrder;
  /** Removes an order; ignores unknown ids. */
  readonly remove: (id: string) => void;
  /** Calls `listener` with each order that was created, changed or removed; returns the function that unsubscribes. */
  readonly subscribe: (listener: (order: SandboxOrder) => void) => () => void;
}

/** Creates the back office. `state` is read at each call, because a reset replaces it. */
export function createOrders(state: () => SandboxState, changed: Listeners<SandboxOrder>): Orders {
  const change = (id: string, next: (order: SandboxOrder) => SandboxOrder): SandboxOrder => {
    const order = state().orders.get(id);
    if (order === undefined) throw new Error(`The sandbox has no order ${id}.`);
    return state().save(next(order));
  };
  return {
    create: (input = {}) => createOrder(input, state()),
    get: (id) => state().orders.get(id),
    list: () => state().orders.list(),
    update: (id, given) =>
      change(id, (order) => ({ ...order, ...(typeof given === 'function' ? given(order) : given), id })),
    setChecked: (id, consentId, checked) => change(id, (order) => withChecked(order, consentId, checked)),
    setStatus: (id, status) => change(id, (order) => moveTo(order, status, state().clock.now())),
    remove: (id) => state().orders.remove(id),
    subscribe: changed.subscribe,
  };
}

/** Creates and stores an order; without `payments` it gets one payment that covers the total. */
export function createOrder(given: OrderInput, state: SandboxState): SandboxOrder {
  const input = definedMembers(given);
  if (input.id !== undefined && state.orders.get(input.id) !== undefined) {
    throw new Error(`The sandbox has an order ${input.id} already.`);
  }
  const order = newOrder(
    { ...swedish(), ...input },
    { ...state, version: 'v0', allowsNamedValidations: true },
  );
  if (typeof order === 'string') throw new Error(`The order cannot be made: ${order}`);
  const total = order.total.includingVat ?? 0;
  const payments =
    input.payments ?? (total > 0 ? [{ id: state.newId('p'), ...payment(total, order.currency) }] : []);
  return state.save({ ...order, payments });
}

function payment(amount: number, currency: string | undefined): { readonly [key: string]: unknown } {
  return { adapterId: 'payment_adapter', name: 'Card', type: 'default', state: 'reserved', amount, currency };
}
