import { LinearRouter } from 'hono/router/linear-router';
import type { Operation } from '../types.ts';

/** The operation of a request, and the ids in its path. */
export interface Route {
  readonly operation: Operation;
  readonly version: ApiVersion;
  readonly orderId?: string;
  readonly consentId?: string;
  readonly validationId?: string;
  readonly paymentId?: string;
  readonly shippingId?: string;
}

/** Versions of the API; both have the same paths. */
export type ApiVersion = 'v0' | 'v1';

const order = '/checkout/orders/:orderId';

const table: readonly (readonly [method: string, path: string, operation: Operation])[] = [
  ['POST', '/checkout/orders', 'createOrder'],
  ['GET', order, 'getOrder'],
  ['PATCH', `${order}/attributes`, 'patchAttributes'],
  ['POST', `${order}/consents`, 'createConsent'],
  ['PATCH', `${order}/consents`, 'patchConsents'],
  ['PATCH', `${order}/consents/:consentId`, 'patchConsent'],
  ['DELETE', `${order}/consents/:consentId`, 'deleteConsent'],
  ['POST', `${order}/validations`, 'createValidation'],
  ['PUT', `${order}/validations/:validationId`, 'updateValidation'],
  ['DELETE', `${order}/validations/:validationId`, 'deleteValidation'],
  ['POST', `${order}/validate`, 'validateOrder'],
  ['PUT', `${order}/state`, 'updateOrderState'],
  ['PUT', `${order}/cart`, 'updateCart'],
  ['PUT', `${order}/customer/billing`, 'updateBillingAddress'],
  ['PUT', `${order}/customer/shipping`, 'updateShippingAddress'],
  ['PUT', `${order}/reference`, 'updateReference'],
  ['GET', `${order}/payments`, 'listPayments'],
  ['POST', `${order}/payments`, 'createPayment'],
  ['GET', `${order}/payments/:paymentId`, 'getPayment'],
  ['PUT', `${order}/payments/:paymentId`, 'updatePayment'],
  ['GET', `${order}/shippings`, 'listShippings'],
  ['POST', `${order}/shippings`, 'createShipping'],
  ['GET', `${order}/shippings/:shippingId`, 'getShipping'],
  ['PUT', `${order}/shippings/:shippingId`, 'updateShipping'],
];

/** Operations of the order API that the sandbox does not emulate. */
export const notEmulated: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/checkout/orders'],
  ['DELETE', order],
  ['POST', `${order}/hooks`],
  ['DELETE', `${order}/hooks/:hookId`],
  ['POST', `${order}/notifications`],
  ['DELETE', `${order}/notifications/:notificationId`],
  ['POST', `${order}/payments/:paymentId/actions`],
  ['POST', `${order}/payments/:paymentId/actions/:actionId/execute`],
  ['GET', `${order}/payments/:paymentId/transactions`],
  ['POST', `${order}/payments/:paymentId/transactions`],
];

/** Returns whether an operation changes an order; only those get a receipt. */
export function isWrite(operation: Operation): boolean {
  return operation !== 'validateOrder' && !reads.has(operation);
}

const reads: ReadonlySet<Operation> = new Set(
  table.filter(([method]) => method === 'GET').map(([, , operation]) => operation),
);

/** All operations. */
export const operations: readonly Operation[] = table.map(([, , operation]) => operation);

const router = new LinearRouter<Operation>();
for (const [method, path, operation] of table) router.add(method, path, operation);
const methods = [...new Set(table.map(([method]) => method))];
const unsupported = new LinearRouter<string>();
for (const [method, path] of notEmulated) unsupported.add(method, path, `${method} ${path}`);

/** A path without an operation of the sandbox for the method. */
export type NoRoute =
  | {
      /** The methods that the path has, separated by `, `. */
      readonly allow: string;
    }
  | {
      /** Method and path of an operation that the order API has and the sandbox does not. */
      readonly notEmulated: string;
    };

/** Returns the route, or why there is none; undefined if the order API has no such path. One trailing slash is ignored. */
export function findRoute(method: string, pathname: string): Route | NoRoute | undefined {
  const [, version, path] = /\/api\/(v[01])(\/checkout\/.*?)\/?$/.exec(pathname) ?? [];
  if (version === undefined || path === undefined || path.endsWith('/')) return undefined;
  const found = match(method, path);
  if (found !== undefined) return { ...found, version: version as ApiVersion };
  const [missing] = unsupported.match(method, path)[0] as [[string, unknown]?];
  if (missing !== undefined) return { notEmulated: missing[0] };
  const allow = methods.filter((other) => match(other, path) !== undefined);
  return allow.length === 0 ? undefined : { allow: allow.join(', ') };
}

function match(method: string, path: string): Omit<Route, 'version'> | undefined {
  const [hit] = router.match(method, path)[0] as [[Operation, Record<string, string>]?];
  if (hit === undefined) return undefined;
  const ids = Object.entries(hit[1]).map(([name, value]) => [name, decode(value)] as const);
  if (ids.some(([, value]) => value === undefined)) return undefined;
  return { operation: hit[0], ...Object.fromEntries(ids) };
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
