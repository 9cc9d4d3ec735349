import type { Agent } from 'undici';
import type { Transport, UpstreamAnswer, UpstreamCall } from './forward.ts';

/** Options of `undiciTransport`. */
export interface UndiciTransportOptions {
  /**
   * Sockets to the order API at most; requests beyond that wait.
   * @default 64
   */
  connections?: number;
  /**
   * Milliseconds an idle socket is kept, unless the order API says less.
   * @default 4_000
   */
  keepAliveTimeout?: number;
}

/** A transport with sockets of its own. */
export interface UndiciTransport extends Transport {
  /** Lets running requests end and closes the sockets; for the shutdown of a server. */
  readonly close: () => Promise<void>;
}

const closedByPeer: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * Sends upstream requests through undici with bounded keep-alive sockets. A GET or PATCH whose socket the order API was
 * just closing is sent once more: both mean the same when they arrive twice. Nothing else is ever repeated.
 */
export function undiciTransport(options: UndiciTransportOptions = {}): UndiciTransport {
  let agent: Promise<Agent> | undefined;
  // Loaded at the first request: importing this door costs nothing until then.
  const load = async () => {
    const { Agent } = await import('undici');
    return new Agent({
      connections: options.connections ?? 64,
      keepAliveTimeout: options.keepAliveTimeout ?? 4_000,
    });
  };
  const transport = async (call: UpstreamCall): Promise<UpstreamAnswer> => {
    const dispatcher = await (agent ??= load());
    try {
      return await send(dispatcher, call);
    } catch (error) {
      if (!isRepeatable(call, error)) throw error;
      call.onRepeat();
      return await send(dispatcher, call);
    }
  };
  return Object.assign(transport, { close: async () => await (await agent)?.close() });
}

async function send(dispatcher: Agent, call: UpstreamCall): Promise<UpstreamAnswer> {
  const { origin, pathname } = new URL(call.url);
  const { statusCode, headers, body } = await dispatcher.request({
    origin,
    path: pathname,
    method: call.method,
    headers: call.headers,
    body: call.body ?? null,
    signal: call.signal,
  });
  const get = (name: string) => {
    const value = headers[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  };
  return { status: statusCode, headers: { get }, body };
}

function isRepeatable({ method, signal }: UpstreamCall, error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return (method === 'GET' || method === 'PATCH') && !signal.aborted && closedByPeer.has(code);
}
