import type { OrderCreate } from '@norce-kit/core';
import { patchAttributes } from './attributes.ts';
import {
  updateBillingAddress,
  updateCart,
  updateReference,
  updateShippingAddress,
  withLineIds,
} from './content.ts';
import { createConsent, deleteConsent, patchConsent, patchConsents } from './consents.ts';
import type { OperationContext, OperationHandler, OperationResult } from './context.ts';
import { newOrder } from './create-order.ts';
import { runHooks } from './hooks.ts';
import { payments, shippings } from './order-lists.ts';
import { updateOrderState } from './order-state.ts';
import { isRecord } from './request.ts';
import type { PlainResponse } from './response.ts';
import { badRequest, json, problem } from './response.ts';
import { isWrite } from './routes.ts';
import { validateOrder } from './validate.ts';
import { createValidation, deleteValidation, showValidation, updateValidation } from './validations.ts';
import type { SandboxState } from '../state/sandbox-state.ts';
import type { Operation, SandboxOrder, SandboxValidation } from '../types.ts';

const handlers: Readonly<Record<Exclude<Operation, 'createOrder'>, OperationHandler>> = {
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
  updateCart,
  updateBillingAddress,
  updateShippingAddress,
  updateReference,
  listPayments: payments.list,
  createPayment: payments.create,
  getPayment: payments.get,
  updatePayment: payments.update,
  listShippings: shippings.list,
  createShipping: shippings.create,
  getShipping: shippings.get,
  updateShipping: shippings.update,
};

/** Finds the order, runs the operation and the hooks, and stores the order they return. */
export function runOperation(context: OperationContext, state: SandboxState): Promise<OperationResult> {
  const { operation, orderId = '', hooks } = context;
  // While a hook runs, another write would start from the order as it was before.
  if (hooks.length > 0 && isWrite(operation)) return state.inSequence(orderId, () => run(context, state));
  return run(context, state);
}

async function run(context: OperationContext, state: SandboxState): Promise<OperationResult> {
  if (context.operation === 'createOrder') return store(createOrder(context, state), state);
  const order = state.orders.get(context.orderId ?? '');
  if (order === undefined || order.merchant !== context.merchant || order.channel !== context.channel) {
    return { response: orderNotFound(order, context) };
  }
  const notAllowed = checkAllowed(order, context);
  if (notAllowed !== undefined) return { response: notAllowed };
  const known = context.operation === 'getOrder' ? order : withLists(order);
  const result = handlers[context.operation](known, context);
  // Only validateOrder is asynchronous, and it stores nothing. No await between reading and storing an order, so
  // that parallel writes cannot overwrite each other.
  if (result instanceof Promise) return result;
  return store(context.hooks.length > 0 ? await runHooks(order, result, context) : result, state);
}

/** Returns the order with empty parts in place of those that `orders.update` removed or stored as null. */
function withLists(order: SandboxOrder): SandboxOrder {
  return {
    ...order,
    consents: orEmpty(order.consents, []),
    validations: orEmpty(order.validations, []),
    payments: orEmpty(order.payments, []),
    shippings: orEmpty(order.shippings, []),
    cart: orEmpty(order.cart, {}),
    attributes: orEmpty(order.attributes, {}),
  };
}

function orEmpty<Part>(part: Part | null | undefined, empty: Part): Part {
  return part ?? empty;
}

function store(result: OperationResult, state: SandboxState): OperationResult {
  return result.order === undefined ? result : { ...result, order: state.save(result.order) };
}

function orderNotFound(
  foreign: SandboxOrder | undefined,
  { orderId = '', unknowns }: OperationContext,
): PlainResponse {
  if (foreign !== undefined && unknowns.foreignOrder === 'forbidden') {
    return problem(403, 'forbidden', 'The order belongs to another merchant or channel.');
  }
  return problem(404, 'order-not-found', `There is no order ${orderId}.`);
}

function checkAllowed(
  order: SandboxOrder,
  { operation, unknowns }: OperationContext,
): PlainResponse | undefined {
  if (operation.endsWith('Validation') && unknowns.validationRights === 'denied') {
    return problem(403, 'forbidden', 'This token may not manage validations.');
  }
  const edits = isWrite(operation) && operation !== 'updateOrderState';
  if (!edits || unknowns.lateWrites === 'accept') return undefined;
  const status = order.state.currentStatus;
  if (status !== 'checkout') {
    return badRequest(`The order is ${status}; it can be changed in checkout only.`);
  }
  return undefined;
}

function getOrder(order: SandboxOrder, { version }: OperationContext): OperationResult {
  // `orders.update` stores any value.
  const stored: unknown = order.validations;
  const validations = isListOfRecords(stored)
    ? stored.map((validation) => showValidation(validation as SandboxValidation, version))
    : stored;
  return { response: json(200, { ...order, validations }) };
}

function isListOfRecords(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.every(isRecord);
}

function createOrder(context: OperationContext, state: SandboxState): OperationResult {
  const body = context.body ?? {};
  if (!isRecord(body)) return { response: badRequest('The body has to be an order.') };
  const { merchant, channel } = state;
  if (context.merchant !== merchant || context.channel !== channel) {
    return { response: problem(404, 'configuration-not-found', 'There is no such merchant or channel.') };
  }
  const order = newOrder(onlySettable(body), context);
  if (typeof order === 'string') return { response: badRequest(order) };
  if (context.unknowns.duplicateCart === 'conflict' && hasOrderFor(order.cart.reference, state)) {
    return { response: problem(409, 'order-conflict', 'There is an order for this cart already.') };
  }
  const location = `/api/${context.version}/checkout/orders/${order.id}`;
  const created = context.unknowns.createdBody === 'object' ? { id: order.id } : order.id;
  return { response: json(201, created, { location }), order };
}

function hasOrderFor(cartReference: string | undefined, { orders }: SandboxState): boolean {
  return cartReference !== undefined && orders.list().some(({ cart }) => cart.reference === cartReference);
}

// Payments and shippings have operations of their own; the order service sets the rest.
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
  const { cart, ...content }: OrderCreate = Object.fromEntries(
    Object.entries(body).filter(([member]) => !readOnly.includes(member)),
  );
  return cart === undefined ? content : { ...content, cart: withLineIds(cart) };
}
