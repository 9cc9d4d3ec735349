import type { Sandbox } from '../src/sandbox.ts';

/** Options of `sendRequest`. */
export interface RequestOptions {
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly version?: 'v0' | 'v1';
  readonly signal?: AbortSignal;
  readonly base?: string;
}

/** The headers of a request that the sandbox admits. */
export const validHeaders = {
  authorization: 'Bearer sandbox-key',
  'x-merchant': 'acme',
  'x-channel': 'acme-se',
  'content-type': 'application/json',
};

/** Sends a request to a path below `/checkout/orders`; `fetch` is that of the sandbox or the global one. */
export function sendRequest(
  fetch: Sandbox['fetch'],
  method: string,
  path: string,
  {
    headers = {},
    body,
    version = 'v0',
    signal,
    base = 'https://acme.example/checkout/order',
  }: RequestOptions = {},
): Promise<Response> {
  return fetch(`${base}/api/${version}/checkout/orders${path}`, {
    method,
    headers: { ...validHeaders, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Returns status and parsed body; an empty body is undefined. */
export async function readResponse(
  pending: Response | Promise<Response>,
): Promise<{ status: number; body: unknown }> {
  const response = await pending;
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}
