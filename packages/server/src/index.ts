export { createOrderHandler } from './handler.ts';
export { orderCookie } from './cookie.ts';
export { hashConsentAnswer } from './consent-log.ts';

export type {
  AttributeRule,
  Authorize,
  ConsentFormResult,
  ConsentFormScope,
  FetchHandler,
  OrderHandler,
  OrderHandlerOptions,
  RateLimitResult,
  RequestClient,
  Upstream,
} from './options.ts';
export type { ConsentAnswerEntry, ConsentLog, LoggedConsentAnswer } from './consent-log.ts';
export type { OrderCookie, OrderCookieOptions } from './cookie.ts';
export type { ConsentLogEvent, HandlerEvent, RequestEvent } from './events.ts';
export type { HookName } from './hook-name.ts';
export type { ProblemName } from './problem.ts';
export type { ReducedConsent, ReducedItem, ReducedOrder, ReducedPrice } from './project.ts';
export type { OrderOperation, RequestScope } from './scope.ts';
export type { ValidationTarget, TrustedValidations } from './validations.ts';
