import type { Answer } from '../api/response.ts';
import type { Message } from '../api/request.ts';
import { toMessage } from '../api/request.ts';
import type { Outcome } from './outcome.ts';
import { cutBody } from './outcome.ts';
import { loginPage } from './apply-faults.ts';

type Exchange = (message: Message) => Promise<Outcome>;
type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

// An abort reaches `request.signal` by way of the request, which nothing else holds while no answer comes.
const held = new Set<{ readonly request: Request }>();

/** A `fetch` over an exchange: outcomes become what the real one would resolve or reject with. */
export function createFetch(exchange: Exchange): Fetch {
  return async (input, init) => {
    const request =
      input instanceof Request && init === undefined ? input : new Request(absolute(input), init);
    const hold = { request };
    held.add(hold);
    try {
      return await send(request, exchange);
    } finally {
      held.delete(hold);
    }
  };
}

async function send(request: Request, exchange: Exchange): Promise<Response> {
  const { signal, redirect } = request;
  signal.throwIfAborted();
  const message = await toMessage(request);
  // Given up before anything was sent.
  signal.throwIfAborted();
  const answer = async (from: Message) => toResponse(await untilAborted(signal, exchange(from)), request);
  return follow(await answer(message), message, redirect, answer);
}

async function toResponse(outcome: Outcome, request: Request): Promise<Response> {
  switch (outcome.kind) {
    case 'answered':
      return withBody(outcome.answer, outcome.answer.body);
    case 'truncated': {
      const { part, length } = cutBody(outcome.answer);
      const headers = { ...outcome.answer.headers, 'content-length': String(length) };
      const broken = new TypeError('terminated', { cause: connectionReset() });
      return withBody(
        { ...outcome.answer, headers },
        streamOf(part, (stream) => stream.error(broken)),
      );
    }
    case 'silent':
      return withBody(
        outcome.answer,
        streamOf('', (stream) => endOnAbort(stream, request)),
      );
    case 'dropped':
      throw new TypeError(outcome.message, { cause: connectionReset() });
    case 'hung':
      return untilAborted(request.signal, new Promise<never>(() => undefined));
  }
}

function withBody({ status, headers }: Answer, body: BodyInit | null): Response {
  return new Response(body, { status, headers });
}

/** A body that gives `part`, then does `then` when more is asked of it. */
function streamOf(part: string, then: (stream: ReadableStreamDefaultController) => void): ReadableStream {
  let given = part === '';
  return new ReadableStream(
    {
      start: (stream) => (given ? then(stream) : undefined),
      pull: (stream) => {
        if (!given) stream.enqueue(new TextEncoder().encode(part));
        else if (part !== '') then(stream);
        given = true;
      },
    },
    // Asks for nothing ahead of the reader, so that the part is seen before the break.
    { highWaterMark: 0 },
  );
}

function endOnAbort(stream: ReadableStreamDefaultController, request: Request): void {
  const hold = { request };
  held.add(hold);
  const end = () => {
    held.delete(hold);
    stream.error(request.signal.reason);
  };
  request.signal.addEventListener('abort', end, { once: true });
}

function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
}

async function follow(
  response: Response,
  from: Message,
  mode: RequestRedirect,
  answer: (message: Message) => Promise<Response>,
): Promise<Response> {
  let last = response;
  let message = from;
  for (let hops = 0; ; hops++) {
    const location = [301, 302, 303, 307, 308].includes(last.status) ? last.headers.get('location') : null;
    if (location === null || mode === 'manual') return last;
    if (mode === 'error' || hops === 20) {
      throw new TypeError('fetch failed', {
        cause: new Error(mode === 'error' ? 'unexpected redirect' : 'redirect count exceeded'),
      });
    }
    message = redirected(message, last.status, new URL(location, message.url).href);
    const ours = /\/api\/v[01]\//.test(new URL(message.url).pathname);
    last = ours ? await answer(message) : withBody(loginPage, loginPage.body);
    Object.defineProperties(last, { redirected: { value: true }, url: { value: message.url } });
  }
}

// The Fetch Standard: 303 turns everything into GET, 301 and 302 only POST.
function redirected({ method, headers, text }: Message, status: number, url: string): Message {
  const get = (status === 303 && method !== 'HEAD') || ([301, 302].includes(status) && method === 'POST');
  return get ? { method: 'GET', url, headers, text: '' } : { method, url, headers, text };
}

// Outside browsers nothing says what a relative address is relative to.
function absolute(input: RequestInfo | URL): RequestInfo | URL {
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
