import type { ValidationFailure } from '@norce-kit/core';
import { uncheckedRequired } from './consents.ts';
import type { OperationContext, OperationHandler } from './context.ts';
import { isRecord, parseJson } from './request.ts';
import { json } from './response.ts';
import type { SandboxOrder, SandboxValidation } from '../types.ts';

/** Codes of the checks the order service makes itself; the checks are documented, the codes are the sandbox's. */
export type CheckCode = 'cart-empty' | 'payment-missing' | 'payment-mismatch';

/** POST …/validate: runs the checks of the order service and, at the same time, all registered validations. */
export const validateOrder: OperationHandler = async (order, context) => {
  const { unknowns } = context;
  const isReported = unknowns.validateConsents === 'report' && uncheckedRequired(order).length > 0;
  const codes = [...checkOrder(order), ...(isReported ? ['consent-required'] : [])];
  const registered = await Promise.all(
    order.validations.map((validation) => callValidation(order, validation, context)),
  );
  const failures = [...codes.map((code) => ({ code, adapterId: 'order' })), ...registered.flat()];
  const [first] = failures;
  if (first === undefined) return { response: json(200, []) };
  const bodies = { list: failures, errors: { errors: failures }, single: { message: 'Refused.', ...first } };
  return { response: json(400, bodies[unknowns.validateFailure]) };
};

function checkOrder(order: SandboxOrder): readonly CheckCode[] {
  const isEmpty = (order.cart.items ?? []).length === 0;
  return isEmpty ? ['cart-empty', ...checkPayments(order)] : checkPayments(order);
}

/** Returns the codes of failed checks: the payments have to equal the total to the minor unit. */
export function checkPayments(order: SandboxOrder): readonly CheckCode[] {
  const total = order.total.includingVat ?? 0;
  const payments = order.payments.filter(({ state }) => state !== 'removed');
  if (total > 0 && payments.length === 0) return ['payment-missing'];
  const paid = payments.reduce((sum, payment) => sum + amountOf(payment), 0);
  // Decimal fractions are inexact in binary; minor units are rounded to integers.
  return Math.round(paid * 100) === Math.round(total * 100) ? [] : ['payment-mismatch'];
}

function amountOf(payment: { readonly [key: string]: unknown }): number {
  return typeof payment['amount'] === 'number' ? payment['amount'] : 0;
}

/** Calls one registered validation and returns its failures; an empty list means that the order passes. */
async function callValidation(
  order: SandboxOrder,
  validation: SandboxValidation,
  { callbacks, clock, unknowns }: OperationContext,
): Promise<readonly ValidationFailure[]> {
  const { fetch = globalThis.fetch, allow = isLoopback, timeout = 5000 } = callbacks;
  const url = addressOf(validation, order);
  if (url === undefined || !allow(url)) return [];
  const controller = new AbortController();
  const { signal } = controller;
  const cancel = clock.setTimeout(() => controller.abort(), timeout);
  const call = async () => {
    const init = validationRequest(order, unknowns.validationBody);
    // A redirect could lead from an allowed address to a forbidden one.
    const response = await fetch(url.href, { ...init, redirect: 'error', signal });
    return response.ok ? [] : readFailures(parseJson(await response.text()), validation);
  };
  // The fetch of a test may ignore its signal.
  const isLate = new Promise<never>((_, reject) => signal.addEventListener('abort', reject));
  try {
    return await Promise.race([call(), isLate]);
  } catch {
    return signal.aborted ? [] : [{ code: 'validation-unreachable', adapterId: validation.adapterId }];
  } finally {
    cancel();
  }
}

/** Returns whether an address is on this machine. `URL` has normalised spellings such as 127.1 and 0x7f000001. */
export function isLoopback({ protocol, hostname }: URL): boolean {
  const isLocal = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return isLocal && (protocol === 'http:' || protocol === 'https:');
}

function addressOf({ url }: SandboxValidation, { id }: SandboxOrder): URL | undefined {
  // v0 documents {order_id}, v1 {order.id}.
  const address = url.replaceAll(/\{order_id\}|\{order\.id\}/g, () => encodeURIComponent(id));
  return URL.canParse(address) ? new URL(address) : undefined;
}

function validationRequest(order: SandboxOrder, body: OperationContext['unknowns']['validationBody']) {
  const headers = { 'x-merchant': order.merchant, 'x-channel': order.channel };
  if (body === 'empty') return { method: 'POST', headers };
  return {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(order),
  };
}

function readFailures(body: unknown, { adapterId }: SandboxValidation): readonly ValidationFailure[] {
  const list =
    isRecord(body) && Array.isArray(body['errors']) ? (body['errors'] as unknown[]) : [body].flat();
  const failures = list.filter(isRecord).map((failure) => ({ adapterId, ...failure }));
  return failures.length > 0 ? failures : [{ code: 'order-validation', adapterId }];
}
