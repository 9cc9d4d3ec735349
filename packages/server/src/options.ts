import type { JsonValue, Order } from '@norce-kit/core';
import type { ConnectionOptions } from '@norce-kit/core/forwarding';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ConsentLog } from './consent-log.ts';
import type { HandlerEvent } from './events.ts';
import type { ReducedOrder } from './project.ts';
import type { RequestScope } from './scope.ts';
import type { UndiciTransport } from './transport.ts';
import type { ValidationTarget, TrustedValidations } from './validations.ts';

/** Returns whether this browser may perform this operation on this order. */
export type Authorize = (request: Request, scope: RequestScope) => boolean | Promise<boolean>;

/** A function from `Request` to `Response`. */
export type FetchHandler = (request: Request) => Promise<Response>;

/**
 * Result of a form with consents.
 *
 * - `unchanged`: the shopper changed nothing; nothing was written.
 * - `saved`: the order holds each changed answer.
 * - `changed`: the order holds another value than a box of the form had, because it was changed elsewhere.
 * - `not-saved`: at least one answer was not written.
 * - `unknown`: at least one answer may or may not have been written.
 *
 * If several apply to the answers of a form, the result is the last of them in this list.
 */
export type ConsentFormResult = 'unchanged' | 'saved' | 'changed' | 'not-saved' | 'unknown';

/** Order and origin of a form that a server of the shop received. */
export interface ConsentFormScope {
  /** Id of the order that the page showed. */
  readonly orderId: string;
  /** Headers of the request with the form. */
  readonly headers: Headers;
}

/** The handler: a function from `Request` to `Response`, for any runtime with fetch. */
export interface OrderHandler {
  /**
   * Responds to a request. Pass on the further arguments of the server: the handler uses `waitUntil` of Workers, Hono
   * and Netlify, and the client's address of Deno and Bun.
   */
  (request: Request, ...platform: readonly unknown[]): Promise<Response>;
  /**
   * Resolves when no request is under way and nothing is left to be written to `consentLog` and `onEvent`. For a
   * shutdown: stop accepting requests, then wait for it.
   */
  readonly idle: () => Promise<void>;
  /**
   * Writes the consents in a form that the shop's own code received, such as a React 19 form action. Makes the checks of
   * a request, `Origin` and `authorize` included, and ignores further fields. Rejects only with a `TypeError`, for
   * arguments of another type.
   *
   * @example
   * async function saveConsents(orderId: string, form: FormData, headers: Headers) {
   *   return await handler.submitConsents(form, { orderId, headers });
   * }
   */
  readonly submitConsents: (
    form: Iterable<readonly [name: string, value: unknown]>,
    scope: ConsentFormScope,
  ) => Promise<ConsentFormResult>;
}

/** Facts about the other end of a request. */
export interface RequestClient {
  /**
   * Address of the client: of the socket, or behind `trustedProxies` of `X-Forwarded-For`. Undefined where the runtime
   * offers none; on Cloudflare use the header `cf-connecting-ip`.
   */
  readonly address: string | undefined;
}

/** Address of the order API, the credentials for it, and how requests are sent. */
export type Upstream = ConnectionOptions & {
  /**
   * Sends requests without fetch: the result of `undiciTransport()` of `@norce-kit/server/node`. Replaces `fetch`.
   */
  readonly transport?: UndiciTransport | undefined;
};

/** Attribute keys that browsers may write, or a Standard Schema that the written attributes must match. */
export type AttributeRule =
  | readonly string[]
  | StandardSchemaV1<unknown, Readonly<Record<string, JsonValue>>>;

/** Options of `createOrderHandler`. */
export interface OrderHandlerOptions {
  /** Address of the order API and the credentials for it. */
  upstream: Upstream;
  /** Decides for each request whether the browser may use the order. `false` gives 403, an error 500. */
  authorize: Authorize;
  /**
   * Path of the mount in request URLs.
   * @default '/api/norce'
   */
  basePath?: string | undefined;
  /**
   * Other origins whose pages may use the handler with credentials, such as `https://checkout.shop.example`.
   * Add the shop's own origin if a proxy hides the public host or https from this process and browsers without
   * `Sec-Fetch-Site` are supported.
   * @default []
   */
  trustedOrigins?: readonly string[] | undefined;
  /**
   * Accepts requests with neither `Origin` nor `Sec-Fetch-Site`: reads of old browsers (Safari before 16.4) and
   * programs other than browsers. `'reads'` accepts GET, `true` everything.
   * @default false
   */
  allowMissingOrigin?: boolean | 'reads' | undefined;
  /**
   * Paths to which the response to a form of a page without JavaScript redirects, with `?consents=` and the
   * `ConsentFormResult` unless it is `unchanged`. `{order_id}` is replaced by the order's id. The redirect goes to the first
   * path, or to the one in `?return-to=` of the form's `action`. Write a page of `trustedOrigins` as a whole URL.
   * @default none: no form is accepted
   */
  formReturnTo?: string | readonly string[] | undefined;
  /**
   * Attribute keys that browsers may write, or a Standard Schema. A schema should reject unknown keys: keys that it
   * strips are lost silently.
   * @default none: the operation does not exist
   */
  attributes?: AttributeRule | undefined;
  /**
   * Validations that browsers may register by name, as `{ "name": … }`.
   * @default none: the operation does not exist
   */
  validations?: Readonly<Record<string, ValidationTarget>> | undefined;
  /**
   * Accepts validations by address below these origins, in canonical spelling. Any browser with access to an order
   * then chooses which URL the order API calls, so set it only if a UI needs it.
   * @default none
   */
  trustedValidations?: TrustedValidations | undefined;
  /**
   * Passes on the `message` of failed validations: text by the validator, meant for developers, in its own language.
   * @default false
   */
  validationMessages?: boolean | undefined;
  /**
   * Returns the part of the order that browsers see. Receives the order of the API and the default, reduced form. The
   * result must be an object with the `id`; an error gives 500. It must have the evidence of consents among its
   * attributes, because a browser adds a record to those that it reads.
   * @default id, state, culture, currency, country, cart names and totals, consents, writable attributes (with a schema
   * only the evidence of consents), named validations
   */
  project?: ((order: Order, reduced: ReducedOrder) => unknown) | undefined;
  /**
   * Runs before `authorize`, with the address of the client. `true` or undefined accepts the request, `false` gives 429,
   * a number gives 429 with that many seconds as `Retry-After`. An error gives 500. The result of `createRateLimit`
   * accepts the request if it is late.
   * @default none: no limit
   */
  rateLimit?:
    | ((
        request: Request,
        scope: RequestScope,
        client: RequestClient,
      ) => RateLimitResult | Promise<RateLimitResult>)
    | undefined;
  /**
   * Number of proxies in front of this process that add to `X-Forwarded-For`.
   * @default 0: the header is ignored
   */
  trustedProxies?: number | undefined;
  /**
   * Stores each confirmed consent answer with this server's time and a keyed hash.
   * @default none
   */
  consentLog?: ConsentLog | undefined;
  /** Receives one redacted event per request. Its errors are ignored. */
  onEvent?: ((event: HandlerEvent) => void | Promise<void>) | undefined;
  /**
   * Keeps the runtime running for work after the response: `after` of Next.js, or `waitUntil` of `@vercel/functions`.
   * Not needed where the server passes a context with `waitUntil` to the handler.
   * @default the context's; without one, the response comes after the work on Workers and edge runtimes, AWS Lambda,
   * Cloud Run, Google Cloud Functions and Vercel
   */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /**
   * Timeout of one call of a hook in ms: `authorize`, `rateLimit`, `attributes`, `project`, `consentLog`, `onEvent` and
   * `apiKey`. A late hook counts as one that throws.
   * @default 5_000
   */
  hookTimeout?: number | undefined;
  /**
   * Maximum number of requests of one order that run upstream side by side; further ones wait, within `timeout`. An
   * order that hangs then leaves the sockets to the others.
   * @default 8
   */
  maxPerOrder?: number | undefined;
  /**
   * Request header whose value becomes the correlation id, such as `x-request-id` of a proxy. Only for a header that
   * your proxy sets: a browser could choose it otherwise. The id goes upstream as `x-request-id`. `correlationId` of an
   * `OrderApiError` has it only if it is as long as a UUID.
   * @default none: the handler makes an id
   */
  requestIdHeader?: string | undefined;
  /**
   * Whether the `traceparent` and `tracestate` of the page go upstream. They never do while OpenTelemetry or another
   * agent traces this process, which sends its own.
   * @default true
   */
  traceContext?: boolean | undefined;
  /**
   * Further request headers that pages of `trustedOrigins` may send, such as `baggage` and `sentry-trace`. They are
   * accepted, and not forwarded.
   * @default []
   */
  preflightHeaders?: readonly string[] | undefined;
  /**
   * Timeout of one upstream request in ms, including the response body.
   * @default 10_000
   */
  timeout?: number | undefined;
  /**
   * Timeout of a browser's request body in ms.
   * @default 10_000
   */
  bodyTimeout?: number | undefined;
  /**
   * Maximum size of a browser's request body in bytes.
   * @default 65_536
   */
  maxBodyBytes?: number | undefined;
}

/** Result of the `rateLimit` hook: accepted, rejected, or rejected with the seconds to wait. */
export type RateLimitResult = boolean | number | undefined;
