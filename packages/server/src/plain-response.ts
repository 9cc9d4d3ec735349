/** Status, headers and text of a response, without the cost of a `Response`. */
export interface PlainResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Returns the whole request body if it arrived together with the headers. */
export type TakeBody = () => Uint8Array | undefined;

/** The handler behind every entry point. Node's entry point writes its result without a `Response` and a stream. */
export type PlainHandler = (request: Request, takeBody?: TakeBody) => Promise<PlainResponse>;
