import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { plainHandlerOf } from './entry-points.ts';
import type { OrderHandler } from './options.ts';
import type { PlainResponse } from './plain-response.ts';

export { undiciTransport } from './undici-transport.ts';
export type { UndiciTransportOptions } from './undici-transport.ts';
export type { UndiciTransport } from './transport.ts';

/** A listener for `node:http`, Express, Connect and everything else that takes `(request, response)`. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

type Bindings = HttpBindings | Http2Bindings;

/**
 * Mounts the handler in a Node server. Mount it before body parsers: it reads bodies itself, within its own limits.
 * Express takes the mount path off `url`; the handler's `basePath` is the whole path, so it is put back.
 */
export function toNodeListener(handler: OrderHandler): NodeListener {
  const listener = getRequestListener(toCallback(handler), { overrideGlobalObjects: false });
  return (request, response) => {
    const { originalUrl } = request as { originalUrl?: unknown };
    if (typeof originalUrl === 'string') request.url = originalUrl;
    void listener(request, response);
  };
}

/** The library makes the request and cleans up after it; a `Response` and a stream around the body are saved. */
function toCallback(handler: OrderHandler): (request: Request, bindings: Bindings) => Promise<Response> {
  const plainHandler = plainHandlerOf(handler);
  if (!plainHandler) return handler;
  return async (request, { incoming, outgoing }) => {
    send(outgoing, await plainHandler(request, () => takeBody(incoming)));
    return RESPONSE_ALREADY_SENT;
  };
}

/**
 * As many bytes as the headers have announced, if they lie there and nobody has touched them: neither a body parser before
 * nor a hook that has looked at the request.
 */
function takeBody(incoming: Bindings['incoming']): Uint8Array | undefined {
  const isUntouched = incoming.readableFlowing === null && !incoming.readableDidRead;
  if (!isUntouched || incoming.readableLength !== Number(incoming.headers['content-length']))
    return undefined;
  const bytes = incoming.read() as Uint8Array | null;
  // Only a stream that flows comes to its end.
  incoming.resume();
  return bytes ?? undefined;
}

function send(outgoing: Bindings['outgoing'], { status, headers, body = '' }: PlainResponse): void {
  const length = { 'content-length': Buffer.byteLength(body) };
  outgoing.writeHead(status, status === 204 ? headers : Object.assign(length, headers));
  outgoing.end(body);
}
