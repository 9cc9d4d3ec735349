import { assertChecked, assertJson, segment } from './checks.ts';
import { isOrderApiError, OrderApiError } from './errors.ts';
import { isObject, parseJson, readFailures } from './failures.ts';
import { createHttp } from './http.ts';
import type { Answer, Budget, CallOptions, Http, WriteOptions } from './http.ts';
import type { ConsentAnswer, JsonValue, Order, ValidationCallback, ValidationResult } from './types.ts';
import { fromWire, ordersPath } from './wire.ts';
import type { ApiVersion } from './wire.ts';

export interface OrderClientOptions extends Budget {
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
  /** @default 'v0' */
  readonly apiVersion?: ApiVersion;
  /** A key never belongs here: what holds it is the handler, or `createOrderAdmin` on a server. */
  readonly apiKey?: never;
}

/** A check by the name the handler knows it by. */
export interface NamedValidation {
  readonly name: string;
}

/** What registering a validation tells: its id, where the API or the order named it. */
export interface RegisteredValidation {
  readonly id: string | undefined;
}

/** What a shopper may do with an order. Every method rejects with an `OrderApiError`. */
export interface OrderClient {
  /** Reads the order; through the handler, the part of it that a browser may see. */
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
    validation: NamedValidation,
    options?: CallOptions,
  ) => Promise<RegisteredValidation>;
  /** Asks the order service to check the order, which runs every registered validation. A refusal is a value. */
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
  if (Object.keys(options).some((name) => /key|token|secret|bearer|authorization/i.test(name))) {
    throw new TypeError(
      'createOrderClient was given a key. This client runs in browsers, where everybody could read it. ' +
        'Keep the key in createOrderHandler of @norce-kit/server, or use createOrderAdmin of @norce-kit/core/admin on a server.',
    );
  }
  const baseUrl = checkBaseUrl('createOrderClient', options.baseUrl);
  // Of the options only what the types name: headers that got past them could carry a key.
  const { fetch, credentials, timeout, totalTimeout, retry, apiVersion: version = 'v0' } = options;
  const http = createHttp({ baseUrl, fetch, credentials, timeout, totalTimeout, retry });
  return {
    ...createOperations(http, version),
    registerValidation: async (orderId, { name }, callOptions) =>
      registerOnce(http, version, orderId, { name }, (known) => known['name'] === name, callOptions),
  };
}

/** The operations that handler and API share to the letter. */
export function createOperations(http: Http, version: ApiVersion): Omit<OrderClient, 'registerValidation'> {
  const at = orderPaths(version);
  return {
    getOrder: (orderId, options) => readOrder(http, version, orderId, options),

    patchConsent: async (orderId, consentId, checked, options) => {
      const operation = 'patchConsent';
      const path = `${at(operation, orderId)}/consents/${segment(operation, 'consentId', consentId)}`;
      assertChecked(operation, checked);
      await http({
        operation,
        method: 'PATCH',
        path,
        body: { checked },
        options: { keepalive: true, ...options },
      });
    },

    patchConsents: async (orderId, answers, options) => {
      const operation = 'patchConsents';
      const path = `${at(operation, orderId)}/consents`;
      const body = answers.map(({ id, checked }) => {
        segment(operation, 'consentId', id);
        assertChecked(operation, checked);
        return { id, checked };
      });
      if (body.length === 0) return;
      await http({ operation, method: 'PATCH', path, body, options: { keepalive: true, ...options } });
    },

    patchAttributes: async (orderId, attributes, options) => {
      const operation = 'patchAttributes';
      const path = `${at(operation, orderId)}/attributes`;
      assertJson(operation, 'attributes', attributes);
      if (Object.keys(attributes).length === 0) return;
      await http({
        operation,
        method: 'PATCH',
        path,
        body: attributes,
        options: { keepalive: true, ...options },
      });
    },

    validateOrder: async (orderId, options) => {
      const operation = 'validateOrder';
      const path = `${at(operation, orderId)}/validate`;
      const answer = await http({
        operation,
        method: 'POST',
        path,
        expectsBody: true,
        accepts: [400],
        options,
      });
      const failures = readFailures(answer.text);
      if (answer.status === 400) return { ok: false, failures: failures ?? [] };
      // A gate must not open on something else that answered 200, such as a portal's page.
      if (failures === undefined && answer.text !== '') throw notTheApi(operation, answer, 'not-applied');
      // The published type allows reasons in a 200 too; a gate that overlooks one would be open by mistake.
      return failures === undefined || failures.length === 0 ? { ok: true } : { ok: false, failures };
    },
  };
}

/** Builds the path of an order. */
export function orderPaths(version: ApiVersion): (operation: string, orderId: string) => string {
  return (operation, orderId) => `${ordersPath(version)}/${segment(operation, 'orderId', orderId)}`;
}

async function readOrder(
  http: Http,
  version: ApiVersion,
  orderId: string,
  options?: CallOptions,
  since?: number,
): Promise<Order> {
  const operation = 'getOrder';
  const path = orderPaths(version)(operation, orderId);
  const answer = await http({ operation, method: 'GET', path, expectsBody: true, options, since });
  const order = parseJson(answer.text);
  if (!isObject(order) || !isListOfObjects(order['consents']) || !isListOfObjects(order['validations'])) {
    throw notTheApi(operation, answer, 'not-applied');
  }
  return fromWire(version, order as unknown as Order);
}

const isListOfObjects = (value: unknown) =>
  value === undefined || value === null || (Array.isArray(value) && value.every(isObject));

/** An answer that is none of the API's although its status is good. */
export function notTheApi(
  operation: string,
  { status }: Answer,
  outcome: OrderApiError['outcome'],
): OrderApiError {
  return new OrderApiError({
    kind: 'protocol',
    operation,
    outcome,
    status,
    reason: 'the answer is not what the API gives',
  });
}

/**
 * Registers a validation. A POST that arrives twice would register twice, so before it is sent again the order is read,
 * which is the only place that tells whether the first one was stored (the API's answer has no body, documented).
 */
export async function registerOnce(
  http: Http,
  version: ApiVersion,
  orderId: string,
  body: object,
  isRegistration: (known: ValidationCallback) => boolean,
  options: CallOptions = {},
): Promise<RegisteredValidation> {
  const operation = 'createValidation';
  const path = `${orderPaths(version)(operation, orderId)}/validations`;
  // One budget for all that follows.
  const since = performance.now();
  const post = async () => {
    const { headers } = await http({ operation, method: 'POST', path, body, options, since });
    return { id: headers.get('location')?.split('/').pop() };
  };
  try {
    return await post();
  } catch (error) {
    const isLost = isOrderApiError(error) && error.outcome === 'unknown' && error.kind !== 'aborted';
    if (!isLost || options.retry === 0) throw error;
    const order = await readOrder(http, version, orderId, options, since).catch(() => {
      throw error;
    });
    const known = order.validations?.find(isRegistration);
    if (known !== undefined) return { id: known.id };
    options.onRetry?.(error);
    return post();
  }
}

/** A base URL without its trailing slashes. */
export function checkBaseUrl(caller: string, baseUrl: string): string {
  const url = /^[^\s\\?#\p{Cc}]+$/u.test(baseUrl) ? parseUrl(baseUrl) : undefined;
  if (!/^https?:$/.test(url?.protocol ?? '') || url?.username || url?.password) {
    throw new TypeError(
      `${caller} needs a baseUrl that is a path such as "/api/norce" or a complete http(s) URL, without credentials, query and fragment.`,
    );
  }
  return baseUrl.replace(/\/+$/, '');
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(/^\/(?!\/)/.test(url) ? `https://page.invalid${url}` : url);
  } catch {
    return undefined;
  }
}
