import type { Answer } from '../api/response.ts';

/** The answer with leave for pages of any origin to read it. */
export function withCors(answer: Answer): Answer {
  return { ...answer, headers: { 'access-control-allow-origin': '*', ...answer.headers } };
}

/** The answer to a browser that asks whether it may send `methods`. */
export function allowPreflight(methods: string): Answer {
  const headers = {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': 'authorization, content-type, x-merchant, x-channel, x-adapterid',
  };
  return withCors({ status: 204, headers, body: null });
}
