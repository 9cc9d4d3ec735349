import { assertJson, segment } from './arguments.ts';
import { createOperations, createOrderCalls, notTheApi, registerOnce } from './client.ts';
import type { OrderClient, RegisteredValidation } from './client.ts';
import { resolveConnection } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import { isObject, parseJson } from './response-body.ts';
import { createHttp } from './http.ts';
import type { TimeoutOptions, CallOptions } from './http.ts';
import type { Consent, OrderCreate, OrderStatus } from './types.ts';
import { fromWire, ordersPath, toWire, urlOf } from './api-version.ts';
import type { ApiVersion, ValidationRegistration } from './api-version.ts';

export type { ConnectionOptions, OrderEnvironment } from './connection.ts';
export type { ValidationRegistration } from './api-version.ts';

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

/** Everything the order API lets a server do. Every method rejects with an `OrderApiError`. */
export interface OrderAdmin extends Omit<OrderClient, 'registerValidation'> {
  /**
   * Makes an order, which starts in `checkout` (documented); culture, currency and country stay as they are given here
   * (documented). Not repeated after a lost answer: it would make two.
   */
  createOrder: (order?: OrderCreate, options?: CallOptions) => Promise<{ readonly id: string }>;
  /** Adds a consent. The API answers without a body (documented): where it assigned the id, read the order. */
  createConsent: (orderId: string, consent: Consent, options?: CallOptions) => Promise<void>;
  /** Takes a consent off the order; whether a missing one is an error is not documented. Never repeated. */
  deleteConsent: (orderId: string, consentId: string, options?: CallOptions) => Promise<void>;
  /** Registers a URL the order service calls on `validateOrder`. Never repeated blindly: a lost answer is looked up in the order. */
  registerValidation: (
    orderId: string,
    validation: ValidationRegistration,
    options?: CallOptions,
  ) => Promise<RegisteredValidation>;
  /** Overwrites a registration; seen for v1 only, inferred for v0. Never repeated. */
  updateValidation: (
    orderId: string,
    validationId: string,
    validation: ValidationRegistration,
    options?: CallOptions,
  ) => Promise<void>;
  /** Takes a registration off the order (documented). Never repeated. */
  deleteValidation: (orderId: string, validationId: string, options?: CallOptions) => Promise<void>;
  /**
   * Asks for another state; refused with kind `invalid` while a required consent is unticked (documented for
   * `processing`). `pending` is a 202: read the order to learn the outcome (inferred from v1).
   */
  setState: (orderId: string, status: OrderStatus, options?: CallOptions) => Promise<'done' | 'pending'>;
}

/**
 * Makes the client of a server: the shopper's operations and those that need the key.
 *
 * @throws TypeError in a page, and where the key, merchant, channel, slug or base URL cannot be right. No message holds
 * a part of the key.
 */
export function createOrderAdmin(options: OrderAdminOptions): OrderAdmin {
  refusePage(options);
  const http = createHttp({ ...options, ...resolveConnection(options, 'createOrderAdmin: ') });
  const version = options.apiVersion ?? 'v0';
  const ask = createOrderCalls(http, version);
  const operations = createOperations(ask);
  const validationPath = (operation: string, validationId: string) =>
    `/validations/${segment(operation, 'validationId', validationId)}`;

  return {
    ...operations,

    getOrder: async (orderId, callOptions) =>
      fromWire(version, await operations.getOrder(orderId, callOptions)),

    createOrder: async (order = {}, callOptions) => {
      const operation = 'createOrder';
      assertJson(operation, 'order', order);
      const path = ordersPath(version);
      const { status, headers, text } = await http({
        operation,
        method: 'POST',
        path,
        body: order,
        expectsBody: true,
        options: callOptions,
      });
      const body = parseJson(text);
      // Documented both as an object and as a plain string; the location header holds it too.
      const id = isObject(body) ? body['id'] : (body ?? headers.get('location')?.split('/').pop());
      if (typeof id !== 'string' || id === '') throw notTheApi(operation, status, 'unknown');
      return { id };
    },

    createConsent: async (orderId, consent, callOptions) => {
      const operation = 'createConsent';
      assertJson(operation, 'consent', consent);
      await ask(operation, 'POST', orderId, '/consents', callOptions, { body: consent });
    },

    deleteConsent: async (orderId, consentId, callOptions) => {
      const operation = 'deleteConsent';
      const path = `/consents/${segment(operation, 'consentId', consentId)}`;
      await ask(operation, 'DELETE', orderId, path, callOptions);
    },

    registerValidation: async (orderId, validation, callOptions) =>
      registerOnce(
        ask,
        orderId,
        toWire(version, validation),
        (known) => known.adapterId === validation.adapterId && urlOf(known) === validation.url,
        callOptions,
      ),

    updateValidation: async (orderId, validationId, validation, callOptions) => {
      const operation = 'updateValidation';
      const path = validationPath(operation, validationId);
      await ask(operation, 'PUT', orderId, path, callOptions, { body: toWire(version, validation) });
    },

    deleteValidation: async (orderId, validationId, callOptions) => {
      const operation = 'deleteValidation';
      await ask(operation, 'DELETE', orderId, validationPath(operation, validationId), callOptions);
    },

    setState: async (orderId, currentStatus, callOptions) => {
      const body = { currentStatus };
      const { status } = await ask('updateOrderState', 'PUT', orderId, '/state', callOptions, { body });
      return status === 202 ? 'pending' : 'done';
    },
  };
}

function refusePage({ dangerouslyAllowBrowser }: OrderAdminOptions): void {
  if (dangerouslyAllowBrowser === true || typeof window === 'undefined' || typeof document === 'undefined')
    return;
  throw new TypeError(
    'createOrderAdmin runs in a page. Its key could be read by everybody who opens the page and reaches every order of the merchant. ' +
      'Use createOrderClient here and mount createOrderHandler of @norce-kit/server.',
  );
}
