import type { JsonValue, Order } from '@norce-kit/core';
import type { ConnectionOptions } from '@norce-kit/core/forwarding';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ConsentLog } from './consent-log.ts';
import type { HandlerEvent } from './events.ts';
import type { ReducedOrder } from './project.ts';
import type { RequestScope } from './scope.ts';
import type { UndiciTransport } from './transport.ts';
import type { ValidationTarget, TrustedValidations } from './validations.ts';

/** Says whether this browser may do this to this order. */
export type Authorize = (request: Request, scope: RequestScope) => boolean | Promise<boolean>;

/** The handler: a function from request to response, as every runtime with fetch can mount it. */
export type OrderHandler = (request: Request) => Promise<Response>;

/** Address of the order API, the credentials for it, and how requests are sent. */
export type Upstream = ConnectionOptions & {
  /**
   * Sends requests without fetch: the result of `undiciTransport()` of `@norce-kit/server/node`. Replaces `fetch`.
   */
  readonly transport?: UndiciTransport | undefined;
};

/** Attribute keys a browser may write, or a schema that the written attributes must satisfy. */
export type AttributeRule =
  readonly string[] | StandardSchemaV1<unknown, Readonly<Record<string, JsonValue>>>;

/** Options of `createOrderHandler`. */
export interface OrderHandlerOptions {
  /** Where requests go, and the credentials they get. */
  upstream: Upstream;
  /** Decides for each request whether this browser may touch this order. `false` answers 403, a throw 500. */
  authorize: Authorize;
  /**
   * Path below which the handler is mounted, as requests show it.
   * @default '/api/norce'
   */
  basePath?: string | undefined;
  /**
   * Other origins whose pages may use the handler with credentials, such as `https://checkout.shop.example`.
   * Name the shop's own origin too if it serves browsers without `Sec-Fetch-Site` from behind a proxy that
   * hides the public host or https from this process.
   * @default []
   */
  trustedOrigins?: readonly string[] | undefined;
  /**
   * What to do with requests that carry neither `Origin` nor `Sec-Fetch-Site`: reads by old browsers (Safari
   * before 16.4), and programs that are no browser. `'reads'` lets GET pass, `true` everything.
   * @default false
   */
  allowMissingOrigin?: boolean | 'reads' | undefined;
  /**
   * Attribute keys a browser may write, or a Standard Schema for them. Without it the operation does not exist.
   * Let a schema refuse unknown keys: what it strips is lost without a word.
   */
  attributes?: AttributeRule | undefined;
  /** What `{ "name": … }` may register. Without any the operation does not exist. */
  validations?: Readonly<Record<string, ValidationTarget>> | undefined;
  /**
   * Lets browsers choose the address of a validation, below these origins and written in the canonical way. Leave it
   * out unless a UI needs it: whoever may write to an order then decides who is called about it.
   */
  trustedValidations?: TrustedValidations | undefined;
  /**
   * Passes the `message` of a failed validation on. It is text of the validator, for developers, in its language.
   * @default false
   */
  validationMessages?: boolean | undefined;
  /**
   * What a browser may see of the order. Gets the order as the API has it, and the reduced form that is the
   * default; must keep `id`.
   * @default id, state, culture, currency, country, cart names and totals, consents, writable attributes,
   * named validations
   */
  project?: ((order: Order, reduced: ReducedOrder) => unknown) | undefined;
  /**
   * Asked before `authorize`. `true` or nothing lets the request pass; `false` answers 429, a number 429 with
   * that many seconds as `Retry-After`. A throw answers 500.
   */
  rateLimit?:
    ((request: Request, scope: RequestScope) => RateLimitResult | Promise<RateLimitResult>) | undefined;
  /** Gets every confirmed answer to a consent, with this server's time and a keyed hash. */
  consentLog?: ConsentLog | undefined;
  /** Gets one redacted event for each request. What it throws is ignored. */
  onEvent?: ((event: HandlerEvent) => void | Promise<void>) | undefined;
  /**
   * Milliseconds for one upstream request, headers and body together.
   * @default 10_000
   */
  timeout?: number | undefined;
  /**
   * Milliseconds a browser may take to deliver a body.
   * @default 10_000
   */
  bodyTimeout?: number | undefined;
  /**
   * Bytes a browser's body may have.
   * @default 65_536
   */
  maxBodyBytes?: number | undefined;
}

/** Result of the `rateLimit` hook. */
export type RateLimitResult = boolean | number | undefined;
