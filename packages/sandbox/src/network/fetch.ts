import type { PlainRequest } from '../api/request.ts';
import { readRequest } from '../api/request.ts';
import type { PlainResponse } from '../api/response.ts';
import type { Outcome } from './outcome.ts';
import { cutBody } from './outcome.ts';
import { loginPage } from './apply-faults.ts';

type Pipeline = (request: PlainRequest) => Promise<Outcome>;
type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

// While no response arrives, only this set refers to a request. Without it a garbage-collected request loses the
// abort of its `signal`.
const pending = new Set<{ readonly request: Request }>();

/** Creates a `fetch` that resolves or rejects as the real one does for each outcome of the pipeline. */
export function createFetch(pipeline: Pipeline): Fetch {
  return async (input, init) => {
    const request =
      input instanceof Request && init === undefined ? input : new Request(toAbsolute(input), init);
    const entry = { request };
    pending.add(entry);
    try {
      return await send(request, pipeline);
    } finally {
      pending.delete(entry);
    }
  };
}

async function send(request: Request, pipeline: Pipeline): Promise<Response> {
  const { signal, redirect } = request;
  signal.throwIfAborted();
  const plain = await readRequest(request);
  // Aborted while the body was read, so nothing was sent.
  signal.throwIfAborted();
  const sendPlain = async (next: PlainRequest) =>
    toResponse(await untilAborted(signal, pipeline(next)), request);
  return followRedirects(await sendPlain(plain), plain, redirect, sendPlain);
}

async function toResponse(outcome: Outcome, request: Request): Promise<Response> {
  switch (outcome.kind) {
    case 'complete':
      return withBody(outcome.response, request.method === 'HEAD' ? null : outcome.response.body);
    case 'truncated': {
      const { part, length } = cutBody(outcome.response);
      const headers = { ...outcome.response.headers, 'content-length': String(length) };
      const broken = new TypeError('terminated', { cause: connectionReset() });
      return withBody(
        { ...outcome.response, headers },
        streamOf(part, (stream) => stream.error(broken)),
      );
    }
    case 'silent':
      return withBody(
        outcome.response,
        streamOf('', (stream) => endOnAbort(stream, request)),
      );
    case 'dropped':
      throw new TypeError(outcome.message, { cause: connectionReset() });
    case 'hung':
      return untilAborted(request.signal, new Promise<never>(() => undefined));
  }
}

function withBody({ status, headers }: PlainResponse, body: BodyInit | null): Response {
  return new Response(body, { status, headers });
}

/** Returns a body that yields `part` and calls `then` at the next read; with an empty part it calls `then` at once. */
function streamOf(part: string, then: (stream: ReadableStreamDefaultController) => void): ReadableStream {
  let isSent = part === '';
  return new ReadableStream(
    {
      start: (stream) => (isSent ? then(stream) : undefined),
      pull: (stream) => {
        if (!isSent) stream.enqueue(new TextEncoder().encode(part));
        else if (part !== '') then(stream);
        isSent = true;
      },
    },
    // No read-ahead: the reader receives the part before the stream errors.
    { highWaterMark: 0 },
  );
}

function endOnAbort(stream: ReadableStreamDefaultController, request: Request): void {
  const entry = { request };
  pending.add(entry);
  const end = () => {
    pending.delete(entry);
    stream.error(request.signal.reason);
  };
  request.signal.addEventListener('abort', end, { once: true });
}

function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
}

async function followRedirects(
  first: Response,
  request: PlainRequest,
  mode: RequestRedirect,
  send: (request: PlainRequest) => Promise<Response>,
): Promise<Response> {
  let response = first;
  let current = request;
  for (let hops = 0; ; hops++) {
    const isRedirect = [301, 302, 303, 307, 308].includes(response.status);
    const location = isRedirect ? response.headers.get('location') : null;
    if (location === null || mode === 'manual') return response;
    if (mode === 'error' || hops === 20) {
      throw new TypeError('fetch failed', {
        cause: new Error(mode === 'error' ? 'unexpected redirect' : 'redirect count exceeded'),
      });
    }
    current = redirect(current, response.status, new URL(location, current.url).href);
    const isApi = /\/api\/v[01]\//.test(new URL(current.url).pathname);
    response = isApi ? await send(current) : withBody(loginPage, loginPage.body);
    Object.defineProperties(response, { redirected: { value: true }, url: { value: current.url } });
  }
}

// https://fetch.spec.whatwg.org/#http-redirect-fetch: 303 changes every method but HEAD to GET, 301 and 302 only POST.
function redirect({ method, headers, text }: PlainRequest, status: number, url: string): PlainRequest {
  const isGet = (status === 303 && method !== 'HEAD') || ([301, 302].includes(status) && method === 'POST');
  return isGet ? { method: 'GET', url, headers, text: '' } : { method, url, headers, text };
}

// Outside browsers a relative address has no base.
function toAbsolute(input: RequestInfo | URL): RequestInfo | URL {
  if (typeof input !== 'string' || URL.canParse(input)) return input;
  return new URL(input, typeof location === 'undefined' ? 'http://sandbox.invalid' : location.href);
}

function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
