import ky, { isHTTPError, isNetworkError, isTimeoutError, NetworkError } from 'ky';
import { neverConnected, safeCause, safeWord } from './causes.ts';
import { isOrderApiError, kindOfStatus, OrderApiError } from './errors.ts';
import type { OrderApiErrorInit } from './errors.ts';
import { readProblem } from './failures.ts';

/** How long and how often a call may try. */
export interface Budget {
  /**
   * Milliseconds one attempt may take, its answer read.
   * @default 10_000
   */
  readonly timeout?: number;
  /**
   * Milliseconds all attempts and the pauses between them may take together.
   * @default 30_000
   */
  readonly totalTimeout?: number;
  /**
   * How many attempts may follow the first. Only reads and PATCH are repeated: both may arrive twice without harm.
   * @default 2
   */
  readonly retry?: number;
}

/** What a single call may set for itself. */
export interface CallOptions extends Budget {
  /** Ends the call at once, also while it waits for its next attempt; the error's kind is `aborted`. */
  readonly signal?: AbortSignal;
  /** Hears of each failed attempt that is followed by another one. */
  readonly onRetry?: (error: OrderApiError) => void;
}

/** What a single write may set for itself. */
export interface WriteOptions extends CallOptions {
  /**
   * Lets the request outlive the page. Browsers allow 64 KiB of such bodies under way at a time (WHATWG Fetch);
   * a write beyond that goes without.
   * @default true for consents and attributes
   */
  readonly keepalive?: boolean;
  /**
   * Milliseconds within which an older write of the same consent, still under way, is over. The handler of
   * `@norce-kit/server` waits that long for it to show on the order before it writes, so that this one comes last: for the
   * write of a page that is being left, which cannot wait itself.
   */
  readonly followsWithin?: number;
}

export interface HttpOptions {
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: RequestCredentials | undefined;
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  readonly timeout?: number | undefined;
  readonly totalTimeout?: number | undefined;
  readonly retry?: number | undefined;
}

export interface Call {
  readonly operation: string;
  readonly method: 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Whether a good answer has a body that matters; the API answers most writes without one. */
  readonly expectsBody?: boolean;
  /** Failed statuses whose answer the operation reads itself. */
  readonly accepts?: readonly number[];
  /** `performance.now()` at the start of the operation, where this call shares the budget of an earlier one. */
  readonly since?: number | undefined;
  readonly options?: WriteOptions | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type Http = (call: Call) => Promise<Answer>;

/** A call under way, and what is known of it. */
interface Run {
  readonly call: Call;
  readonly defaults: HttpOptions;
  readonly url: string;
  readonly init: RequestInit;
  /** What no error may quote. */
  readonly secrets: string;
  attempts: number;
  mayBeApplied: boolean;
  answer: Answer | undefined;
}

const keepaliveQuota = 65_536;
const longestAnswer = 16 * 1024 * 1024;
const longestIgnored = 64 * 1024;
const ignoredReadTime = 2_000;
const apiCode = /^[a-z][\w.:-]{0,63}$/i;
const requestId = /^[\w-]{16,64}$/;

// The quota of the Fetch standard is one per page, whoever sends.
let keepaliveBytes = 0;

/** One way to speak to one base address: budgets, repeated attempts and exact errors for every operation. */
export function createHttp(defaults: HttpOptions): Http {
  return async (call) => {
    const { signal } = call.options ?? {};
    const { run, bytes } = prepare(defaults, call);
    if (signal?.aborted) throw translate(run, undefined);
    const controller = new AbortController();
    const abort = () => controller.abort();
    // Not every injected fetch heeds its signal, and without AbortSignal.any (Safari before 17.4) ky waits out its pause.
    const aborted = new Promise<never>((_, reject) => controller.signal.addEventListener('abort', reject));
    // A listener that is taken away again: AbortSignal.any keeps hold of a long-lived signal (nodejs/node#54614).
    signal?.addEventListener('abort', abort);
    keepaliveBytes += bytes;
    try {
      return await Promise.race([send(run, controller.signal), aborted]);
    } catch (error) {
      throw translate(run, error);
    } finally {
      signal?.removeEventListener('abort', abort);
      keepaliveBytes -= bytes;
      // Without AbortSignal.any an attempt that ran out of time is still under way.
      if (run.attempts > 1 || run.answer === undefined) abort();
    }
  };
}

/** What all attempts have in common, and how much of the keepalive quota they take. */
function prepare(defaults: HttpOptions, call: Call): { run: Run; bytes: number } {
  const { operation, method, body, options = {} } = call;
  const url = `${defaults.baseUrl}${call.path}`;
  if (url.startsWith('/') && typeof location === 'undefined') {
    const reason =
      'the base URL is relative, which only a page can resolve. Outside of one give createOrderClient an absolute baseUrl';
    throw new OrderApiError({ kind: 'invalid', operation, outcome: 'not-applied', reason });
  }
  const json = body === undefined ? undefined : JSON.stringify(body);
  const size = json === undefined ? 0 : new TextEncoder().encode(json).byteLength;
  const keepalive = options.keepalive === true && keepaliveBytes + size <= keepaliveQuota;
  const init: RequestInit = {
    method,
    headers: {
      accept: 'application/json',
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(options.followsWithin !== undefined && { 'x-norce-follows-within': String(options.followsWithin) }),
      ...defaults.headers,
    },
    redirect: 'manual',
    ...(json !== undefined && { body: json }),
    // Old edge runtimes refuse members they do not know, whatever the value.
    ...(keepalive && { keepalive }),
    ...(defaults.credentials !== undefined && { credentials: defaults.credentials }),
  };
  const secrets = [...Object.values(defaults.headers ?? {}), json].join(' ');
  const run = { call, defaults, url, init, secrets, attempts: 0, mayBeApplied: false, answer: undefined };
  return { run, bytes: keepalive ? size : 0 };
}

/** Sends until an answer is good or the budget is spent. */
async function send(run: Run, signal: AbortSignal): Promise<Answer> {
  const { call, defaults, url } = run;
  const { accepts = [], since, options = {} } = call;
  const spent = since === undefined ? 0 : performance.now() - since;
  const response = await ky(url, {
    method: call.method,
    signal,
    // Not the request ky made: a clone of a clone may lose keepalive (Firefox), and with it the shopper's answer.
    fetch: (request) => attempt(run, (request as Request).signal),
    timeout: options.timeout ?? defaults.timeout ?? 10_000,
    totalTimeout: Math.max(0, (options.totalTimeout ?? defaults.totalTimeout ?? 30_000) - spent),
    throwHttpErrors: (status) => !accepts.includes(status),
    retry: {
      limit: options.retry ?? defaults.retry ?? 2,
      methods: ['get', 'patch'],
      statusCodes: [408, 429, 500, 502, 503, 504],
      afterStatusCodes: [429, 503],
      maxRetryAfter: 10_000,
      backoffLimit: 5_000,
      jitter: true,
      retryOnTimeout: true,
    },
    hooks: { beforeRetry: [({ error }) => options.onRetry?.(translate(run, error))] },
  });
  return run.answer ?? { status: response.status, headers: response.headers, text: '' };
}

/** Sends once. From here until an answer says otherwise, the order may have been changed. */
async function attempt(run: Run, signal: AbortSignal): Promise<Response> {
  signal.throwIfAborted();
  const request = new Request(run.url, { ...run.init, signal });
  const attempts = ++run.attempts;
  const mayBeAppliedBefore = run.mayBeApplied;
  // An attempt that was given up may still answer while the next one runs; it has no say any more.
  const note = (change: Partial<Run>) => {
    if (attempts === run.attempts) Object.assign(run, change);
  };
  note({ answer: undefined, mayBeApplied: mayBeAppliedBefore || !isRead(run.call) });
  try {
    const response = await (run.defaults.fetch ?? globalThis.fetch)(request);
    // A refusal changed nothing, and neither did a redirect: whoever sends one is not the API, which never does.
    const isRefused = !response.ok && response.status < 500 && response.status !== 408;
    if (isRefused) note({ mayBeApplied: mayBeAppliedBefore });
    note({ answer: await readAnswer(run, response) });
    return response;
  } catch (error) {
    if (isOrderApiError(error) || signal.aborted) throw error;
    if (neverConnected(error)) note({ mayBeApplied: mayBeAppliedBefore });
    throw new NetworkError(request, { cause: error as Error });
  }
}

async function readAnswer(run: Run, response: Response): Promise<Answer> {
  const { status, headers } = response;
  const refuse = (reason: string) => {
    void response.body?.cancel().catch(() => undefined);
    return failure(run, { kind: 'protocol', reason, status });
  };
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    throw refuse('the answer was a redirect, which the API never gives');
  }
  // The status has decided: a body that breaks off, never ends or is huge must not turn it into something else.
  const rest = () => readText(response, longestIgnored, ignoredReadTime).catch(() => undefined);
  if (!response.ok) return { status, headers, text: (await rest()) ?? '' };
  if (/^\s*text\/html/i.test(headers.get('content-type') ?? '')) {
    throw refuse('an HTML page answered, not the API');
  }
  if (run.call.expectsBody !== true) {
    // Read rather than cancelled, which would cost the connection.
    void rest();
    return { status, headers, text: '' };
  }
  const text = await readText(response, longestAnswer);
  if (text === undefined) throw refuse('the answer has more than 16 MiB');
  return { status, headers, text };
}

/** Reads for at most `time` milliseconds what has at most `limit` bytes; undefined where there are more. */
async function readText(response: Response, limit: number, time?: number): Promise<string | undefined> {
  if (response.body === null) return '';
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  const timer = time === undefined ? undefined : setTimeout(cancel, time);
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > limit) {
        cancel();
        return undefined;
      }
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    clearTimeout(timer);
  }
}

function translate(run: Run, error: unknown): OrderApiError {
  if (isOrderApiError(error)) return error;
  if (run.call.options?.signal?.aborted) {
    return failure(run, { kind: 'aborted', reason: 'ended by the signal of the caller' });
  }
  if (isTimeoutError(error)) return failure(run, { kind: 'timeout', reason: 'no answer in time' });
  if (isHTTPError(error)) {
    const { status, headers } = error.response;
    const problem = readProblem(run.answer?.text ?? '');
    return failure(run, {
      kind: kindOfStatus(status),
      reason: `the answer was ${status}`,
      status,
      code: safeWord(problem?.code, apiCode, run.secrets),
      problem,
      correlationId: safeWord(headers.get('x-correlation-id'), requestId, run.secrets),
    });
  }
  const cause = safeCause(isNetworkError(error) ? error.cause : error, run.secrets);
  if (run.attempts === 0)
    return failure(run, { kind: 'invalid', reason: 'no request can be made of this', cause });
  return failure(run, { kind: 'network', reason: 'no answer came', cause });
}

function failure(run: Run, init: Omit<OrderApiErrorInit, 'operation' | 'outcome'>): OrderApiError {
  const outcome = run.mayBeApplied ? 'unknown' : 'not-applied';
  return new OrderApiError({ ...init, operation: run.call.operation, outcome });
}

const isRead = ({ method, operation }: Call) => method === 'GET' || operation === 'validateOrder';
