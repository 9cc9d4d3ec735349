import type { Agent, Dispatcher } from 'undici';
import type { Transport, TransportRequest, TransportResponse, UndiciTransport } from './transport.ts';
import { maxResponseBytes, toUndiciTransport } from './transport.ts';

/** Options of `undiciTransport`. */
export interface UndiciTransportOptions {
  /**
   * Maximum number of sockets to the order API; further requests wait.
   * @default 64
   */
  connections?: number | undefined;
  /**
   * Time in ms an idle socket is kept open, unless the order API sends a shorter `keep-alive` timeout.
   * @default 4_000
   */
  keepAliveTimeout?: number | undefined;
}

const closedByPeer: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * Creates a transport that sends upstream requests through undici with a bounded number of keep-alive sockets. A GET or
 * PATCH whose socket the order API just closed is retried once, because both are idempotent. Other requests are never
 * retried.
 *
 * @example
 * const transport = undiciTransport({ connections: 64 });
 * const handler = createOrderHandler({ upstream: { ...upstream, transport }, authorize });
 * process.once('SIGTERM', () => void transport.close());
 */
export function undiciTransport(options: UndiciTransportOptions = {}): UndiciTransport {
  const { connections = 64, keepAliveTimeout = 4_000 } = options;
  let agent: Agent | undefined;
  let loading: Promise<Agent> | undefined;
  // Loaded at the first request, to keep the import of this entry point cheap.
  const load = async () => {
    const { Agent } = await import('undici');
    return (agent = new Agent({ connections, keepAliveTimeout, maxResponseSize: maxResponseBytes }));
  };
  const transport: Transport = async (request) => {
    const dispatcher = agent ?? (await (loading ??= load()));
    try {
      return await send(dispatcher, request);
    } catch (error) {
      if (!isRepeatable(request, error)) throw error;
      request.onRetry();
      return await send(dispatcher, request);
    }
  };
  return toUndiciTransport(transport, async () => await (await loading)?.close());
}

/** Uses `dispatch` instead of `request`: most responses have no body, and a stream for each would dominate the cost. */
function send(dispatcher: Agent, request: TransportRequest): Promise<TransportResponse> {
  const { method, headers, body = null } = request;
  const { origin, pathname: path } = new URL(request.url);
  return new Promise((resolve, reject) => {
    const inbox = createInbox();
    dispatcher.dispatch(
      { origin, path, method, headers, body },
      {
        onRequestStart: (controller) =>
          request.onEnd(() => controller.abort(new Error('The response is no longer needed.'))),
        onResponseStart: (_, status, received) => {
          // Ignore interim responses (1xx).
          if (status >= 200) resolve(toResponse(status, received, inbox.read));
        },
        onResponseData: (_, chunk) => inbox.chunks.push(chunk),
        onResponseEnd: () => inbox.end(),
        onResponseError: (_, error) => {
          inbox.fail(error);
          reject(error);
        },
      },
    );
  });
}

/** Collects the chunks of a response; `maxResponseSize` bounds them. */
function createInbox() {
  const chunks: Uint8Array[] = [];
  let end!: () => void;
  let fail!: (reason: Error) => void;
  const ended = new Promise<void>((resolve, reject) => ([end, fail] = [resolve, reject]));
  // Avoids an unhandled rejection when the body is not read.
  ended.catch(() => undefined);
  const read = () => {
    const entries = chunks.values();
    // A generator would cost as much as the rest of the request.
    return { next: async () => (await ended, entries.next()) };
  };
  return { chunks, end, fail, read };
}

function toResponse(
  status: number,
  headers: Dispatcher.ResponseData['headers'],
  read: () => AsyncIterator<Uint8Array>,
): TransportResponse {
  const get = (name: string) => {
    const value = headers[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  };
  return {
    status,
    headers: { get },
    body: get('content-length') === '0' ? null : { [Symbol.asyncIterator]: read },
  };
}

function isRepeatable({ method }: TransportRequest, error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return (method === 'GET' || method === 'PATCH') && closedByPeer.has(code);
}
