/** A request with its body read. */
export interface Message {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
}

/** Reads a request to its end. */
export async function toMessage(request: Request): Promise<Message> {
  const { method, url, headers } = request;
  return { method, url, headers, text: await request.text() };
}

/** The JSON in `text`; undefined if there is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether a JSON value is an object with members. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
