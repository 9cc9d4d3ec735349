/** A response before it becomes a `Response` or bytes on a socket. */
export interface PlainResponse {
  /** Status code. */
  readonly status: number;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body as text, or null without one. */
  readonly body: string | null;
}

/** The response to a successful write: 200 with an empty body, as documented. */
export const ok: PlainResponse = { status: 200, headers: {}, body: null };

/** Returns a response with a JSON body. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): PlainResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/**
 * Returns an error response. The order API uses `{ code, message }` as JSON where RFC 9457 has `type` and `detail`;
 * the codes are the published ones, the messages are those of the sandbox.
 */
export function problem(
  status: number,
  code: string,
  message: string,
  headers?: Record<string, string>,
): PlainResponse {
  return json(status, { code, message }, headers);
}

/** Returns a 400, for requests that are malformed or not allowed. */
export function badRequest(message: string): PlainResponse {
  return problem(400, 'order-bad-request', message);
}
