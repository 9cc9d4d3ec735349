/** A request with its body read. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
}

/** Reads a request including its body. */
export async function readRequest(request: Request): Promise<PlainRequest> {
  const { method, url, headers } = request;
  return { method, url, headers, text: await request.text() };
}

/** Parses JSON; returns undefined if `text` is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Returns whether a JSON value is an object, not an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
