import type { OrderCreate } from '@norce-kit/core';
import type { Answer } from './answer.ts';
import { badRequest, json, refuse } from './answer.ts';
import { patchAttributes } from './attributes.ts';
import type { Call, Handle, Result } from './call.ts';
import { isRecord } from './call.ts';
import { checkOrder } from './checks.ts';
import { createConsent, deleteConsent, openConsents, patchConsent, patchConsents } from './consents.ts';
import { newOrder } from './new-order.ts';
import { updateOrderState } from './state.ts';
import type { Operation, SandboxOrder } from './types.ts';
import { createValidation, deleteValidation, showValidation, updateValidation } from './validations.ts';
import type { World } from './world.ts';

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

/** The order service: finds the order, asks the operation, stores what it returns. */
export async function serve(call: Call, world: World): Promise<Result> {
  if (call.operation === 'createOrder') return store(createOrder(call, world), world);
  const order = world.store.get(call.orderId ?? '');
  if (order === undefined || order.merchant !== call.merchant || order.channel !== call.channel) {
    return { answer: missingOrder(order, call) };
  }
  const refusal = refuseCall(order, call);
  return refusal === undefined
    ? store(await handles[call.operation](order, call), world)
    : { answer: refusal };
}

function store({ answer, order }: Result, world: World): Result {
  return order === undefined ? { answer } : { answer, order: world.save(order) };
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
  const twin = world.store.list().find(({ cart }) => cart.reference === (order.cart.reference ?? Number.NaN));
  if (twin !== undefined && call.unknowns.duplicateCart === 'conflict') {
    return { answer: refuse(409, 'order-conflict', 'There is an order for this cart already.') };
  }
  const location = `/api/${call.version}/checkout/orders/${order.id}`;
  const created = call.unknowns.createdBody === 'object' ? { id: order.id } : order.id;
  return { answer: json(201, created, { location }), order };
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

function validateOrder(order: SandboxOrder, { unknowns }: Call): Result {
  const open =
    unknowns.validateConsents === 'report' && openConsents(order).length > 0 ? ['consent-required'] : [];
  const failures = [...checkOrder(order), ...open].map((code) => ({ code, adapterId: 'order' }));
  if (failures.length === 0) return { answer: json(200, []) };
  if (unknowns.validateFailure === 'errors') return { answer: json(400, { errors: failures }) };
  if (unknowns.validateFailure === 'list') return { answer: json(400, failures) };
  return { answer: refuse(400, failures[0]?.code ?? 'order-validation', 'The order does not validate.') };
}
