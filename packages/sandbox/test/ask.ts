import type { Sandbox } from '../src/sandbox.ts';

/** What a test sends: method and path below `/api/v0/checkout/orders`, with the headers of a rightful caller. */
export interface Ask {
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly version?: 'v0' | 'v1';
  readonly signal?: AbortSignal;
  readonly base?: string;
}

export const rightful = {
  authorization: 'Bearer sandbox-key',
  'x-merchant': 'acme',
  'x-channel': 'acme-se',
  'content-type': 'application/json',
};

/** Sends one request as any client would; `fetch` may be the sandbox or the real one. */
export function ask(
  fetch: Sandbox['fetch'],
  method: string,
  path: string,
  { headers = {}, body, version = 'v0', signal, base = 'https://acme.example/checkout/order' }: Ask = {},
): Promise<Response> {
  return fetch(`${base}/api/${version}/checkout/orders${path}`, {
    method,
    headers: { ...rightful, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Status and parsed body; an empty body is undefined. */
export async function read(answer: Response | Promise<Response>): Promise<{ status: number; body: unknown }> {
  const response = await answer;
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}
