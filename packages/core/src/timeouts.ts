/** Default limit of one attempt in ms. After it, the request has arrived or never will. */
export const attemptTimeout = 10_000;

/** Milliseconds during which a server may still carry out a request whose response was lost. */
export const lateWindow = 30_000;

/** Time limits and retries of a call. */
export interface TimeoutOptions {
  /**
   * Timeout per attempt in ms, including the response body.
   * @default 10_000
   */
  readonly timeout?: number | undefined;
  /**
   * Timeout of the whole call in ms, including the pauses between attempts.
   * @default 30_000
   */
  readonly totalTimeout?: number | undefined;
  /**
   * Number of attempts after the first. Only GET and PATCH are retried, because they are idempotent.
   * @default 2
   */
  readonly retry?: number | undefined;
}
