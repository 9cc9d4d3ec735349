import { join } from './json-body.ts';
import type { Budget } from './deadline.ts';
import { startBudget } from './deadline.ts';
import { describeError } from './events.ts';
import { readCode, readFailures } from './failures.ts';
import type { ProblemName, RefusalDetails } from './problem.ts';
import { Refusal } from './problem.ts';

/** One request to the order API, complete. */
export interface UpstreamCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /**
   * Calls the listener when nobody waits for the answer any more: the request and its socket can be given up. Not a
   * signal, since one for each request is dear: `onEnd(() => controller.abort())` makes it one where it is needed.
   */
  readonly onEnd: (listener: () => void) => void;
  /** To be called before the request is sent once more. */
  readonly onRepeat: () => void;
}

/** What came back; a `Response` is one. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: { readonly get: (name: string) => string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** Sends one request and must not follow redirects. Rejects when no answer came. */
export type Transport = (call: UpstreamCall) => Promise<UpstreamAnswer>;

/** The order API's address and what goes with every request. */
export interface UpstreamConfig {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The same for a request with a body. */
  readonly bodyHeaders: Readonly<Record<string, string>>;
  /** Never to be seen in what is passed on, even if the order API repeats it. */
  readonly key: string;
  readonly transport: Transport;
  /** Milliseconds for headers and body together. */
  readonly timeout: number;
}

/** The part of an answer that matters. */
export type Wanted = 'nothing' | 'order' | 'reasons';

/** What is to be sent, and which part of the answer is wanted. */
export interface Forwarded {
  readonly method: string;
  readonly path: string;
  /** Beside those of the configuration. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly body: string | undefined;
  /** `nothing` for writes, whose status says it all; `order` must be readable; `reasons` are read if they can be. */
  readonly wants: Wanted;
  readonly validationMessages: boolean;
  /** Called each time the request goes out. */
  readonly onSend: () => void;
}

/** An accepted request. */
export interface Accepted {
  readonly status: number;
  readonly text: string;
}

/** Bytes an answer may have. */
export const maxAnswer: number = 4 * 1024 * 1024;
const maxReasons = 64 * 1024;
const utf8 = new TextDecoder();
const reasonsTimeout = 2_000;
const keptStatuses: ReadonlySet<number> = new Set([400, 404, 409, 410, 412, 422, 423, 429]);

/** A transport on fetch. */
export function fetchTransport(fetch?: (request: Request) => Promise<Response>): Transport {
  // Next.js caches what it is not told to leave alone; Workers of older dates throw at the option's name.
  const cache = 'cache' in Request.prototype ? ({ cache: 'no-store' } as const) : {};
  return ({ url, method, headers, body = null, onEnd }) => {
    const left = new AbortController();
    const init = { method, headers, body, signal: left.signal, redirect: 'manual', ...cache } as const;
    const request = new Request(url, init);
    onEnd(() => {
      // Asked of the request, which has to be held by somebody: a Node that may collect it loses the signal's way to fetch.
      if (!request.signal.aborted) left.abort();
    });
    return (fetch ?? globalThis.fetch)(request);
  };
}

/** Sends a request once. Resolves when the order API accepted it, and throws the browser's answer otherwise. */
export async function forward(upstream: UpstreamConfig, request: Forwarded): Promise<Accepted> {
  const budget = startBudget(upstream.timeout);
  request.onSend();
  try {
    const sent = upstream.transport(toCall(upstream, request, budget));
    // A transport may not listen to the end; the budget holds all the same.
    return await budget.within(judge(sent, request, upstream.key, budget));
  } catch (error) {
    budget.end();
    throw error instanceof Refusal ? error : new Refusal('upstream-error', { error: describeError(error) });
  }
}

function toCall(upstream: UpstreamConfig, request: Forwarded, { onEnd }: Budget): UpstreamCall {
  const { method, path, headers: added, body, onSend } = request;
  const ours = body === undefined ? upstream.headers : upstream.bodyHeaders;
  const headers = added ? { ...ours, ...added } : ours;
  return { method, url: upstream.base + path, headers, body, onEnd, onRepeat: onSend };
}

async function judge(
  sent: Promise<UpstreamAnswer>,
  request: Forwarded,
  key: string,
  budget: Budget,
): Promise<Accepted> {
  const answer = await sent;
  const { status } = answer;
  const accepted = status >= 200 && status < 300;
  if (accepted && /^\s*text\/html/i.test(answer.headers.get('content-type') ?? '')) {
    throw new Refusal('upstream-error', { upstreamStatus: status });
  }
  if (accepted && request.wants === 'nothing') {
    void drain(answer.body).finally(budget.close);
    return { status, text: '' };
  }
  const heard = await readAnswer(answer, accepted && request.wants === 'order', budget);
  const text = spellOut(heard).includes(key) ? '' : heard;
  if (!accepted) throw refusal(answer, text, request);
  return { status, text };
}

/** Reading what little there may be lets the connection be used again; nobody waits for it. */
async function drain(body: UpstreamAnswer['body']): Promise<void> {
  if (body !== null) await read(body, maxReasons).catch(() => undefined);
}

async function readAnswer({ body }: UpstreamAnswer, needed: boolean, { close }: Budget): Promise<string> {
  // Until the body is whole it can be ended, whoever still waits for it.
  const whole = read(body, needed ? maxAnswer : maxReasons).finally(close);
  if (needed) return await whole;
  // The status has decided already; reasons that do not come soon are done without.
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, reasonsTimeout, '');
  });
  const reasons = whole.catch(() => '');
  return await Promise.race([reasons, late]).finally(() => clearTimeout(timer));
}

const escapes = /\\(?:u([0-9a-f]{4})|(.))/gi;

/** Text of JSON as its reader sees it: any letter can be written as an escape, and servers do so with `+` and `/`. */
function spellOut(json: string): string {
  if (!json.includes('\\')) return json;
  return json.replace(escapes, (_, code: string | undefined, letter: string) =>
    code === undefined ? letter : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

async function read(body: UpstreamAnswer['body'], max: number): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > max) throw new Refusal('upstream-error');
    chunks.push(chunk);
  }
  return utf8.decode(join(chunks, size));
}

/** The browser's answer to what the order API did not accept: its status where that helps, never its words. */
function refusal(answer: UpstreamAnswer, text: string, request: Forwarded): Refusal {
  const { status } = answer;
  const details: RefusalDetails = { upstreamStatus: status, headers: retryAfter(answer) };
  if (status === 503) return new Refusal('upstream-unavailable', details);
  if (!keptStatuses.has(status)) return new Refusal('upstream-error', { upstreamStatus: status });
  const failures =
    request.wants === 'reasons' && status === 400
      ? readFailures(text, request.validationMessages)
      : undefined;
  const problem: ProblemName = 'order-api';
  return new Refusal(problem, {
    ...details,
    status,
    code: readCode(text),
    ...(failures && { members: { errors: failures } }),
  });
}

function retryAfter({ status, headers }: UpstreamAnswer): Record<string, string> {
  const value = headers.get('retry-after');
  if (value === null || (status !== 429 && status !== 503)) return {};
  if (/^\d{1,6}$/.test(value)) return { 'retry-after': value };
  const at = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value)
    ? Date.parse(value)
    : NaN;
  return Number.isNaN(at) ? {} : { 'retry-after': String(Math.max(0, Math.ceil((at - Date.now()) / 1000))) };
}
