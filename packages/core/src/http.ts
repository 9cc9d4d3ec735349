import ky, { isHTTPError, isNetworkError, isTimeoutError, NetworkError } from 'ky';
import { now } from './browser-events.ts';
import { isOrderApiError, kindOfStatus, OrderApiError } from './errors.ts';
import type { OrderApiErrorInit } from './errors.ts';
import { notify } from './foreign-code.ts';
import { readProblem } from './response-body.ts';
import { attemptTimeout } from './timeouts.ts';
import type { TimeoutOptions } from './timeouts.ts';

/** Options of a single call. */
export interface CallOptions extends TimeoutOptions {
  /** Aborts the call, also during the pause before an attempt. The error has kind `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called with the error of each failed attempt after which another one is due, before the pause. The total timeout or
   * `signal` may still end the call during the pause.
   */
  readonly onRetry?: ((error: OrderApiError) => void) | undefined;
}

/** Options of a single write. */
export interface WriteOptions extends CallOptions {
  /**
   * Keeps the request alive after the page unloads. WHATWG Fetch allows 64 KiB of such bodies at a time; a write beyond that is sent
   * without it.
   * @default true for consents and attributes
   */
  readonly keepalive?: boolean | undefined;
  /**
   * Maximum time in ms, up to 15_000, for which the handler of `@norce-kit/server` delays this write until the order
   * shows an older write of the same consent or attributes that is still under way. For a page that is being left,
   * which cannot wait itself.
   * @default no delay
   */
  readonly followsWithin?: number | undefined;
  /**
   * For attributes: `attributeChecksum` of each value of the older write. The handler recognizes the older write by
   * them, and does not wait without them.
   */
  readonly follows?: readonly string[] | undefined;
}

export interface HttpOptions extends TimeoutOptions {
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly credentials?: RequestCredentials | undefined;
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/** One operation of the order API. */
export interface Call {
  readonly operation: string;
  readonly method: 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Headers of this call only. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether the body of a successful response is read; the API responds to most writes without one. */
  readonly expectsBody?: boolean | undefined;
  /** An error status that counts as a response of the operation. */
  readonly accepts?: number | undefined;
  /** `now()` at the start of the operation, when this call is not its first. */
  readonly startedAt?: number | undefined;
  /** Whether an earlier call of the operation may have changed the order. */
  readonly mayBeApplied?: boolean | undefined;
  readonly options?: WriteOptions | undefined;
}

/** A response whose body has been read. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Empty unless the call expects a body. */
  readonly text: string;
}

export type Http = (call: Call) => Promise<HttpResponse>;

const keepaliveQuota = 65_536;
// The formats of the API's codes and of the handler's ids. Neither can contain a secret or personal data.
const apiCode = /^[a-z-]{1,64}$/;
const requestId = /^[\w-]{36}$/;
const noConnection = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT/;

// WHATWG Fetch counts the quota per page, over all requests.
let keepaliveBytes = 0;

/** Creates the function that sends calls to one base URL. Every call rejects with an `OrderApiError`. */
export function createHttp(options: HttpOptions): Http {
  return (call) => new HttpCall(options, call).run();
}

/** One call with all its attempts. */
class HttpCall {
  readonly #http: HttpOptions;
  readonly #call: Call;
  readonly #options: WriteOptions;
  readonly #json: string | undefined;
  /** Bytes of the keepalive quota that the call takes; 0 without keepalive. */
  readonly #keepaliveSize: number;
  /** Aborts what ky does not; undefined where ky aborts everything, because a second controller slows down each call. */
  readonly #controller: AbortController | undefined;
  #attempts = 0;
  /** Number of attempts that may have changed the order. */
  #openAttempts: number;
  /** Body of the last attempt's response. */
  #text = '';

  constructor(http: HttpOptions, call: Call) {
    const { body, options = {}, mayBeApplied } = call;
    this.#http = http;
    this.#call = call;
    this.#options = options;
    this.#openAttempts = mayBeApplied ? 1 : 0;
    this.#json = body === undefined ? undefined : JSON.stringify(body);
    const size = options.keepalive ? new TextEncoder().encode(this.#json).length : 0;
    this.#keepaliveSize = keepaliveBytes + size <= keepaliveQuota ? size : 0;
    // Without AbortSignal.any (Safari before 17.4) ky aborts no attempt that timed out.
    this.#controller = options.signal || !('any' in AbortSignal) ? new AbortController() : undefined;
  }

  async run(): Promise<HttpResponse> {
    const { signal } = this.#options;
    const own = this.#controller?.signal;
    if (signal?.aborted) throw this.#failure({ kind: 'aborted' });
    const abort = () => this.#controller?.abort();
    // Not AbortSignal.any: it leaks with long-lived signals (nodejs/node#54614).
    signal?.addEventListener('abort', abort);
    keepaliveBytes += this.#keepaliveSize;
    try {
      const sent = this.#send();
      // Not every injected fetch honours its signal, and without AbortSignal.any ky does not interrupt its pause.
      const aborted = own && new Promise<never>((_, reject) => own.addEventListener('abort', reject));
      const response = await (aborted ? Promise.race([sent, aborted]) : sent);
      return { status: response.status, headers: response.headers, text: this.#text };
    } catch (error) {
      throw this.#translate(error);
    } finally {
      signal?.removeEventListener('abort', abort);
      keepaliveBytes -= this.#keepaliveSize;
      // An attempt that timed out may still be under way.
      abort();
    }
  }

  #send(): Promise<Response> {
    const { baseUrl, timeout = attemptTimeout, totalTimeout = 30_000, retry = 2 } = this.#http;
    const { method, path, accepts, startedAt } = this.#call;
    const { onRetry } = this.#options;
    const endsAt = (startedAt ?? now()) + (this.#options.totalTimeout ?? totalTimeout);
    // Absolute, because Node's fetch (in tests with jsdom) rejects a path, as browsers do on a page whose address has a user name,
    // and because browsers resolve a path against `<base>`. An opaque origin is "null": there only the browser can resolve a path.
    const { origin = '' } = globalThis as { readonly origin?: string };
    return ky((/^h/i.test(baseUrl) || origin === 'null' ? '' : origin) + baseUrl + path, {
      method,
      signal: this.#controller?.signal ?? null,
      fetch: (request) => this.#attempt(request as Request),
      timeout: this.#options.timeout ?? timeout,
      totalTimeout: endsAt - now(),
      throwHttpErrors: (status) => status !== accepts,
      retry: {
        limit: this.#options.retry ?? retry,
        methods: ['get', 'patch'],
        maxRetryAfter: 10_000,
        jitter: true,
        retryOnTimeout: true,
        // Not beforeRetry, which runs after the pause: the page may be left during it.
        shouldRetry: ({ error }) => {
          const reason = this.#translate(error);
          if (!isTransient(reason) || now() >= endsAt) return false;
          notify(onRetry, reason);
          // With undefined ky computes the pause, from `Retry-After` too, for the statuses that it repeats itself.
          return (reason.status ?? 0) >= 520 || undefined;
        },
      },
    });
  }

  /** Sends once. From here on the order may have been changed, until a response rules it out. */
  async #attempt(request: Request): Promise<Response> {
    const { signal, url } = request;
    signal.throwIfAborted();
    const { fetch } = this.#http;
    const { method, accepts } = this.#call;
    const init = this.#toInit(signal);
    const attempt = ++this.#attempts;
    const changes = method !== 'GET' && accepts === undefined ? 1 : 0;
    this.#openAttempts += changes;
    try {
      // Not a Request: Firefox 153 ignores its `keepalive`, and Node would copy it.
      const response = await (fetch ? fetch(new Request(url, init)) : globalThis.fetch(url, init));
      const { ok, status } = response;
      // `Response.error()`, by which a fetch of the page may report that there was no response.
      if (response.type === 'error') throw new TypeError();
      // An error below 500 changed nothing, and a redirect is not the order API's.
      if (!ok && status < 500 && status !== 408) this.#openAttempts -= changes;
      const text = await this.#read(response);
      // An attempt that timed out may still end while the next one runs.
      if (attempt === this.#attempts) this.#text = text;
      return response;
    } catch (error) {
      if (isOrderApiError(error) || signal.aborted) throw error;
      const code = codeOf(error);
      // The request never reached the server. Node reports that, browsers do not.
      if (noConnection.test(code)) this.#openAttempts -= changes;
      // Only the code of a foreign error: the error refers to the request, and its message may quote it.
      throw new NetworkError(request, { cause: code ? new Error(code) : undefined } as { cause: Error });
    }
  }

  // Not the request that ky made: cloned twice, a request may lose keepalive (Firefox).
  #toInit(signal: AbortSignal): RequestInit {
    const { headers, credentials } = this.#http;
    const { followsWithin, follows = [] } = this.#options;
    return {
      method: this.#call.method,
      headers: {
        ...(this.#json && { 'content-type': 'application/json' }),
        ...(followsWithin && { 'x-norce-follows-within': [followsWithin, ...follows].join(' ') }),
        ...this.#call.headers,
        ...headers,
      },
      redirect: 'manual',
      body: this.#json,
      // Old edge runtimes reject members they do not know, unless these are undefined.
      keepalive: this.#keepaliveSize > 0 || undefined,
      credentials,
      signal,
    } as RequestInit;
  }

  /** Reads the body if the operation needs it, as part of the attempt: one that breaks off is retried. */
  async #read(response: Response): Promise<string> {
    const { status, ok, headers, body } = response;
    const type = headers.get('content-type') ?? '';
    const isUnexpected = ok ? /html/i.test(type) : status < 400;
    const isNeeded = this.#call.expectsBody && (ok || status === this.#call.accepts) && !isUnexpected;
    if (isNeeded) return response.text();
    // ky reads the JSON of an error response.
    if (ok || !/json/i.test(type)) void body?.cancel().catch(() => undefined);
    if (isUnexpected) {
      throw this.#failure({ kind: 'protocol', reason: ok ? 'HTML' : 'a redirect', status });
    }
    return '';
  }

  #failure(init: Omit<OrderApiErrorInit, 'operation' | 'outcome'>): OrderApiError {
    const { operation } = this.#call;
    return new OrderApiError({
      ...init,
      operation,
      outcome: this.#openAttempts > 0 ? 'unknown' : 'not-applied',
    });
  }

  #translate(error: unknown): OrderApiError {
    if (isOrderApiError(error)) return error;
    if (this.#options.signal?.aborted) return this.#failure({ kind: 'aborted' });
    if (isTimeoutError(error)) return this.#failure({ kind: 'timeout' });
    if (isHTTPError(error)) {
      const { status, headers } = error.response;
      const problem = readProblem(error.data);
      return this.#failure({
        kind: kindOfStatus(status),
        status,
        code: problem?.code?.match(apiCode)?.[0],
        problem,
        correlationId: headers.get('x-correlation-id')?.match(requestId)?.[0],
      });
    }
    if (this.#attempts === 0) {
      return this.#failure({ kind: 'invalid', reason: 'baseUrl must be absolute and timeout finite' });
    }
    return this.#failure({ kind: 'network', cause: isNetworkError(error) ? error.cause : undefined });
  }
}

/** Whether the same request may succeed a moment later. A conflict is `retryable`, but only after a read of the order. */
function isTransient({ kind, status = 0 }: OrderApiError): boolean {
  // From 520 on: Cloudflare, when the server behind it does not respond.
  const isServer = status === 500 || status === 502 || status === 503 || status >= 520;
  return isServer || kind === 'network' || kind === 'timeout' || kind === 'rate-limited';
}

/**
 * Returns the code of a failed fetch, such as `ECONNREFUSED`, which undici puts into the cause of a TypeError. A fetch of the
 * page may reject with anything.
 */
function codeOf(error: unknown): string {
  const { code } = ((error as Partial<Error> | null | undefined)?.cause ?? error ?? {}) as {
    readonly code?: unknown;
  };
  return typeof code === 'string' ? code : '';
}
