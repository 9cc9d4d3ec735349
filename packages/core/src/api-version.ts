import type { Order, ValidationCallback } from './types.ts';

/** Versions of the order API's paths; `v0` is the documented one, `v1` is what the vendor's own front end speaks. */
export type ApiVersion = 'v0' | 'v1';

/** A validation callback as this package names its members, whatever the version of the API calls them. */
export interface ValidationRegistration {
  /** Name of the adapter that owns the check; it comes back in failures. */
  readonly adapterId: string;
  /** Complete URL the order service calls by POST; every `{order_id}` in it is replaced by the order's id. */
  readonly url: string;
  /** v1 only. */
  readonly reference?: string;
  /** v1 only. */
  readonly description?: string;
}

/** The path under which a version keeps its orders. */
export function ordersPath(version: ApiVersion = 'v0'): string {
  return `/api/${version}/checkout/orders`;
}

/** The body of a registration: v1 says `invoke` where v0 says `url`, and has two members more. */
export function toWire(version: ApiVersion, { adapterId, url, ...more }: ValidationRegistration): object {
  return version === 'v0' ? { adapterId, url } : { adapterId, invoke: url, ...more };
}

/** Where a registered validation is called: `url` in v0, `invoke` in v1. */
export function urlOf({ url, invoke }: ValidationCallback): string | undefined {
  return typeof invoke === 'string' ? invoke : url;
}

/** An order as this package names its members. */
export function fromWire(version: ApiVersion, order: Order): Order {
  // Where nothing is, some services write null.
  const known: readonly ValidationCallback[] | null | undefined = order.validations;
  if (version === 'v0' || !known) return order;
  const validations = known.map((validation) => {
    const url = urlOf(validation);
    return url === undefined ? validation : { ...validation, url };
  });
  return { ...order, validations };
}
