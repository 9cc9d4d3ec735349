import type { ServerResponse } from 'node:http';
import { IncomingMessage } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { plainHandlerOf } from './entry-points.ts';
import { limitTime } from './hooks.ts';
import type { FetchHandler } from './options.ts';
import type { Host } from './plain-response.ts';

export { undiciTransport } from './undici-transport.ts';
export type { UndiciDispatcher, UndiciTransportOptions } from './undici-transport.ts';
export type { UndiciTransport } from './transport.ts';

/** A listener for `node:http`, `node:http2`, Express, Connect and other servers that call `(request, response)`. */
export type NodeListener = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

type Bindings = HttpBindings | Http2Bindings;

/** Maximum time in ms, and number of bytes, for the rest of a body that was refused. */
const restTimeout = 2_000;
const restLimit = 16 * 2 ** 20;

/** A copy is the runtime's own response: of one that Hono has made in its place, the library would write headers again. */
const alreadySent = RESPONSE_ALREADY_SENT.clone();

/**
 * Returns a Node listener for the handler. Mount it before body parsers: it reads bodies itself, within its own limits.
 * It restores the mount path that Express removes from `url`, because `basePath` is the whole path.
 *
 * @example
 * app.use('/api/norce', toNodeListener(handler));
 */
export function toNodeListener(handler: FetchHandler): NodeListener {
  const listener = getRequestListener(toCallback(handler), { overrideGlobalObjects: false });
  return (request, response) => {
    const { originalUrl } = request as { originalUrl?: unknown };
    if (typeof originalUrl === 'string') request.url = originalUrl;
    completeRequest(request);
    void listener(request, response);
  };
}

/**
 * Fills in what adapters of serverless platforms leave out when they make the request of an event, and the library reads.
 * They set `headers` alone or leave numbers and text in them, where Node has one letter per byte, keep the whole body, and
 * may end the stream before it is read.
 */
function completeRequest(
  request: (IncomingMessage | Http2ServerRequest) & { readonly body?: unknown },
): void {
  const given: readonly unknown[] = request.rawHeaders;
  // Not of Node: Fastify without a socket, on AWS Lambda and in tests.
  const isOfNode = request instanceof IncomingMessage || request.httpVersionMajor === 2;
  if (isOfNode && given.length > 0 && given.every((part) => typeof part === 'string')) return;
  const rawHeaders = Object.entries<number | string | string[] | undefined>(request.headers).flatMap(
    ([name, values]) =>
      [values ?? []].flat().flatMap((value) => [name, Buffer.from(String(value)).toString('latin1')]),
  );
  Object.assign(request, { rawHeaders }, request.body instanceof Buffer && { rawBody: request.body });
}

/** The library creates the request and cleans up after it. Our own response skips the cost of a `Response` and a body stream. */
function toCallback(handler: FetchHandler): (request: Request, bindings: Bindings) => Promise<Response> {
  const plainHandler = plainHandlerOf(handler);
  if (!plainHandler) {
    return async (request, { incoming, outgoing }) => {
      const response = await handler(request);
      if (isArriving(incoming)) await readRest(request);
      return outgoing.headersSent ? alreadySent : response;
    };
  }
  return async (request, { incoming, outgoing }) => {
    const { status, headers, body = '' } = await plainHandler(request, hostOf(incoming));
    // The server may have responded meanwhile, such as `connect-timeout` of Express.
    if (outgoing.headersSent) return alreadySent;
    const length = Buffer.byteLength(body);
    outgoing.writeHead(
      status,
      status === 204 ? headers : Object.assign({ 'content-length': length }, headers),
    );
    if (isArriving(incoming)) {
      if (body !== '') (outgoing as ServerResponse).write(body);
      await readRest(request);
      outgoing.end();
    } else {
      // As latin1, Node copies ASCII several times as fast.
      outgoing.end(body, length === body.length ? 'latin1' : 'utf8');
    }
    return alreadySent;
  };
}

function hostOf(incoming: Bindings['incoming']): Host {
  return {
    takeBody: () => takeBody(incoming),
    isBodyRead: () => incoming.readableEnded,
    address: () => incoming.socket.remoteAddress,
  };
}

/**
 * Returns the body if all bytes that `content-length` announces are buffered and no body parser or hook has touched the
 * stream.
 */
function takeBody(incoming: Bindings['incoming']): Uint8Array | undefined {
  const isUntouched = incoming.readableFlowing === null && !incoming.readableDidRead;
  if (!isUntouched || incoming.readableLength !== Number(incoming.headers['content-length']))
    return undefined;
  const bytes = incoming.read() as Uint8Array | null;
  // A paused stream never emits `end`.
  incoming.resume();
  return bytes ?? undefined;
}

/** Whether a body is on its way on a connection of HTTP/1, which Node may close after the response. */
function isArriving(incoming: Bindings['incoming']): boolean {
  return incoming instanceof IncomingMessage && !incoming.complete;
}

/**
 * Reads the rest of a body that was refused, for a moment. A connection that closes while a body arrives is reset: nginx
 * then responds 502, and uses another server for a while.
 */
async function readRest({ body }: Request): Promise<void> {
  if (body === null || body.locked) return;
  const reader = body.getReader();
  const reading = (async () => {
    for (let bytes = 0; bytes < restLimit;) {
      const { done, value } = await reader.read();
      if (done) return;
      bytes += value.length;
    }
  })();
  await limitTime(reading, restTimeout).catch(() => undefined);
}
