import { concatBytes } from './bytes.ts';
import { raceEnd } from './deadline.ts';
import { HttpProblem } from './problem.ts';
import type { Transport } from './transport.ts';

/** Returns a transport that uses `fetch`, by default the global one at the time of each request. */
export function fetchTransport(fetch?: (request: Request) => Promise<Response>): Transport {
  // Next.js caches fetch by default; Workers with an older compatibility date throw at the name of the option.
  const cache = 'cache' in Request.prototype ? ({ cache: 'no-store' } as const) : {};
  const send: Transport = async ({ origin, path, method, headers, ownHeaders, body = null, onEnd }) => {
    const controller = new AbortController();
    const all = { ...headers, ...ownHeaders };
    const init = {
      method,
      headers: all,
      body,
      signal: controller.signal,
      redirect: 'manual',
      ...cache,
    } as const;
    const request = new Request(origin + path, init);
    onEnd(() => {
      // Reading the request's own signal keeps the request alive: once Node collects it, aborting no longer reaches fetch.
      if (!request.signal.aborted) controller.abort();
    });
    const response = await (fetch ?? globalThis.fetch)(request);
    return {
      status: response.status,
      headers: response.headers,
      readBytes: (max) => readBytes(response.body, max),
    };
  };
  // An own fetch may ignore the signal.
  return (request) => raceEnd(request.onEnd, send(request));
}

async function readBytes(body: AsyncIterable<Uint8Array> | null, max: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > max) throw new HttpProblem('upstream-error');
    chunks.push(chunk);
  }
  return concatBytes(chunks, size);
}
