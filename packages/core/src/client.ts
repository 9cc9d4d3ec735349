import { createIdentifiedOperations } from './answer-ids.ts';
import type { AnswerIds } from './answer-ids.ts';
import { createHttp } from './http.ts';
import type { CallOptions, WriteOptions } from './http.ts';
import { createOrderCalls, registerOnce } from './operations.ts';
import type { TimeoutOptions } from './timeouts.ts';
import type { ConsentAnswer, JsonValue, Order, RefusedOption, ValidationResult } from './types.ts';

/** Options of `createOrderClient`. */
export interface OrderClientOptions extends TimeoutOptions {
  /**
   * Address of the handler of `@norce-kit/server`: a path such as `/api/norce` in a browser, a complete URL anywhere
   * else.
   */
  readonly baseUrl: string;
  /**
   * Sends the requests. The handler and the sandbox are such functions.
   * @default globalThis.fetch
   */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /**
   * Whether cookies are sent to a handler of another origin, as for `fetch`.
   * @default 'same-origin'
   */
  readonly credentials?: RequestCredentials | undefined;
  /** A browser must not hold a key. On a server, use `createOrderHandler` or `createOrderAdmin`. */
  readonly apiKey?: RefusedOption<'a browser would show the key: pass it to createOrderHandler on your server'>;
}

/** A validation by its name in the handler. */
export interface ValidationName {
  /** A key of the handler's `validations`. */
  readonly name: string;
}

/** Result of a registration. */
export interface RegisteredValidation {
  /**
   * Id of the registration, when the response or the order names it. The API responds without a body (documented), so
   * it is often undefined; read the order to get it.
   */
  readonly id: string | undefined;
}

/** Operations of both clients. Every method rejects with an `OrderApiError`. */
export interface SharedOperations {
  /** Address of the requests, for messages to developers; undefined for a client that does not name it. */
  readonly baseUrl?: string | undefined;
  /**
   * Reads the order; through the handler, the part that a browser may see. The API has no other read (documented), so
   * this is how to find out the outcome of a write whose response was lost.
   */
  readonly getOrder: (orderId: string, options?: CallOptions) => Promise<Order>;
  /**
   * Ticks or un-ticks one consent. The API changes only `checked` (documented). Hooks may change the order before it is
   * stored (documented), so read the order afterwards where that matters.
   */
  readonly patchConsent: (
    orderId: string,
    consentId: string,
    checked: boolean,
    options?: WriteOptions,
  ) => Promise<void>;
  /** Ticks or un-ticks several consents in one request. Whether the API applies all or none is not documented. */
  readonly patchConsents: (
    orderId: string,
    answers: readonly ConsentAnswer[],
    options?: WriteOptions,
  ) => Promise<void>;
  /**
   * Writes keys of the order's attributes and leaves other keys alone (inferred from PATCH). `null` is sent as `null`;
   * whether the API stores or deletes it is not documented. Rejects values that are not JSON before sending.
   */
  readonly patchAttributes: (
    orderId: string,
    attributes: Readonly<Record<string, JsonValue>>,
    options?: WriteOptions,
  ) => Promise<void>;
  /**
   * Validates the order: the API's own checks, then every registered validation (documented). A refused order is a
   * result, not an error. Never retried, because each call calls every validator.
   */
  readonly validateOrder: (orderId: string, options?: CallOptions) => Promise<ValidationResult>;
}

/** Operations that a shopper may perform on an order. Every method rejects with an `OrderApiError`. */
export interface OrderClient extends SharedOperations {
  /** Registers a validation by its name in the handler. After a lost response it reads the order before it retries. */
  readonly registerValidation: (
    orderId: string,
    validation: ValidationName,
    options?: CallOptions,
  ) => Promise<RegisteredValidation>;
}

/**
 * Creates the client for browsers. It sends its requests to the handler of `@norce-kit/server`, which adds the key.
 *
 * @example
 * const client = createOrderClient({ baseUrl: '/api/norce' });
 * await client.patchConsent('o_1', 'ci_newsletter', true);
 *
 * @param ids of answers that the page sent without this client; `@norce-kit/react/lazy` passes them
 * @throws TypeError when `baseUrl` is not a path or an http(s) URL, or when an option is named like a key.
 */
export function createOrderClient(options: OrderClientOptions, ids?: AnswerIds): OrderClient {
  const baseUrl = checkBaseUrl((options as Partial<OrderClientOptions> | undefined)?.baseUrl);
  if (/key|token|secret|bearer|auth/i.test(Object.keys(options).join())) {
    throw new TypeError('createOrderHandler takes the key: a browser would show it');
  }
  // Headers that got past the types could contain a key.
  const send = createOrderCalls(createHttp({ ...options, baseUrl, headers: {} }));
  return {
    baseUrl,
    ...createIdentifiedOperations(send, ids),
    registerValidation: async (orderId, { name }, callOptions) =>
      registerOnce(send, orderId, { name }, (known) => known['name'] === name, callOptions),
  };
}

const address = /^(https?:\/\/[^\s/?#@\\]+|(?=\/(?!\/)))(\/[^\s?#\\]*)?$/i;

/** Returns a base URL without its trailing slashes. */
function checkBaseUrl(baseUrl = ''): string {
  if (!address.test(baseUrl)) {
    throw new TypeError('baseUrl must be a /path or http(s) URL, without credentials, query and fragment');
  }
  return baseUrl.replace(/\/+$/, '');
}
