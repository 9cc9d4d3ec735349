import type { OrderCreate } from '@norce-kit/core';
import type { Answer } from './response.ts';
import { badRequest, json, refuse } from './response.ts';
import { patchAttributes } from './attributes.ts';
import type { Call, Handle, Result } from './context.ts';
import { isRecord } from './request.ts';
import { createConsent, deleteConsent, patchConsent, patchConsents } from './consents.ts';
import { askHooks } from './hooks.ts';
import { newOrder } from './create-order.ts';
import { isWrite } from './routes.ts';
import { updateOrderState } from './order-state.ts';
import type { Operation, SandboxOrder } from '../types.ts';
import { validateOrder } from './validate.ts';
import { createValidation, deleteValidation, showValidation, updateValidation } from './validations.ts';
import type { World } from '../state/sandbox-state.ts';

const handles: Readonly<Record<Exclude<Operation, 'createOrder'>, Handle>> = {
  getOrder,
  patchAttributes,
  createConsent,
  patchConsents,
  patchConsent,
  deleteConsent,
  createValidation,
  updateValidation,
  deleteValidation,
  validateOrder,
  updateOrderState,
};

/** The order service: finds the order, asks the operation and the hooks, stores what they return. */
export function serve(call: Call, world: World): Promise<Result> {
  const { operation, orderId = '', hooks } = call;
  // While a hook is asked, another write would start from the order as it was before.
  if (hooks.length > 0 && isWrite(operation)) return world.inTurn(orderId, () => serveNow(call, world));
  return serveNow(call, world);
}

async function serveNow(call: Call, world: World): Promise<Result> {
  if (call.operation === 'createOrder') return store(createOrder(call, world), world);
  const order = world.store.get(call.orderId ?? '');
  if (order === undefined || order.merchant !== call.merchant || order.channel !== call.channel) {
    return { answer: missingOrder(order, call) };
  }
  const refusal = refuseCall(order, call);
  if (refusal !== undefined) return { answer: refusal };
  const result = handles[call.operation](order, call);
  // Without anything to wait for, reading and storing happen in one go, so that no write is lost between.
  if (result instanceof Promise) return result;
  return store(call.hooks.length > 0 ? await askHooks(order, result, call) : result, world);
}

function store(result: Result, world: World): Result {
  return result.order === undefined ? result : { ...result, order: world.save(result.order) };
}

function missingOrder(foreign: SandboxOrder | undefined, { orderId = '', unknowns }: Call): Answer {
  if (foreign !== undefined && unknowns.foreignOrder === 'forbidden') {
    return refuse(403, 'forbidden', 'The order belongs to another merchant or channel.');
  }
  return refuse(404, 'order-not-found', `There is no order ${orderId}.`);
}

function refuseCall(order: SandboxOrder, { operation, unknowns }: Call): Answer | undefined {
  if (operation.endsWith('Validation') && unknowns.validationRights === 'denied') {
    return refuse(403, 'forbidden', 'This token may not manage validations.');
  }
  const status = order.state.currentStatus;
  const edits = operation !== 'getOrder' && operation !== 'validateOrder' && operation !== 'updateOrderState';
  if (edits && status !== 'checkout' && unknowns.lateWrites === 'refuse') {
    return badRequest(`The order is ${status}; it can be changed in checkout only.`);
  }
  return undefined;
}

function getOrder(order: SandboxOrder, { version }: Call): Result {
  const validations = order.validations.map((validation) => showValidation(validation, version));
  return { answer: json(200, { ...order, validations }) };
}

function createOrder(call: Call, world: World): Result {
  const body = call.body ?? {};
  if (!isRecord(body)) return { answer: badRequest('The body has to be an order.') };
  const { merchant, channel } = world;
  if (call.merchant !== merchant || call.channel !== channel) {
    return { answer: refuse(404, 'configuration-not-found', 'There is no such merchant or channel.') };
  }
  const order = newOrder(onlySettable(body), call);
  if (typeof order === 'string') return { answer: badRequest(order) };
  if (call.unknowns.duplicateCart === 'conflict' && hasOrderFor(order.cart.reference, world)) {
    return { answer: refuse(409, 'order-conflict', 'There is an order for this cart already.') };
  }
  const location = `/api/${call.version}/checkout/orders/${order.id}`;
  const created = call.unknowns.createdBody === 'object' ? { id: order.id } : order.id;
  return { answer: json(201, created, { location }), order };
}

function hasOrderFor(cartReference: string | undefined, { store }: World): boolean {
  return cartReference !== undefined && store.list().some(({ cart }) => cart.reference === cartReference);
}

// Payments and shippings belong to their adapters, the rest is the order service's own.
const readOnly = [
  'id',
  'status',
  'state',
  'created',
  'lastModified',
  'payments',
  'shippings',
  'hooks',
  'total',
];

function onlySettable(body: Readonly<Record<string, unknown>>): OrderCreate {
  return Object.fromEntries(Object.entries(body).filter(([member]) => !readOnly.includes(member)));
}
