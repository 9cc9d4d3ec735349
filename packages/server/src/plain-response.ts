/** Status, headers and text of a response, without the cost of a `Response`. */
export interface PlainResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Facts and means of the server beside the request. */
export interface Host {
  /** Returns the whole request body if it arrived together with the headers. */
  readonly takeBody?: () => Uint8Array | undefined;
  /** Whether the body was read to its end before, such as by a body parser. */
  readonly isBodyRead?: () => boolean;
  /** Keeps the runtime running until the work has settled. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Returns the address of the other end of the socket. */
  readonly address?: (() => string | undefined) | undefined;
}

/** The handler behind every entry point. Node's entry point writes its result without a `Response` and a stream. */
export type PlainHandler = (request: Request, host: Host) => Promise<PlainResponse>;
