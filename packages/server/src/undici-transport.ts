import type { Dispatcher } from 'undici';
import { concatBytes } from './bytes.ts';
import { decodeBytes } from './content-encoding.ts';
import { raceEnd } from './deadline.ts';
import { isPromise } from './hooks.ts';
import { HttpProblem } from './problem.ts';
import type { Transport, TransportRequest, TransportResponse, UndiciTransport } from './transport.ts';
import { maxResponseBytes, toUndiciTransport } from './transport.ts';
import { checkAmounts } from './option-amounts.ts';
import { optionError } from './option-error.ts';
import { checkNames } from './option-names.ts';
import { isTraced } from './trace.ts';

/** Options of `undiciTransport`. */
export interface UndiciTransportOptions {
  /**
   * Maximum number of sockets to the order API; further requests wait.
   * @default 512
   */
  connections?: number | undefined;
  /**
   * Time in ms an idle socket is kept open, unless the order API sends a shorter `keep-alive` timeout.
   * @default 4_000
   */
  keepAliveTimeout?: number | undefined;
  /**
   * Sends the requests instead of an own agent, such as a `ProxyAgent`, or an `Agent` with your certificate authority,
   * of undici 7 or 8. One of undici 6 rejects each request with `UND_ERR_INVALID_ARG`. The other options are then
   * ignored, and `close()` closes it.
   * @default an agent with the options above
   */
  dispatcher?: UndiciDispatcher | undefined;
}

/** The part of a dispatcher of undici 7 or 8 that the transport uses. */
export type UndiciDispatcher = Pick<Dispatcher, 'dispatch'> & { readonly close: () => Promise<void> };

const closedByPeer: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * Creates a transport that sends upstream requests through undici with a bounded number of keep-alive sockets. A GET or
 * PATCH whose socket the order API just closed is retried once, because both are idempotent. Other requests are never
 * retried.
 *
 * @throws TypeError when a number is not positive, and on Bun, whose own `undici` has no sockets to manage. Its `fetch` keeps
 * them open.
 * @example
 * const transport = undiciTransport({ connections: 64 });
 * const handler = createOrderHandler({ upstream: { ...upstream, transport }, authorize });
 * // At shutdown, once the server is closed.
 * await handler.idle();
 * await transport.close();
 */
export function undiciTransport(options: UndiciTransportOptions = {}): UndiciTransport {
  if ('Bun' in globalThis) {
    throw optionError(
      'Bun replaces undici by a part of it',
      'each request would fail',
      'omit `transport`, and requests go through the fetch of Bun',
      'undiciTransport',
    );
  }
  const names = { connections: true, keepAliveTimeout: true, dispatcher: true } as const;
  checkNames(options, names, 'undiciTransport');
  const { connections = 512, keepAliveTimeout = 4_000 } = options;
  checkAmounts({ connections, keepAliveTimeout }, 'undiciTransport');
  let dispatcher = options.dispatcher;
  let loading: Promise<UndiciDispatcher> | undefined;
  let closing: Promise<void> | undefined;
  // Loaded at the first request, to keep the import of this entry point cheap.
  const load = async () => {
    const { Agent } = await import('undici').catch((error: unknown) => {
      // Not for good: the process may have no free file descriptor for a moment.
      loading = undefined;
      throw error;
    });
    return (dispatcher = new Agent({ connections, keepAliveTimeout, maxResponseSize: maxResponseBytes }));
  };
  const sendFirst = async (request: TransportRequest) => {
    const loaded = await (loading ??= load());
    // Datadog traces undici once it is loaded, after the headers of this request were made.
    return await send(loaded, isTraced() ? withoutTrace(request) : request);
  };
  const transport: Transport = (request) => {
    if (closing) return Promise.reject(closedError());
    return dispatcher ? send(dispatcher, request) : raceEnd(request.onEnd, sendFirst(request));
  };
  const close = async () => await (dispatcher ?? (await loading))?.close();
  return toUndiciTransport(transport, () => (closing ??= close()));
}

function closedError(): Error {
  return Object.assign(new Error('The transport is closed.'), { code: 'TRANSPORT_CLOSED' });
}

/**
 * Sends a request, and once more if its socket was just closed. Uses `dispatch` instead of `request`: most responses have no
 * body, and a stream for each would dominate the cost.
 */
function send(
  dispatcher: UndiciDispatcher,
  request: TransportRequest,
  mayRepeat = true,
): Promise<TransportResponse> {
  const { origin, path, method, body = null } = request;
  const headers = Object.assign({ 'accept-encoding': 'identity' }, request.headers, request.ownHeaders);
  // One promise: each `catch` and `race` would add another one, and this runs for each request.
  return new Promise((resolve, reject) => {
    const inbox = createInbox();
    let isSettled = false;
    // The request may wait for a socket.
    request.onEnd(() => {
      isSettled = true;
      reject(new HttpProblem('upstream-timeout'));
    });
    dispatcher.dispatch(
      { origin, path, method, headers, body },
      {
        onRequestStart: (controller) =>
          request.onEnd(() => controller.abort(new Error('The response is no longer needed.'))),
        onResponseStart: (_, status, received) => {
          // Ignore interim responses (1xx).
          if (status < 200) return;
          isSettled = true;
          resolve(toResponse(status, received, inbox));
        },
        onResponseData: (controller, chunk) => {
          // An own dispatcher may have no limit.
          if (!inbox.add(chunk)) controller.abort(new Error('The response is too large.'));
        },
        onResponseEnd: () => inbox.end(),
        onResponseError: (_, error) => {
          inbox.end(error);
          if (!isSettled && mayRepeat && isRepeatable(request, error)) {
            request.onRetry();
            resolve(send(dispatcher, request, false));
          } else reject(error);
        },
      },
    );
  });
}

function withoutTrace(request: TransportRequest): TransportRequest {
  const { traceparent: _parent, tracestate: _state, ...ownHeaders } = request.ownHeaders;
  return { ...request, ownHeaders };
}

interface Inbox {
  /** Returns whether the response is still small enough. */
  readonly add: (chunk: Uint8Array) => boolean;
  /** Ends the response, with the error that cut it off. */
  readonly end: (error?: Error) => void;
  /** Returns all bytes of the response, or a promise while they are on their way. */
  readonly read: () => Uint8Array | Promise<Uint8Array>;
}

/** Collects the chunks of a response. */
function createInbox(): Inbox {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isEnded = false;
  let failure: Error | undefined;
  let onEnd: (() => void) | undefined;
  return {
    add: (chunk) => {
      chunks.push(chunk);
      size += chunk.byteLength;
      return size <= maxResponseBytes;
    },
    end: (error) => {
      if (isEnded) return;
      isEnded = true;
      failure = error;
      onEnd?.();
    },
    read: () => {
      // Of almost every response. A promise for each showed in profiles.
      if (isEnded && !failure) return concatBytes(chunks, size);
      return new Promise((resolve, reject) => {
        onEnd = () => (failure ? reject(failure) : resolve(concatBytes(chunks, size)));
        if (isEnded) onEnd();
      });
    },
  };
}

function toResponse(
  status: number,
  headers: Dispatcher.ResponseData['headers'],
  inbox: Inbox,
): TransportResponse {
  const get = (name: string) => {
    const value = headers[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  };
  const encoding = headers['content-encoding'];
  const decode = async (reading: Uint8Array | Promise<Uint8Array>, max: number) => {
    const bytes = await reading;
    if (bytes.byteLength > max) throw new HttpProblem('upstream-error');
    if (encoding === undefined || bytes.byteLength === 0) return bytes;
    return await decodeBytes(Array.isArray(encoding) ? encoding.join() : encoding, bytes, max);
  };
  const readBytes = (max: number) => {
    const reading = inbox.read();
    const isPlain = encoding === undefined && !isPromise(reading) && reading.byteLength <= max;
    return isPlain ? reading : decode(reading, max);
  };
  return { status, headers: { get }, readBytes };
}

function isRepeatable({ method }: TransportRequest, error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return (method === 'GET' || method === 'PATCH') && closedByPeer.has(code);
}
