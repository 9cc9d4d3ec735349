import type { Agent, Dispatcher } from 'undici';
import type { Transport, TransportRequest, TransportResponse, UndiciTransport } from './transport.ts';
import { maxResponseBytes, toUndiciTransport } from './transport.ts';

/** Options of `undiciTransport`. */
export interface UndiciTransportOptions {
  /**
   * Sockets to the order API at most; requests beyond that wait.
   * @default 64
   */
  connections?: number | undefined;
  /**
   * Milliseconds an idle socket is kept, unless the order API says less.
   * @default 4_000
   */
  keepAliveTimeout?: number | undefined;
}

const closedByPeer: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * Sends upstream requests through undici with bounded keep-alive sockets. A GET or PATCH whose socket the order API was
 * just closing is sent once more: both mean the same when they arrive twice. Nothing else is ever repeated.
 */
export function undiciTransport(options: UndiciTransportOptions = {}): UndiciTransport {
  const { connections = 64, keepAliveTimeout = 4_000 } = options;
  let agent: Agent | undefined;
  let loading: Promise<Agent> | undefined;
  // Loaded at the first request: importing this door costs nothing until then.
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

/** `dispatch` and not `request`: most answers have no body, and a stream for each would cost more than all the rest. */
function send(dispatcher: Agent, request: TransportRequest): Promise<TransportResponse> {
  const { method, headers, body = null } = request;
  const { origin, pathname: path } = new URL(request.url);
  return new Promise((resolve, reject) => {
    const inbox = createInbox();
    dispatcher.dispatch(
      { origin, path, method, headers, body },
      {
        onRequestStart: (controller) =>
          request.onEnd(() => controller.abort(new Error('Nobody waits for the answer.'))),
        onResponseStart: (_, status, received) => {
          // An interim answer (1xx) is none.
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

/** Holds what comes of an answer until it is whole: `maxResponseSize` bounds it. */
function createInbox() {
  const chunks: Uint8Array[] = [];
  let end!: () => void;
  let fail!: (reason: Error) => void;
  const ended = new Promise<void>((resolve, reject) => ([end, fail] = [resolve, reject]));
  // Nobody may ever read it.
  ended.catch(() => undefined);
  const read = () => {
    const entries = chunks.values();
    // No generator, which would cost as much as all the rest.
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
