import type { Transport } from './transport.ts';

/** Returns a transport that uses `fetch`, by default the global one at the time of each request. */
export function fetchTransport(fetch?: (request: Request) => Promise<Response>): Transport {
  // Next.js caches fetch by default; Workers with an older compatibility date throw at the name of the option.
  const cache = 'cache' in Request.prototype ? ({ cache: 'no-store' } as const) : {};
  return ({ url, method, headers, body = null, onEnd }) => {
    const controller = new AbortController();
    const init = { method, headers, body, signal: controller.signal, redirect: 'manual', ...cache } as const;
    const request = new Request(url, init);
    onEnd(() => {
      // Reading the request's own signal keeps the request alive: once Node collects it, aborting no longer reaches fetch.
      if (!request.signal.aborted) controller.abort();
    });
    return (fetch ?? globalThis.fetch)(request);
  };
}
