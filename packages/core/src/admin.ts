import { fromWire, ordersPath, orderToWire, toWire, urlOf } from './api-version.ts';
import type { ApiVersion, ValidationRegistration } from './api-version.ts';
import { assertJson, segment } from './arguments.ts';
import type { SharedOperations, RegisteredValidation } from './client.ts';
import type { ConnectionOptions } from './connection.ts';
import type { CallOptions, Http } from './http.ts';
import { createKeyedHttp } from './keyed-http.ts';
import {
  createOperations,
  createOrderCalls,
  idFromLocation,
  protocolError,
  registerOnce,
} from './operations.ts';
import type { SendOrderCall } from './operations.ts';
import { isObject, parseJson } from './response-body.ts';
import type { TimeoutOptions } from './timeouts.ts';
import type { Consent, OrderCreate, OrderStatus, ValidationCallback } from './types.ts';
import { isRegisteredAddress } from './validation-address.ts';

export type { ConnectionOptions, OrderEnvironment } from './connection.ts';
export type { ApiVersion, ValidationRegistration } from './api-version.ts';

interface OrderAdminSettings extends TimeoutOptions {
  /**
   * Version of the API's paths and names; the API serves both side by side (documented).
   * @default 'v0'
   */
  readonly apiVersion?: ApiVersion | undefined;
  /** For tests and stories on a sandbox, whose key is no secret. Never with a real key. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** Options of `createOrderAdmin`: the connection, the version, timeouts and retries. */
export type OrderAdminOptions = ConnectionOptions & OrderAdminSettings;

/** All operations of the order API. Every method rejects with an `OrderApiError`. */
export interface OrderAdmin extends SharedOperations {
  /**
   * Creates an order in state `checkout` (documented). On Norce Commerce the Norce adapter creates it instead, from a
   * basket (documented). Culture, currency and country cannot be changed later (documented). Not retried after a lost
   * response, because that would create two.
   */
  readonly createOrder: (order?: OrderCreate, options?: CallOptions) => Promise<{ readonly id: string }>;
  /** Adds a consent. The API responds without a body (documented); read the order for an id that it assigned. */
  readonly createConsent: (orderId: string, consent: Consent, options?: CallOptions) => Promise<void>;
  /** Removes a consent. Whether a missing one is an error is not documented. Never retried. */
  readonly deleteConsent: (orderId: string, consentId: string, options?: CallOptions) => Promise<void>;
  /**
   * Registers a URL that the order API calls on `validateOrder`. After a lost response it reads the order before it
   * retries.
   */
  readonly registerValidation: (
    orderId: string,
    validation: ValidationRegistration,
    options?: CallOptions,
  ) => Promise<RegisteredValidation>;
  /** Replaces a registration. Seen for v1, inferred for v0. Never retried. */
  readonly updateValidation: (
    orderId: string,
    validationId: string,
    validation: ValidationRegistration,
    options?: CallOptions,
  ) => Promise<void>;
  /** Removes a registration (documented). Never retried. */
  readonly deleteValidation: (orderId: string, validationId: string, options?: CallOptions) => Promise<void>;
  /**
   * Requests another state. Rejects with kind `invalid` while a required consent is not ticked (documented for
   * `processing`). `pending` is a 202: read the order for the outcome (inferred from v1).
   */
  readonly setState: (
    orderId: string,
    status: OrderStatus,
    options?: CallOptions,
  ) => Promise<'done' | 'pending'>;
}

/**
 * Creates the client for servers, with the operations that need the key.
 *
 * @example
 * const admin = createOrderAdmin({
 *   slug: 'acme',
 *   environment: 'stage',
 *   apiKey: process.env['NORCE_API_KEY'] ?? '',
 *   merchant: 'acme',
 *   channel: 'acme-se',
 * });
 * const { id } = await admin.createOrder({ culture: 'sv-SE', currency: 'SEK' });
 *
 * @throws TypeError in a browser, when a connection option is missing or unusable, and for an unknown `apiVersion`. No
 * message contains any part of the key.
 */
export function createOrderAdmin(options: OrderAdminOptions): OrderAdmin {
  refuseBrowser(options);
  const http = createKeyedHttp(options);
  const version = checkVersion(options.apiVersion);
  const send = createOrderCalls(http, version);
  const operations = createOperations(send);
  return {
    ...operations,
    ...createValidationOperations(send, version),

    getOrder: async (orderId, callOptions) =>
      fromWire(version, await operations.getOrder(orderId, callOptions)),

    createOrder: (order, callOptions) => createOrder(http, version, order, callOptions),

    createConsent: async (orderId, consent, callOptions) => {
      const operation = 'createConsent';
      assertJson(operation, 'consent', consent);
      const path = '/consents';
      await send({ operation, method: 'POST', orderId, path, body: consent, options: callOptions });
    },

    deleteConsent: async (orderId, consentId, callOptions) => {
      const operation = 'deleteConsent';
      const path = `/consents/${segment(operation, 'consentId', consentId)}`;
      await send({ operation, method: 'DELETE', orderId, path, options: callOptions });
    },

    setState: async (orderId, currentStatus, callOptions) => {
      const body = { currentStatus };
      const operation = 'updateOrderState';
      const call = { operation, method: 'PUT', orderId, path: '/state', body, options: callOptions } as const;
      const { status } = await send(call);
      return status === 202 ? 'pending' : 'done';
    },
  };
}

type ValidationOperations = Pick<OrderAdmin, 'registerValidation' | 'updateValidation' | 'deleteValidation'>;

function createValidationOperations(send: SendOrderCall, version: ApiVersion): ValidationOperations {
  const pathOf = (operation: string, id: string) => `/validations/${segment(operation, 'validationId', id)}`;
  return {
    registerValidation: async (orderId, validation, options) => {
      const { adapterId, url } = validation;
      const isSame = (known: ValidationCallback) =>
        known.adapterId === adapterId && isRegisteredAddress(urlOf(known), url, orderId);
      return registerOnce(send, orderId, toWire(version, validation), isSame, options);
    },

    updateValidation: async (orderId, validationId, validation, options) => {
      const operation = 'updateValidation';
      const path = pathOf(operation, validationId);
      await send({ operation, method: 'PUT', orderId, path, body: toWire(version, validation), options });
    },

    deleteValidation: async (orderId, validationId, options) => {
      const operation = 'deleteValidation';
      await send({ operation, method: 'DELETE', orderId, path: pathOf(operation, validationId), options });
    },
  };
}

async function createOrder(
  http: Http,
  version: ApiVersion,
  order: OrderCreate = {},
  options?: CallOptions,
): Promise<{ readonly id: string }> {
  const operation = 'createOrder';
  const given = withoutUndefined(order);
  assertJson(operation, 'order', given);
  const path = ordersPath(version);
  const sent = orderToWire(version, given);
  const response = await http({ operation, method: 'POST', path, body: sent, expectsBody: true, options });
  const body = parseJson(response.text);
  // Documented both as an object and as a plain string; the location header has it too.
  const id = isObject(body) ? body['id'] : (body ?? idFromLocation(response.headers));
  if (typeof id !== 'string' || id === '') throw protocolError(operation, response.status, 'unknown');
  return { id };
}

/** Returns an order without its members that are undefined. Leaves values of another kind to `assertJson`. */
function withoutUndefined(order: OrderCreate): OrderCreate {
  const members = Object.entries(Object(order) as OrderCreate);
  const given = members.filter(([, value]) => value !== undefined);
  return given.length === members.length ? order : Object.fromEntries(given);
}

/** Variables of the environment get past the types, and the version becomes part of each path. */
function checkVersion(version: unknown = 'v0'): ApiVersion {
  if (version === 'v0' || version === 'v1') return version;
  throw new TypeError('createOrderAdmin: apiVersion is neither "v0" nor "v1".');
}

function refuseBrowser({ dangerouslyAllowBrowser }: OrderAdminOptions): void {
  const isBrowser = typeof window !== 'undefined' && typeof document !== 'undefined';
  if (dangerouslyAllowBrowser === true || !isBrowser) return;
  throw new TypeError(
    'createOrderAdmin runs in a page. Everyone who opens the page could read its key, which reaches every order of the merchant. ' +
      'Use createOrderClient here and mount createOrderHandler of @norce-kit/server.',
  );
}
