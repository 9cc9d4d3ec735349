/** What a request is answered, before there is a `Response`. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** The whole body of a request, where it has come together with its headers. */
export type TakeBody = () => Uint8Array | undefined;

/** The handler without a `Response` and without a stream: a server that needs neither saves their cost. */
export type Answerer = (request: Request, takeBody?: TakeBody) => Promise<Answer>;
