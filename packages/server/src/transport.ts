import { concatBytes } from './bytes.ts';
import { HttpProblem } from './problem.ts';

/** One request to the order API, complete. */
export interface TransportRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /**
   * Calls the listener when the response is no longer needed, so that request and socket can be given up. A signal for
   * each request would be costly: `onEnd(() => controller.abort())` makes one where a transport needs it.
   */
  readonly onEnd: (listener: () => void) => void;
  /** Must be called before the request is sent again. */
  readonly onRetry: () => void;
}

/** The parts of an upstream response that the handler reads. A `Response` has them. */
export interface TransportResponse {
  readonly status: number;
  readonly headers: { readonly get: (name: string) => string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** Sends one request without following redirects. Rejects when no response arrives. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** Maximum size of an upstream response in bytes. */
export const maxResponseBytes: number = 4 * 1024 * 1024;
/** Maximum size in bytes of a body that is read for its code and reasons only. */
export const maxReasonBytes: number = 64 * 1024;
const utf8 = new TextDecoder();

/** Reads a body as text. Rejects with `upstream-error` beyond `max` bytes. */
export async function readText(body: TransportResponse['body'], max: number): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > max) throw new HttpProblem('upstream-error');
    chunks.push(chunk);
  }
  return utf8.decode(concatBytes(chunks, size));
}

/** Reads a body that is not needed to its end, so that the connection can be reused. Never rejects. */
export async function drain(body: TransportResponse['body']): Promise<void> {
  if (body !== null) await readText(body, maxReasonBytes).catch(() => undefined);
}

/** Shared by all copies of this package in a process: bundlers may include the two entry points separately. */
const transportKey: unique symbol = Symbol.for('norce-kit.transport');

/** Transport with sockets of its own, for `upstream.transport`. Made by `undiciTransport()`. */
export interface UndiciTransport {
  /** Opaque to callers. */
  readonly [transportKey]: unknown;
  /** Waits for running requests, then closes the sockets. For the shutdown of a server. */
  readonly close: () => Promise<void>;
}

/** Makes the opaque value that callers pass as `upstream.transport`. */
export function toUndiciTransport(transport: Transport, close: () => Promise<void>): UndiciTransport {
  return { [transportKey]: transport, close };
}

/** Returns the transport behind the opaque value, or undefined for anything else. */
export function transportOf(value: UndiciTransport): Transport | undefined {
  const transport = value[transportKey];
  return typeof transport === 'function' ? (transport as Transport) : undefined;
}
