import type { JsonValue, Order } from '@norce-kit/core';
import { isConsentId } from '@norce-kit/core/forwarding';
import type { Config } from './config.ts';
import { readAcceptedFailures } from './failures.ts';
import type { ExpectedBody } from './forward.ts';
import { isPromise, runHook } from './hooks.ts';
import { decodeSegment, isOrderId } from './ids.ts';
import type { Payload } from './payloads.ts';
import { readAttributes, readConsent, readConsents, readValidation } from './payloads.ts';
import { HttpProblem } from './problem.ts';
import { reduceOrder } from './project.ts';
import type { OrderOperation, RequestScope } from './scope.ts';

/** One operation that browsers can request. */
export interface Route {
  readonly operation: OrderOperation;
  readonly method: 'GET' | 'PATCH' | 'POST';
  /** Rest of the path after the order id. */
  readonly path: string;
  /** Checks the browser's body. Without it no body is read and none is sent. */
  readonly read?: (json: JsonValue, config: Config, consentId?: string) => Payload | Promise<Payload>;
  readonly expects: ExpectedBody;
  /** Takes the form of a page instead, and responds with a redirect. */
  readonly isForm?: boolean;
  /** Makes the browser's response body from the upstream one. Without it the response has none. */
  readonly respond?: (text: string, scope: RequestScope, config: Config) => string | Promise<string>;
}

const getOrder: Route = {
  operation: 'getOrder',
  method: 'GET',
  path: '',
  expects: 'order',
  respond: showOrder,
};
const patchConsent: Route = {
  operation: 'patchConsent',
  method: 'PATCH',
  path: '/consents/{consent_id}',
  expects: 'nothing',
  read: readConsent,
};

/** All routes. Everything else is 404 or 405, and nothing is sent upstream. */
export const routes: readonly Route[] = [
  getOrder,
  { operation: 'patchConsents', method: 'PATCH', path: '/consents', expects: 'nothing', read: readConsents },
  // The operation of the list: what a shop's hooks refuse of one, they refuse of the other.
  { operation: 'patchConsents', method: 'POST', path: '/consents', expects: 'nothing', isForm: true },
  patchConsent,
  {
    operation: 'patchAttributes',
    method: 'PATCH',
    path: '/attributes',
    expects: 'nothing',
    read: readAttributes,
  },
  {
    operation: 'createValidation',
    method: 'POST',
    path: '/validations',
    expects: 'nothing',
    read: readValidation,
  },
  {
    operation: 'validateOrder',
    method: 'POST',
    path: '/validate',
    expects: 'reasons',
    respond: showFailures,
  },
];

/** A matched request. Its path is built from checked parts, never from a piece of the browser's URL. */
export interface Target {
  readonly route: Route;
  readonly scope: RequestScope;
  readonly consentId: string | undefined;
  /** Path below the order API's base URL. */
  readonly path: string;
}

/** Routes that a path matches, whatever the method, and the ids in it. */
export interface PathMatch {
  readonly routes: readonly Route[];
  readonly orderId: string;
  readonly consentId: string | undefined;
  /** Path below the order API's base URL. */
  readonly path: string;
}

/** Path of the API's orders, with the slash before an id. */
export const ordersPath = '/api/v0/checkout/orders/';

/** Matches the path of a request, whichever way it is encoded. Throws `not-found` or `invalid-id`. */
export function matchPath(pathname: string, config: Config): PathMatch {
  const { formReturnTo } = config;
  const segments = segmentsBelow(config.mount, pathname);
  if (!segments) throw new HttpProblem('not-found');
  const [orderId = '', collection, consentId] = segments;
  if (!isOrderId(orderId)) throw new HttpProblem('invalid-id');
  // A decoded name may contain a slash, which must not count as a separator.
  if (collection?.includes('/')) throw new HttpProblem('not-found');
  const shape =
    (collection === undefined ? '' : `/${collection}`) + (consentId === undefined ? '' : '/{consent_id}');
  const found = config.routes.filter(
    ({ path, isForm }) => path === shape && (!isForm || formReturnTo.length > 0),
  );
  if (found.length === 0 || segments.length > 3) throw new HttpProblem('not-found');
  const path = ordersPath + orderId;
  if (consentId === undefined) return { routes: found, orderId, consentId, path: path + shape };
  if (!isConsentId(consentId)) throw new HttpProblem('invalid-id');
  return { routes: found, orderId, consentId, path: consentPath(orderId, consentId) };
}

/** Returns the decoded segments below the mount; undefined for a path outside of it. */
function segmentsBelow(mount: string, pathname: string): readonly string[] | undefined {
  // Almost every path: decoding the mount in each request showed in profiles.
  if (pathname.startsWith(mount)) return pathname.slice(mount.length).split('/').map(decodeSegment);
  const segments = pathname.split('/').map(decodeSegment);
  const names = mount.split('/').slice(0, -1);
  const isBelow = segments.length > names.length && names.every((name, index) => segments[index] === name);
  return isBelow ? segments.slice(names.length) : undefined;
}

const consentPath = (orderId: string, consentId: string) =>
  `${ordersPath}${orderId}/consents/${encodeURIComponent(consentId)}`;

/** Returns the target of a read of the order, for requests of the handler's own. */
export function orderTarget(orderId: string): Target {
  const scope: RequestScope = { orderId, operation: 'getOrder' };
  return { route: getOrder, scope, consentId: undefined, path: ordersPath + orderId };
}

/** Returns the target of the write of one answer in a form. */
export function answerTarget(scope: RequestScope, consentId: string): Target {
  return { route: patchConsent, scope, consentId, path: consentPath(scope.orderId, consentId) };
}

/** Selects the route of a method. Throws `method-not-allowed`. */
export function selectRoute({ routes: found, orderId, consentId, path }: PathMatch, method: string): Target {
  const route = found.find((candidate) => candidate.method === method);
  if (route) return { route, scope: { orderId, operation: route.operation }, consentId, path };
  throw new HttpProblem('method-not-allowed', { headers: { allow: methodsOf(found).join(', ') } });
}

export function methodsOf(found: readonly Route[]): readonly string[] {
  return found.map(({ method }) => method);
}

function showOrder(text: string, { orderId }: RequestScope, config: Config): string | Promise<string> {
  const order = parseOrder(text);
  const reduced = reduceOrder(order, orderId, config);
  const { project, hookTimeout, upstream } = config;
  if (!project) return JSON.stringify(reduced);
  const toJson = (shown: unknown) => toShownJson(shown, upstream.hasKey);
  return runHook('project', hookTimeout, () => {
    const shown = project(order, reduced);
    return isPromise(shown) ? Promise.resolve(shown).then(toJson) : toJson(shown);
  });
}

/** Returns the JSON of what `project` made of an order. */
function toShownJson(shown: unknown, hasKey: (text: string) => boolean): string {
  // The type leaves out undefined, the result for a function. A list and a date have JSON that is no order.
  const json = JSON.stringify(shown) as string | undefined;
  if (json?.startsWith('{') !== true) throw new TypeError('project must return an object.');
  if (hasKey(json)) throw new TypeError('project must not return the API key.');
  return json;
}

/**
 * Parses an upstream order. Throws `upstream-error` for anything else: JSON of a server on the way has no consents, and
 * would open the gate of a page. The published schema requires `merchant` of an order, and not `id`.
 */
export function parseOrder(text: string): Order {
  try {
    const order = JSON.parse(text) as Order | null;
    const isOrder =
      (order?.id ?? order?.merchant ?? order?.consents) !== undefined && Array.isArray(order?.consents ?? []);
    if (isOrder) return order as Order;
  } catch {
    // Handled below, like JSON of another shape.
  }
  throw new HttpProblem('upstream-error');
}

function showFailures(text: string, _scope: RequestScope, config: Config): string {
  const failures = readAcceptedFailures(text, config.validationMessages);
  if (!failures) throw new HttpProblem('upstream-error');
  return JSON.stringify(failures);
}
