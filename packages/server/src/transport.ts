/** One request to the order API, complete. */
export interface TransportRequest {
  readonly method: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path, which no URL parser changes. */
  readonly path: string;
  /** Headers of every request. Shared by all, so no transport may change them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Headers of this request, beside those. */
  readonly ownHeaders: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /**
   * Calls the listener when the response is no longer needed, so that request and socket can be given up. A signal for
   * each request would be costly: `onEnd(() => controller.abort())` makes one where a transport needs it.
   */
  readonly onEnd: (listener: () => void) => void;
  /** Must be called before the request is sent again. */
  readonly onRetry: () => void;
}

/** The parts of an upstream response that the handler reads. */
export interface TransportResponse {
  readonly status: number;
  readonly headers: { readonly get: (name: string) => string | null };
  /**
   * Reads the body to its end, once. Returns one that has arrived at once. Rejects with `upstream-error` beyond `max`
   * bytes, and never throws.
   */
  readonly readBytes: (max: number) => Uint8Array | Promise<Uint8Array>;
}

/** Sends one request without following redirects. Rejects when no response arrives, at the latest when `onEnd` calls. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** Maximum size of an upstream response in bytes. */
export const maxResponseBytes: number = 4 * 1024 * 1024;
/** Maximum size in bytes of a body that is read for its code and reasons only. */
export const maxReasonBytes: number = 64 * 1024;
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
