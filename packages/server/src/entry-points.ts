import type { OrderHandler } from './options.ts';
import type { PlainHandler } from './plain-response.ts';

const plainHandlers = new WeakMap<OrderHandler, PlainHandler>();

/** Returns the entry point for runtimes with fetch. */
export function toHandler(plainHandler: PlainHandler): OrderHandler {
  const handler: OrderHandler = async (request) => {
    const { status, headers, body = null } = await plainHandler(request);
    return new Response(body, { status, headers });
  };
  plainHandlers.set(handler, plainHandler);
  return handler;
}

/** Returns the plain handler behind an entry point, or undefined for a function that wraps one. */
export function plainHandlerOf(handler: OrderHandler): PlainHandler | undefined {
  return plainHandlers.get(handler);
}
