import type { OrderStatus } from '@norce-kit/core';
import { badRequest, done, refuse } from './response.ts';
import type { Answer } from './response.ts';
import type { Call, Handle } from './context.ts';
import { isRecord } from './request.ts';
import { openConsents } from './consents.ts';
import { checkPayments } from './checks.ts';
import type { SandboxOrder } from '../types.ts';

// checkout → completed stands here because the vendor's tutorial takes that step once the order is paid.
const steps: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  checkout: ['processing', 'completed', 'removed'],
  processing: ['accepted', 'checkout', 'removed'],
  accepted: ['completed', 'declined', 'removed'],
  completed: [],
  declined: [],
  removed: [],
};

/** PUT …/state */
export const updateOrderState: Handle = (order, call) => {
  const wanted = isRecord(call.body) ? call.body['currentStatus'] : undefined;
  if (!isStatus(wanted))
    return { answer: badRequest(`currentStatus has to be one of ${Object.keys(steps).join(', ')}.`) };
  const present = order.state.currentStatus;
  if (wanted === present) return { answer: done, order };
  if (!steps[present].includes(wanted))
    return { answer: badRequest(`An order cannot go from ${present} to ${wanted}.`) };
  const refusal = present === 'checkout' ? leavingCheckout(order, wanted, call) : undefined;
  if (refusal !== undefined) return { answer: refusal };
  if (call.unknowns.stateChange === 'later') return { answer: accepted, laterMs: 100 };
  return { answer: done, order: moveTo(order, wanted, call.clock.now()) };
};

const accepted: Answer = { status: 202, headers: {}, body: null };

/** The order in another state, with the step in its history. */
export function moveTo(order: SandboxOrder, status: OrderStatus, time: number): SandboxOrder {
  const step = { status, timeStamp: new Date(time).toISOString() };
  return { ...order, state: { currentStatus: status, transitions: [...order.state.transitions, step] } };
}

/** Whether a value names a state. */
export function isStatus(value: unknown): value is OrderStatus {
  return typeof value === 'string' && Object.hasOwn(steps, value);
}

function leavingCheckout(order: SandboxOrder, wanted: OrderStatus, { unknowns }: Call): Answer | undefined {
  const gated = wanted === 'processing' || (wanted === 'completed' && unknowns.directCompletion === 'gated');
  const open = gated ? openConsents(order).map(({ id }) => id) : [];
  if (open.length > 0) {
    return refuse(400, 'order-validation', `Required consents are not ticked: ${open.join(', ')}.`);
  }
  const unpaid = wanted === 'completed' ? checkPayments(order) : [];
  if (unpaid.length > 0) return badRequest(`The order is not paid: ${unpaid.join(', ')}.`);
  return undefined;
}
