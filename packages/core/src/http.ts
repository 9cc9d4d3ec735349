import ky, { isHTTPError, isNetworkError, isTimeoutError, NetworkError } from 'ky';
import { isOrderApiError, kindOfStatus, OrderApiError } from './errors.ts';
import type { OrderApiErrorInit } from './errors.ts';
import { readProblem } from './response-body.ts';

/** How long and how often a call may try. */
export interface TimeoutOptions {
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
export interface CallOptions extends TimeoutOptions {
  /** Ends the call at once, also while it waits for its next attempt; the error's kind is `aborted`. */
  readonly signal?: AbortSignal;
  /** Hears of each failed attempt that another one is to follow, before the pause between them. */
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
  readonly expectsBody?: boolean | undefined;
  /** A failed status whose answer the operation reads itself. */
  readonly accepts?: number | undefined;
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

/** Why an answer is refused that is a redirect, a page or something else the API never gives. */
export const notTheApisAnswer = 'not what the API gives';

const keepaliveQuota = 65_536;
// As the API writes its codes and the handler its ids; nothing secret or personal looks like that.
const apiCode = /^[a-z-]{1,64}$/;
const requestId = /^[\w-]{36}$/;
const noConnection = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT/;

// The quota of the Fetch standard is one per page, whoever sends.
let keepaliveBytes = 0;

/** One way to speak to one base address: budgets, repeated attempts and exact errors for every operation. */
export function createHttp({ baseUrl, headers, credentials, fetch, ...budget }: HttpOptions): Http {
  return async ({
    operation,
    method,
    path,
    body,
    expectsBody,
    accepts,
    since = performance.now(),
    options = {},
  }) => {
    const { signal, onRetry, followsWithin } = options;
    // Of undefined it makes undefined, which its type does not say.
    const json = JSON.stringify(body) as string | undefined;
    // Nothing is kept alive that has no body.
    const size = new TextEncoder().encode(json).length;
    // Old edge runtimes refuse members they do not know, unless they are undefined.
    const keepalive = (options.keepalive && keepaliveBytes + size <= keepaliveQuota) || undefined;
    const bytes = keepalive ? size : 0;
    const isRead = method === 'GET' || !!accepts;
    let attempts = 0;
    let mayBeApplied = false;
    let answer: Answer | undefined;

    const failure = (init: Omit<OrderApiErrorInit, 'operation' | 'outcome'>) =>
      new OrderApiError({ ...init, operation, outcome: mayBeApplied ? 'unknown' : 'not-applied' });

    const translate = (error: unknown): OrderApiError => {
      if (isOrderApiError(error)) return error;
      if (signal?.aborted) return failure({ kind: 'aborted' });
      if (isTimeoutError(error)) return failure({ kind: 'timeout' });
      if (isHTTPError(error)) {
        const { status, headers } = error.response;
        const problem = readProblem(error.data);
        return failure({
          kind: kindOfStatus(status),
          status,
          code: problem?.code?.match(apiCode)?.[0],
          problem,
          correlationId: headers.get('x-correlation-id')?.match(requestId)?.[0],
        });
      }
      if (!attempts)
        return failure({ kind: 'invalid', reason: 'baseUrl must be absolute and timeout finite' });
      // Of a foreign error its code alone is kept: the error itself leads to the request, and its words may quote it.
      const code = codeOf(isNetworkError(error) ? error.cause : error);
      return failure({ kind: 'network', cause: code ? new Error(code) : undefined });
    };

    /** Reads what matters, as part of the attempt, so that a body that breaks off is asked for again. */
    const readAnswer = async (response: Response): Promise<Answer> => {
      const { status, ok } = response;
      const type = response.headers.get('content-type') ?? '';
      const isStrange = ok ? /^\s*text\/html/i.test(type) : status < 400;
      const isAwaited = expectsBody && (ok || status === accepts) && !isStrange;
      const text = isAwaited ? await response.text() : '';
      // Nobody needs the rest, even if there is one: of a failure ky reads the JSON.
      if (!isAwaited && (ok || !/json/i.test(type))) void response.body?.cancel().catch(() => undefined);
      if (isStrange) throw failure({ kind: 'protocol', reason: notTheApisAnswer, status });
      return { status, headers: response.headers, text };
    };

    /** Sends once. From here until an answer says otherwise, the order may have been changed. */
    const attempt = async (attemptSignal: AbortSignal): Promise<Response> => {
      attemptSignal.throwIfAborted();
      // Not the request ky made: a clone of a clone may lose keepalive (Firefox), and with it the shopper's answer.
      const request = new Request(baseUrl + path, {
        method,
        headers: {
          ...(json && { 'content-type': 'application/json' }),
          ...(followsWithin && { 'x-norce-follows-within': String(followsWithin) }),
          ...headers,
        },
        redirect: 'manual',
        body: json,
        keepalive,
        credentials,
        signal: attemptSignal,
      } as RequestInit);
      const mine = ++attempts;
      const before = mayBeApplied;
      // An attempt that was given up may still answer while the next one runs; it has no say any more.
      const isLatest = () => mine === attempts;
      mayBeApplied ||= !isRead;
      answer = undefined;
      try {
        // Said twice, for Firefox does not take it from a request (seen in 153).
        const response = await (fetch
          ? fetch(request)
          : globalThis.fetch(request, { keepalive } as RequestInit));
        const { ok, status } = response;
        // A refusal changed nothing, and neither did a redirect: whoever sends one is not the API, which never does.
        if (!ok && status < 500 && status !== 408 && isLatest()) mayBeApplied = before;
        const read = await readAnswer(response);
        if (isLatest()) answer = read;
        return response;
      } catch (error) {
        if (isOrderApiError(error) || attemptSignal.aborted) throw error;
        // Nothing can have reached the server. Node says so, browsers do not.
        if (noConnection.test(codeOf(error)) && isLatest()) mayBeApplied = before;
        throw new NetworkError(request, { cause: error as Error });
      }
    };

    if (signal?.aborted) throw translate(signal);
    const controller = new AbortController();
    const abort = () => controller.abort();
    // Not every injected fetch heeds its signal, and without AbortSignal.any (Safari before 17.4) ky waits out its pause.
    const aborted = new Promise<never>((_, reject) => controller.signal.addEventListener('abort', reject));
    aborted.catch(() => undefined);
    // A listener that is taken away again: AbortSignal.any keeps hold of a long-lived signal (nodejs/node#54614).
    signal?.addEventListener('abort', abort);
    keepaliveBytes += bytes;
    try {
      const sent = ky(baseUrl + path, {
        method,
        signal: controller.signal,
        fetch: (request) => attempt((request as Request).signal),
        timeout: options.timeout ?? budget.timeout ?? 10_000,
        totalTimeout: (options.totalTimeout ?? budget.totalTimeout ?? 30_000) + since - performance.now(),
        throwHttpErrors: (status) => status !== accepts,
        retry: {
          limit: options.retry ?? budget.retry ?? 2,
          methods: ['get', 'patch'],
          maxRetryAfter: 10_000,
          jitter: true,
          retryOnTimeout: true,
          // Before the pause, unlike beforeRetry: the page may be left in it.
          shouldRetry: ({ error }) => {
            const reason = translate(error);
            if (reason.retryable) onRetry?.(reason);
          },
        },
      });
      await Promise.race([sent, aborted]);
      return answer as unknown as Answer;
    } catch (error) {
      throw translate(error);
    } finally {
      signal?.removeEventListener('abort', abort);
      keepaliveBytes -= bytes;
      // Without AbortSignal.any an attempt that ran out of time is still under way.
      abort();
    }
  };
}

/** What fetch says of why it failed, which it hides behind a TypeError of its own. */
const codeOf = (error: unknown): string => {
  const { code } = ((error as Error).cause ?? error) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
};
