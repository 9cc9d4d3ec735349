import { assertChecked, assertJson, segment } from './arguments.ts';
import { isOrderApiError, OrderApiError } from './errors.ts';
import { isObject, parseJson, readFailures } from './response-body.ts';
import { createHttp, unexpectedResponse } from './http.ts';
import type { Call, CallOptions, Http, HttpResponse, TimeoutOptions, WriteOptions } from './http.ts';
import type { ConsentAnswer, JsonValue, Order, ValidationCallback, ValidationResult } from './types.ts';
import { ordersPath } from './api-version.ts';
import type { ApiVersion } from './api-version.ts';

export interface OrderClientOptions extends TimeoutOptions {
  /**
   * Where the handler of `@norce-kit/server` is mounted, such as `/api/norce`; a path in a browser, a complete URL
   * anywhere else.
   */
  readonly baseUrl: string;
  /**
   * What sends a request; the handler and the sandbox are such functions.
   * @default globalThis.fetch
   */
  readonly fetch?: (request: Request) => Promise<Response>;
  /**
   * Whether cookies go to a handler of another origin, as `fetch` has it.
   * @default 'same-origin'
   */
  readonly credentials?: RequestCredentials;
  /**
   * Which version of the API's paths is used, by the handler too.
   * @default 'v0'
   */
  readonly apiVersion?: ApiVersion;
  /** A key never belongs here: what holds it is the handler, or `createOrderAdmin` on a server. */
  readonly apiKey?: never;
}

/** A check by the name the handler knows it by. */
export interface ValidationName {
  /** A key of the handler's `validations`. */
  readonly name: string;
}

/** What registering a validation tells: its id, where the API or the order named it. */
export interface RegisteredValidation {
  /** Undefined where nobody named it: the API answers without a body (documented), so read the order. */
  readonly id: string | undefined;
}

/** What a shopper may do with an order. Every method rejects with an `OrderApiError`. */
export interface OrderClient {
  /**
   * Reads the order; through the handler, the part of it that a browser may see. The only read there is (documented), so
   * it is where the outcome of a lost write can be learnt.
   */
  getOrder: (orderId: string, options?: CallOptions) => Promise<Order>;
  /**
   * Ticks or unticks one consent. The API changes nothing but `checked` (documented) and may let hooks change the order
   * before it is stored (documented), so read the order where that matters.
   */
  patchConsent: (
    orderId: string,
    consentId: string,
    checked: boolean,
    options?: WriteOptions,
  ) => Promise<void>;
  /** Ticks or unticks several consents in one request; whether that is all-or-nothing is not documented. */
  patchConsents: (
    orderId: string,
    answers: readonly ConsentAnswer[],
    options?: WriteOptions,
  ) => Promise<void>;
  /**
   * Writes keys of the order's attributes. A key left out is left alone (inferred from PATCH); `null` is sent as `null`,
   * and whether the API stores or deletes it is not documented. What JSON cannot carry is refused before it is sent.
   */
  patchAttributes: (
    orderId: string,
    attributes: Readonly<Record<string, JsonValue>>,
    options?: WriteOptions,
  ) => Promise<void>;
  /**
   * Registers a check by its name in the handler. Never repeated blindly: after a lost answer the order is read first.
   */
  registerValidation: (
    orderId: string,
    validation: ValidationName,
    options?: CallOptions,
  ) => Promise<RegisteredValidation>;
  /**
   * Asks the order service to check the order: its own checks, then every registered validation at once (documented). A
   * refusal is a value, in whichever of its published shapes it comes. Not repeated: each time every validator is called.
   */
  validateOrder: (orderId: string, options?: CallOptions) => Promise<ValidationResult>;
}

/**
 * Makes the client a browser uses. It speaks to the handler of `@norce-kit/server`, which adds the key.
 *
 * @example
 * const client = createOrderClient({ baseUrl: '/api/norce' });
 * await client.patchConsent(orderId, 'ci_newsletter', true);
 *
 * @throws TypeError where `baseUrl` is not an http(s) URL or a path, or where a key is handed in.
 */
export function createOrderClient(options: OrderClientOptions): OrderClient {
  if (/key|token|secret|bearer|auth/i.test(Object.keys(options).join())) {
    throw new TypeError('createOrderHandler takes the key: a browser would show it');
  }
  const baseUrl = checkBaseUrl(options.baseUrl);
  // Headers that got past the types could carry a key.
  const http = createHttp({ ...options, baseUrl, headers: {} });
  const ask = createOrderCalls(http, options.apiVersion);
  return {
    ...createOperations(ask),
    registerValidation: async (orderId, { name }, callOptions) =>
      registerOnce(ask, orderId, { name }, (known) => known['name'] === name, callOptions),
  };
}

/** A call about one order: what follows its id in the path, and what else the call needs. */
export type OrderCall = (
  operation: string,
  method: Call['method'],
  orderId: string,
  rest: string,
  options: WriteOptions | undefined,
  more?: Partial<Pick<Call, 'body' | 'expectsBody' | 'accepts' | 'startedAt'>>,
) => Promise<HttpResponse>;

/** Makes the calls about orders, each of which looks at the order's id before it is sent. */
export function createOrderCalls(http: Http, version?: ApiVersion): OrderCall {
  return async (operation, method, orderId, rest, options, more) => {
    const path = `${ordersPath(version)}/${segment(operation, 'orderId', orderId)}${rest}`;
    return http({ operation, method, path, options, ...more });
  };
}

/** The operations that handler and API share to the letter. */
export function createOperations(ask: OrderCall): Omit<OrderClient, 'registerValidation'> {
  const patch = async (
    operation: string,
    orderId: string,
    rest: string,
    body: unknown,
    options?: WriteOptions,
  ) => {
    await ask(operation, 'PATCH', orderId, rest, { keepalive: true, ...options }, { body });
  };
  return {
    getOrder: (orderId, options) => readOrder(ask, orderId, options),

    patchConsent: async (orderId, consentId, checked, options) => {
      const operation = 'patchConsent';
      const id = segment(operation, 'consentId', consentId);
      assertChecked(operation, checked);
      await patch(operation, orderId, `/consents/${id}`, { checked }, options);
    },

    patchConsents: async (orderId, answers, options) => {
      const operation = 'patchConsents';
      const body = answers.map(({ id, checked }) => {
        segment(operation, 'consentId', id);
        assertChecked(operation, checked);
        return { id, checked };
      });
      segment(operation, 'orderId', orderId);
      if (body.length > 0) await patch(operation, orderId, '/consents', body, options);
    },

    patchAttributes: async (orderId, attributes, options) => {
      const operation = 'patchAttributes';
      assertJson(operation, 'attributes', attributes);
      segment(operation, 'orderId', orderId);
      if (Object.keys(attributes).length > 0)
        await patch(operation, orderId, '/attributes', attributes, options);
    },

    validateOrder: async (orderId, options) => {
      const operation = 'validateOrder';
      const { status, text } = await ask(operation, 'POST', orderId, '/validate', options, {
        expectsBody: true,
        accepts: 400,
      });
      const failures = readFailures(text);
      if (status === 400) return { ok: false, failures: failures ?? [] };
      // A gate must not open on something else that answered 200, such as a portal's page.
      if (!failures && text) throw notTheApi(operation, status);
      // The published type allows reasons in a 200 too; a gate that overlooks one would be open by mistake.
      return failures?.length ? { ok: false, failures } : { ok: true };
    },
  };
}

async function readOrder(
  ask: OrderCall,
  orderId: string,
  options?: CallOptions,
  startedAt?: number,
): Promise<Order> {
  const operation = 'getOrder';
  const { status, text } = await ask(operation, 'GET', orderId, '', options, { expectsBody: true, startedAt });
  const order = parseJson(text);
  if (!isObject(order) || !isListOfObjects(order['consents']) || !isListOfObjects(order['validations'])) {
    throw notTheApi(operation, status);
  }
  return order;
}

const isListOfObjects = (value: unknown) =>
  value === undefined || value === null || (Array.isArray(value) && value.every(isObject));

/** An answer that is none of the API's although its status is good. */
export function notTheApi(
  operation: string,
  status: number,
  outcome: OrderApiError['outcome'] = 'not-applied',
): OrderApiError {
  return new OrderApiError({ kind: 'protocol', operation, outcome, status, reason: unexpectedResponse });
}

/**
 * Registers a validation. A POST that arrives twice would register twice, so before it is sent again the order is read,
 * which is the only place that tells whether the first one was stored (the API's answer has no body, documented).
 */
export async function registerOnce(
  ask: OrderCall,
  orderId: string,
  body: object,
  isRegistration: (known: ValidationCallback) => boolean,
  options: CallOptions = {},
): Promise<RegisteredValidation> {
  // One budget for all that follows.
  const startedAt = performance.now();
  const post = async () => {
    const { headers } = await ask('createValidation', 'POST', orderId, '/validations', options, {
      body,
      startedAt,
    });
    return { id: headers.get('location')?.split('/').pop() };
  };
  return post().catch(async (error: unknown) => {
    const isLost = isOrderApiError(error) && error.outcome === 'unknown' && error.kind !== 'aborted';
    const mayRepeat = isLost && options.retry !== 0;
    const order = mayRepeat && (await readOrder(ask, orderId, options, startedAt).catch(() => false as const));
    if (!order) throw error;
    const known = order.validations?.find(isRegistration);
    if (known) return { id: known.id };
    options.onRetry?.(error);
    return post();
  });
}

const address = /^(https?:\/\/[^\s/?#@\\]+|(?=\/(?!\/)))(\/[^\s?#\\]*)?$/i;

/** A base URL without its trailing slashes. */
export function checkBaseUrl(baseUrl: string): string {
  if (!address.test(baseUrl)) {
    throw new TypeError('baseUrl must be a path or http(s) URL, without credentials, query and fragment');
  }
  return baseUrl.replace(/\/+$/, '');
}
