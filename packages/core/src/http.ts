import ky, { isHTTPError, isNetworkError, isTimeoutError, NetworkError } from 'ky';
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
   * Milliseconds during which an older write of the same consent may still come through after this one. The handler of
   * `@norce-kit/server` watches the consent that long and writes again where the older one came last; for the write of a
   * page that is being left, which cannot wait for its predecessor.
   */
  readonly settleFor?: number;
}

export interface HttpOptions extends Budget {
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: RequestCredentials | undefined;
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
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
  readonly options?: WriteOptions | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type Http = (call: Call) => Promise<Answer>;

/** What is known of a call while it runs. */
interface Progress {
  attempts: number;
  mayBeApplied: boolean;
  answer: Answer | undefined;
}

const keepaliveQuota = 65_536;
const longestAnswer = 16 * 1024 * 1024;
const longestFailure = 64 * 1024;
const failureReadTime = 2_000;

// The quota of the Fetch standard is one per page, whoever sends.
let keepaliveBytes = 0;

/** One way to speak to one base address: budgets, repeated attempts and exact errors for every operation. */
export function createHttp(defaults: HttpOptions): Http {
  return async (call) => {
    const { method, path, body, accepts = [], options = {} } = call;
    const url = `${defaults.baseUrl}${path}`;
    const json = body === undefined ? undefined : JSON.stringify(body);
    const bytes = json === undefined ? 0 : new TextEncoder().encode(json).byteLength;
    const keepalive = options.keepalive === true && keepaliveBytes + bytes <= keepaliveQuota;
    const headers = {
      accept: 'application/json',
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(options.settleFor !== undefined && { 'x-norce-settle-for': String(options.settleFor) }),
      ...defaults.headers,
    };
    const init: RequestInit = {
      method,
      headers,
      redirect: 'manual',
      ...(json !== undefined && { body: json }),
      // Old edge runtimes refuse members they do not know, whatever the value.
      ...(keepalive && { keepalive }),
      ...(defaults.credentials !== undefined && { credentials: defaults.credentials }),
    };
    const progress: Progress = { attempts: 0, mayBeApplied: false, answer: undefined };
    const abort = new AbortController();
    // A listener that is taken away again: AbortSignal.any keeps hold of a long-lived signal (nodejs/node#54614).
    const forward = () => abort.abort();

    if (options.signal?.aborted) throw translate(call, progress, undefined);
    if (url.startsWith('/') && typeof location === 'undefined') throw relativeUrl(call);
    options.signal?.addEventListener('abort', forward);
    if (keepalive) keepaliveBytes += bytes;
    try {
      const response = await ky(url, {
        method,
        signal: abort.signal,
        // Not the request ky made: a clone of a clone may lose keepalive (Firefox), and with it the shopper's answer.
        fetch: (request) =>
          attempt(call, progress, defaults.fetch, url, { ...init, signal: (request as Request).signal }),
        timeout: options.timeout ?? defaults.timeout ?? 10_000,
        totalTimeout: options.totalTimeout ?? defaults.totalTimeout ?? 30_000,
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
        hooks: { beforeRetry: [({ error }) => options.onRetry?.(translate(call, progress, error))] },
      });
      return progress.answer ?? { status: response.status, headers: response.headers, text: '' };
    } catch (error) {
      throw translate(call, progress, error);
    } finally {
      options.signal?.removeEventListener('abort', forward);
      if (keepalive) keepaliveBytes -= bytes;
    }
  };
}

/** Sends once. From here until an answer says otherwise, the order may have been changed. */
async function attempt(
  call: Call,
  progress: Progress,
  fetch: HttpOptions['fetch'],
  url: string,
  init: RequestInit,
): Promise<Response> {
  const request = new Request(url, init);
  const attempts = ++progress.attempts;
  const mayBeAppliedBefore = progress.mayBeApplied;
  // An attempt that was given up may still answer while the next one runs; it has no say any more.
  const note = (change: Partial<Progress>) => {
    if (attempts === progress.attempts) Object.assign(progress, change);
  };
  note({ answer: undefined, mayBeApplied: mayBeAppliedBefore || !isRead(call) });
  try {
    const response = await (fetch ?? globalThis.fetch)(request);
    // A refusal changed nothing, and neither did a redirect: whoever sends one is not the API, which never does.
    const isRefused = !response.ok && response.status < 500 && response.status !== 408;
    if (isRefused) note({ mayBeApplied: mayBeAppliedBefore });
    note({ answer: await readAnswer(call, progress, response) });
    return response;
  } catch (error) {
    if (isOrderApiError(error) || request.signal.aborted) throw error;
    if (neverConnected(error)) note({ mayBeApplied: mayBeAppliedBefore });
    throw new NetworkError(request, { cause: error as Error });
  }
}

async function readAnswer(call: Call, progress: Progress, response: Response): Promise<Answer> {
  const { status, headers } = response;
  const refuse = (reason: string) => {
    discard(response);
    return failure(call, progress, { kind: 'protocol', reason, status });
  };
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    throw refuse('the answer was a redirect, which the API never gives');
  }
  if (!response.ok) return { status, headers, text: await readFailure(response) };
  if (/^\s*text\/html/i.test(headers.get('content-type') ?? ''))
    throw refuse('an HTML page answered, not the API');
  if (call.expectsBody !== true) {
    discard(response);
    return { status, headers, text: '' };
  }
  const text = await readText(response, longestAnswer);
  if (text === undefined) throw refuse('the answer has more than 16 MiB');
  return { status, headers, text };
}

function translate(call: Call, progress: Progress, error: unknown): OrderApiError {
  if (isOrderApiError(error)) return error;
  if (call.options?.signal?.aborted) {
    return failure(call, progress, { kind: 'aborted', reason: 'ended by the signal of the caller' });
  }
  if (isTimeoutError(error)) return failure(call, progress, { kind: 'timeout', reason: 'no answer in time' });
  if (isHTTPError(error)) {
    const { status, headers } = error.response;
    return failure(call, progress, {
      kind: kindOfStatus(status),
      reason: `the answer was ${status}`,
      status,
      problem: readProblem(progress.answer?.text ?? ''),
      correlationId: headers.get('x-correlation-id') ?? undefined,
    });
  }
  return failure(call, progress, { kind: 'network', reason: 'no answer came', cause: safeCause(error) });
}

function failure(
  call: Call,
  progress: Progress,
  init: Omit<OrderApiErrorInit, 'operation' | 'outcome'>,
): OrderApiError {
  const outcome = progress.mayBeApplied ? 'unknown' : 'not-applied';
  return new OrderApiError({ ...init, operation: call.operation, outcome });
}

function relativeUrl({ operation }: Call): OrderApiError {
  const reason =
    'the base URL is relative, which only a page can resolve. Outside of one give createOrderClient an absolute baseUrl';
  return new OrderApiError({ kind: 'invalid', operation, outcome: 'not-applied', reason });
}

const isRead = ({ method, operation }: Call) => method === 'GET' || operation === 'validateOrder';

const discard = (response: Response) => void response.body?.cancel().catch(() => undefined);

/** Reads at most `limit` bytes; undefined where there are more. */
async function readText(response: Response, limit: number): Promise<string | undefined> {
  if (response.body === null) return '';
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > limit) {
      void reader.cancel().catch(() => undefined);
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

// The status has already decided: a body that breaks, never ends or is huge must not turn it into something else.
async function readFailure(response: Response): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, failureReadTime, undefined);
  });
  const text = await Promise.race([readText(response, longestFailure).catch(() => undefined), tooLate]);
  clearTimeout(timer);
  return text ?? '';
}

const withCode = (error: unknown) => (error ?? {}) as { readonly code?: unknown };

const noConnection = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Whether nothing can have reached the server; Node says so, browsers do not. */
function neverConnected(error: unknown): boolean {
  const { code } = withCode(error instanceof Error ? error.cause : undefined);
  return typeof code === 'string' && noConnection.test(code);
}

/** What may be kept of a foreign error: not the error itself, which can lead to the request and its headers. */
function safeCause(error: unknown): Error | undefined {
  const raw: unknown = isNetworkError(error) ? error.cause : error;
  if (!(raw instanceof Error)) return undefined;
  const inner = raw.cause instanceof Error ? raw.cause : raw;
  const cause = new Error(inner.message);
  cause.name = inner.name;
  const { code } = withCode(inner);
  return typeof code === 'string' ? Object.assign(cause, { code }) : cause;
}
