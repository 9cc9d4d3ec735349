import { ordersPath } from './api-version.ts';
import type { ApiVersion } from './api-version.ts';
import { assertChecked, assertJson, segment } from './arguments.ts';
import { now } from './browser-events.ts';
import type { SharedOperations, RegisteredValidation } from './client.ts';
import { isOrderApiError, OrderApiError } from './errors.ts';
import type { Outcome } from './errors.ts';
import type { Call, CallOptions, Http, HttpResponse } from './http.ts';
import { notify } from './foreign-code.ts';
import { isObject, parseJson, readFailures } from './response-body.ts';
import type { ConsentAnswer, Order, ValidationCallback } from './types.ts';

/** A call about one order. */
export interface OrderCall extends Omit<Call, 'path'> {
  readonly orderId: string;
  /** Path after the order's id, such as `/consents`. */
  readonly path?: string;
  /** The consent answers in the body. */
  readonly answers?: readonly ConsentAnswer[];
}

export type SendOrderCall = (call: OrderCall) => Promise<HttpResponse>;

/** Returns the function that sends calls about orders. It refuses an unsafe order id before sending. */
export function createOrderCalls(http: Http, version?: ApiVersion): SendOrderCall {
  return async ({ orderId, path = '', ...call }) =>
    http({ ...call, path: `${ordersPath(version)}/${segment(call.operation, 'orderId', orderId)}${path}` });
}

/** Creates the operations that the handler and the order API share. */
export function createOperations(send: SendOrderCall): SharedOperations {
  const patch = async (call: Omit<OrderCall, 'method'> & { readonly body: object }): Promise<void> => {
    segment(call.operation, 'orderId', call.orderId);
    if (Object.keys(call.body).length === 0) return;
    await send({ ...call, method: 'PATCH', options: { keepalive: true, ...call.options } });
  };
  return {
    getOrder: (orderId, options) => readOrder(send, orderId, options),

    patchConsent: async (orderId, consentId, checked, options) => {
      const operation = 'patchConsent';
      const path = `/consents/${segment(operation, 'consentId', consentId)}`;
      assertChecked(operation, checked);
      const answers = [{ id: consentId, checked }];
      await patch({ operation, orderId, path, body: { checked }, answers, options });
    },

    patchConsents: async (orderId, answers, options) => {
      const operation = 'patchConsents';
      const body = answers.map(({ id, checked }) => {
        segment(operation, 'consentId', id);
        assertChecked(operation, checked);
        return { id, checked };
      });
      await patch({ operation, orderId, path: '/consents', body, answers: body, options });
    },

    patchAttributes: async (orderId, attributes, options) => {
      const operation = 'patchAttributes';
      assertJson(operation, 'attributes', attributes);
      await patch({ operation, orderId, path: '/attributes', body: attributes, options });
    },

    validateOrder: async (orderId, options) => {
      const operation = 'validateOrder';
      const { status, text } = await send({
        operation,
        method: 'POST',
        orderId,
        path: '/validate',
        options,
        expectsBody: true,
        accepts: 400,
      });
      const failures = readFailures(text);
      const isRefused = status === 400;
      // A captive portal responds with 200 too, and must not open the gate.
      if (failures === undefined && text !== '' && !isRefused) throw protocolError(operation, status);
      // The published type allows reasons in a 200.
      return isRefused || failures?.length ? { ok: false, failures: failures ?? [] } : { ok: true };
    },
  };
}

async function readOrder(
  send: SendOrderCall,
  orderId: string,
  options?: CallOptions,
  startedAt?: number,
): Promise<Order> {
  const operation = 'getOrder';
  const { status, text } = await send({
    operation,
    method: 'GET',
    orderId,
    options,
    expectsBody: true,
    startedAt,
  });
  const order = parseJson(text) as Order | null | undefined;
  // JSON of a server or service worker on the way, such as `{"offline":true}`, would be an order without consents, and open
  // the gate. The published schema requires `merchant` of an order, and not `id`.
  const { merchant, id = merchant, consents, validations } = order ?? {};
  if ((id ?? consents) === undefined || !isListOfObjects(consents) || !isListOfObjects(validations)) {
    throw protocolError(operation, status);
  }
  return order as Order;
}

function isListOfObjects(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.every(isObject));
}

/** Returns the error for a successful status whose body cannot be the order API's. */
export function protocolError(
  operation: string,
  status: number,
  outcome: Outcome = 'not-applied',
): OrderApiError {
  const reason = 'not a response of the order API';
  return new OrderApiError({ kind: 'protocol', operation, outcome, status, reason });
}

/**
 * Registers a validation. A POST that arrives twice registers twice, so after a lost response it reads the order before
 * it sends again: only the order shows whether the first one was stored (the response has no body, documented).
 */
export async function registerOnce(
  send: SendOrderCall,
  orderId: string,
  body: object,
  isRegistration: (known: ValidationCallback) => boolean,
  options: CallOptions = {},
): Promise<RegisteredValidation> {
  // The total timeout covers the POST, the read and the second POST.
  const startedAt = now();
  const post = async (mayBeApplied: boolean) => {
    const operation = 'createValidation';
    const call = { operation, method: 'POST', path: '/validations', body, startedAt, mayBeApplied } as const;
    const { headers } = await send({ ...call, orderId, options });
    return { id: idFromLocation(headers) };
  };
  try {
    return await post(false);
  } catch (error) {
    const isLost = isOrderApiError(error) && error.outcome === 'unknown' && error.kind !== 'aborted';
    if (!isLost || options.retry === 0) throw error;
    const order = await readOrder(send, orderId, options, startedAt).catch(() => undefined);
    if (order === undefined) throw error;
    const known = order.validations?.find(isRegistration);
    if (known !== undefined) return { id: known.id };
    notify(options.onRetry, error);
    return post(true);
  }
}

/** Returns the last segment of the `location` header. */
export function idFromLocation(headers: Headers): string | undefined {
  return headers.get('location')?.split('/').pop();
}
