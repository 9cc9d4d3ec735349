import type { Order, OrderCreate, ValidationCallback } from './types.ts';

/** Versions of the order API's paths: `v0` is documented, `v1` is used by the vendor's own front end. */
export type ApiVersion = 'v0' | 'v1';

/** A validation callback, with the same member names for both versions of the API. */
export interface ValidationRegistration {
  /** Name of the adapter that owns the check. Failures name it too. */
  readonly adapterId: string;
  /** Complete URL that the order API calls by POST. It replaces every `{order_id}` by the order's id. */
  readonly url: string;
  /** Reference of the caller; v1 only. */
  readonly reference?: string | undefined;
  /** Description for people; v1 only. */
  readonly description?: string | undefined;
}

/** Returns the path of the orders. */
export function ordersPath(version: ApiVersion = 'v0'): string {
  return `/api/${version}/checkout/orders`;
}

/** Returns the body of a registration: v1 names `url` `invoke` and has two members more. */
export function toWire(version: ApiVersion, { adapterId, url, ...more }: ValidationRegistration): object {
  return version === 'v0' ? { adapterId, url } : { adapterId, invoke: url, ...more };
}

/** Returns the body of a new order, its validations with the member names of the version. */
export function orderToWire(version: ApiVersion, order: OrderCreate): OrderCreate {
  // Some callers pass null for an empty list.
  const given: readonly ValidationCallback[] | null | undefined = order.validations;
  if (version === 'v0' || !given) return order;
  const validations = given.map(({ url, ...more }) => (url === undefined ? more : { invoke: url, ...more }));
  return { ...order, validations };
}

/** Returns the URL of a registered validation: `url` in v0, `invoke` in v1. */
export function urlOf({ url, invoke }: ValidationCallback): string | undefined {
  return typeof invoke === 'string' ? invoke : url;
}

/** Returns an order whose validations have the member names of `ValidationRegistration`. */
export function fromWire(version: ApiVersion, order: Order): Order {
  // Some services send null for an empty list.
  const known: readonly ValidationCallback[] | null | undefined = order.validations;
  if (version === 'v0' || !known) return order;
  const validations = known.map((validation) => {
    const url = urlOf(validation);
    return url === undefined ? validation : { ...validation, url };
  });
  return { ...order, validations };
}
