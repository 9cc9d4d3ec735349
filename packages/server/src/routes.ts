import type { JsonValue, Order } from '@norce-kit/core';
import { readAttributes, readConsent, readConsents, readValidation } from './payloads.ts';
import type { Config } from './config.ts';
import type { Wanted } from './forward.ts';
import { readFailures } from './failures.ts';
import { decodeConsentId, isOrderId } from './origin.ts';
import type { OrderOperation, RequestScope } from './scope.ts';
import { Refusal } from './problem.ts';
import { reduceOrder } from './project.ts';

/** One operation a browser may ask for: what comes in, what goes upstream, what comes back. */
export interface Route {
  readonly operation: OrderOperation;
  readonly method: 'GET' | 'PATCH' | 'POST';
  /** The rest of the path after the order's id. */
  readonly path: string;
  /** Makes the upstream body from the browser's. Without it none is read and none is sent. */
  readonly read?: (body: JsonValue, config: Config) => JsonValue | Promise<JsonValue>;
  readonly wants: Wanted;
  /** Makes the browser's body from the upstream's. Without it the answer has none. */
  readonly answer?: (text: string, scope: RequestScope, config: Config) => string | Promise<string>;
}

/** Everything that exists. What is not listed here is answered 404 or 405, and nothing is sent. */
export const routes: readonly Route[] = [
  { operation: 'getOrder', method: 'GET', path: '', wants: 'order', answer: showOrder },
  { operation: 'patchConsents', method: 'PATCH', path: '/consents', wants: 'nothing', read: readConsents },
  {
    operation: 'patchConsent',
    method: 'PATCH',
    path: '/consents/{consent_id}',
    wants: 'nothing',
    read: readConsent,
  },
  {
    operation: 'patchAttributes',
    method: 'PATCH',
    path: '/attributes',
    wants: 'nothing',
    read: readAttributes,
  },
  {
    operation: 'createValidation',
    method: 'POST',
    path: '/validations',
    wants: 'nothing',
    read: readValidation,
  },
  { operation: 'validateOrder', method: 'POST', path: '/validate', wants: 'reasons', answer: showFailures },
];

/** Where a request goes: always built from checked parts, never a piece of the browser's URL. */
export interface Target {
  readonly route: Route;
  readonly scope: RequestScope;
  readonly consentId: string | undefined;
  /** Path below the order API's base. */
  readonly path: string;
}

/** The routes that a path leads to, and its ids. Knows nothing of methods, which have answers of their own. */
export interface Place {
  readonly routes: readonly Route[];
  readonly orderId: string;
  readonly consentId: string | undefined;
  readonly path: string;
}

/** Where the API keeps its orders, with the slash before an id. */
export function ordersPath({ apiVersion }: Config): string {
  return `/api/${apiVersion}/checkout/orders/`;
}

export function findPlace(pathname: string, config: Config): Place {
  const orders = ordersPath(config);
  if (!pathname.startsWith(config.basePath + orders)) throw new Refusal('not-found');
  const [orderId = '', collection, member, ...deeper] = pathname
    .slice(config.basePath.length + orders.length)
    .split('/');
  if (!isOrderId(orderId)) throw new Refusal('invalid-id');
  const shape =
    (collection === undefined ? '' : `/${collection}`) + (member === undefined ? '' : '/{consent_id}');
  const found = routes.filter(({ path, operation }) => path === shape && config.isOffered(operation));
  if (found.length === 0 || deeper.length > 0) throw new Refusal('not-found');
  if (member === undefined)
    return { routes: found, orderId, consentId: undefined, path: orders + orderId + shape };
  const consentId = decodeConsentId(member);
  if (consentId === undefined) throw new Refusal('invalid-id');
  return { routes: found, orderId, consentId, path: `${orders}${orderId}/consents/${member}` };
}

export function findTarget({ routes: found, orderId, consentId, path }: Place, method: string): Target {
  const route = found.find((candidate) => candidate.method === method);
  if (route) return { route, scope: { orderId, operation: route.operation }, consentId, path };
  throw new Refusal('method-not-allowed', { headers: { allow: methodsOf(found).join(', ') } });
}

export function methodsOf(found: readonly Route[]): readonly string[] {
  return found.map(({ method }) => method);
}

async function showOrder(text: string, { orderId }: RequestScope, config: Config): Promise<string> {
  const order = parseOrder(text);
  const reduced = reduceOrder(order, orderId, config);
  const shown = config.project ? await config.project(order, reduced) : reduced;
  // An object may turn itself into nothing, which its type does not say.
  const json =
    typeof shown === 'object' && shown !== null ? (JSON.stringify(shown) as string | undefined) : undefined;
  if (json === undefined) throw new TypeError('project must return an object.');
  return json;
}

/** An order as the API gives it. */
export function parseOrder(text: string): Order {
  try {
    const order: unknown = JSON.parse(text);
    if (typeof order === 'object' && order !== null && !Array.isArray(order)) return order;
  } catch {
    // Not JSON: the same as JSON of another shape.
  }
  throw new Refusal('upstream-error');
}

function showFailures(text: string, _scope: RequestScope, config: Config): string {
  return JSON.stringify(readFailures(text, config.validationMessages));
}
