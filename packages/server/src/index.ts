export { createOrderHandler } from './handler.ts';
export { orderCookie } from './cookie.ts';

export type {
  AttributeRule,
  Authorize,
  Environment,
  NamedValidation,
  OrderHandler,
  OrderHandlerOptions,
  OrderOperation,
  RateLimitAnswer,
  RequestScope,
  Upstream,
} from './options.ts';
export type { OrderCookie, OrderCookieOptions } from './cookie.ts';
export type { OrderEvent } from './events.ts';
export type { ProblemName } from './problem.ts';
export type { ReducedItem, ReducedOrder } from './project.ts';
export type { Transport, UpstreamAnswer, UpstreamCall } from './forward.ts';
