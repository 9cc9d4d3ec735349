import { LinearRouter } from 'hono/router/linear-router';
import type { Operation } from '../types.ts';

/** The operation of a request, and the ids in its path. */
export interface Route {
  readonly operation: Operation;
  readonly version: ApiVersion;
  readonly orderId?: string;
  readonly consentId?: string;
  readonly validationId?: string;
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
];

/** Returns whether an operation changes an order; only those get a receipt. */
export function isWrite(operation: Operation): boolean {
  return operation !== 'getOrder' && operation !== 'validateOrder';
}

/** All operations. */
export const operations: readonly Operation[] = table.map(([, , operation]) => operation);

const router = new LinearRouter<Operation>();
for (const [method, path, operation] of table) router.add(method, path, operation);
const methods = [...new Set(table.map(([method]) => method))];

/** Returns the route, the allowed methods if the path exists only with other methods, or undefined. */
export function findRoute(method: string, pathname: string): Route | { readonly allow: string } | undefined {
  const [, version, path] = /\/api\/(v[01])(\/checkout\/.*)$/.exec(pathname) ?? [];
  if (version === undefined || path === undefined) return undefined;
  const found = match(method, path);
  if (found !== undefined) return { ...found, version: version as ApiVersion };
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
