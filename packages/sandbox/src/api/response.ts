/** What the order service answers, before it becomes a `Response` or bytes on a socket. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** The answer to a write: 200 and nothing in the body, as the API documents it. */
export const done: Answer = { status: 200, headers: {}, body: null };

/** An answer with a JSON body. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** An error in the API's form; the codes are the published ones, the messages ours. */
export function refuse(
  status: number,
  code: string,
  message: string,
  headers?: Record<string, string>,
): Answer {
  return json(status, { code, message }, headers);
}

/** A 400, for requests that are malformed or not allowed. */
export function badRequest(message: string): Answer {
  return refuse(400, 'order-bad-request', message);
}
