import type { Answerer } from './plain-response.ts';
import type { OrderHandler } from './options.ts';

const answerers = new WeakMap<OrderHandler, Answerer>();

/** The door that every runtime has. */
export function toHandler(answerer: Answerer): OrderHandler {
  const handler: OrderHandler = async (request) => {
    const { status, headers, body = null } = await answerer(request);
    return new Response(body, { status, headers });
  };
  answerers.set(handler, answerer);
  return handler;
}

/** What is behind a handler, for other doors. Undefined for a function that a shop has put around one. */
export function answererOf(handler: OrderHandler): Answerer | undefined {
  return answerers.get(handler);
}
