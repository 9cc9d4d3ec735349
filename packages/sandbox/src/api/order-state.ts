import type { OrderStatus } from '@norce-kit/core';
import { uncheckedRequired } from './consents.ts';
import type { OperationContext, OperationHandler } from './context.ts';
import { isRecord } from './request.ts';
import type { PlainResponse } from './response.ts';
import { badRequest, ok, problem } from './response.ts';
import { checkPayments } from './validate.ts';
import type { SandboxOrder } from '../types.ts';

// checkout → completed is allowed, because the vendor's tutorial completes a paid order in one step.
const steps: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  checkout: ['processing', 'completed', 'removed'],
  processing: ['accepted', 'checkout', 'removed'],
  accepted: ['completed', 'declined', 'removed'],
  completed: [],
  declined: [],
  removed: [],
};

/** PUT …/state */
export const updateOrderState: OperationHandler = (order, context) => {
  const wanted = isRecord(context.body) ? context.body['currentStatus'] : undefined;
  if (!isStatus(wanted))
    return { response: badRequest(`currentStatus has to be one of ${Object.keys(steps).join(', ')}.`) };
  const present = order.state.currentStatus;
  if (wanted === present) return { response: ok, order };
  if (!steps[present].includes(wanted))
    return { response: badRequest(`An order cannot go from ${present} to ${wanted}.`) };
  const leaveProblem = present === 'checkout' ? leavingCheckout(order, wanted, context) : undefined;
  if (leaveProblem !== undefined) return { response: leaveProblem };
  if (context.unknowns.stateChange === 'later') return { response: accepted, deferMs: 100 };
  return { response: ok, order: moveTo(order, wanted, context.clock.now()) };
};

const accepted: PlainResponse = { status: 202, headers: {}, body: null };

/** Returns the order in another state, with the transition in its history. */
export function moveTo(order: SandboxOrder, status: OrderStatus, time: number): SandboxOrder {
  const step = { status, timeStamp: new Date(time).toISOString() };
  return { ...order, state: { currentStatus: status, transitions: [...order.state.transitions, step] } };
}

/** Returns whether a value is a state of an order. */
export function isStatus(value: unknown): value is OrderStatus {
  return typeof value === 'string' && Object.hasOwn(steps, value);
}

function leavingCheckout(
  order: SandboxOrder,
  wanted: OrderStatus,
  { unknowns }: OperationContext,
): PlainResponse | undefined {
  const gated = wanted === 'processing' || (wanted === 'completed' && unknowns.directCompletion === 'gated');
  const open = gated ? uncheckedRequired(order).map(({ id }) => id) : [];
  if (open.length > 0) {
    return problem(400, 'order-validation', `Required consents are not ticked: ${open.join(', ')}.`);
  }
  const unpaid = wanted === 'completed' ? checkPayments(order) : [];
  if (unpaid.length > 0) return badRequest(`The order is not paid: ${unpaid.join(', ')}.`);
  return undefined;
}
