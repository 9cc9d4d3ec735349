import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { OrderHandler } from './options.ts';

export { undiciTransport } from './undici-transport.ts';
export type { UndiciTransport, UndiciTransportOptions } from './undici-transport.ts';

/** A listener for `node:http`, Express, Connect and everything else that takes `(request, response)`. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Mounts the handler in a Node server. Mount it before body parsers: it reads bodies itself, within its own limits.
 * Express takes the mount path off `url`; the handler's `basePath` is the whole path, so it is put back.
 */
export function toNodeListener(handler: OrderHandler): NodeListener {
  const listener = getRequestListener(handler, { overrideGlobalObjects: false });
  return (request, response) => {
    const { originalUrl } = request as { originalUrl?: unknown };
    if (typeof originalUrl === 'string') request.url = originalUrl;
    void listener(request, response);
  };
}
