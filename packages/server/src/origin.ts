import type { PlainResponse } from './plain-response.ts';
import { HttpProblem } from './problem.ts';
import { answerIdHeader, openAnswersHeader } from './open-answers.ts';
import { followsHeader } from './write-order.ts';

/** Pages that may use the handler. */
export interface OriginRules {
  readonly trustedOrigins: ReadonlySet<string>;
  readonly allowMissingOrigin: boolean | 'reads';
  /** Value of `access-control-allow-headers`. */
  readonly allowedHeaders: string;
}

/** Request headers that the client of `@norce-kit/core` and tracing in a page send. */
export const knownHeaders: readonly string[] = [
  'content-type',
  'traceparent',
  'tracestate',
  followsHeader,
  answerIdHeader,
  openAnswersHeader,
];

/**
 * Rejects requests of foreign pages. Pages can set neither `Sec-Fetch-Site` nor `Origin`. `Sec-Fetch-Site` decides where
 * it is sent: the browser compares public addresses, while this process may run behind a proxy that ends TLS and
 * see another host or scheme.
 */
export function checkOrigin(request: Request, rules: OriginRules): void {
  if (!isOwnPage(request, rules)) throw new HttpProblem('cross-site');
}

/**
 * Rejects forms of foreign pages by the same rules, and forms without both headers in any case: a browser posts the form
 * of any page with its cookies and without a preflight, and old browsers send no `Origin` with it.
 */
export function checkFormOrigin(request: Request, rules: OriginRules): void {
  checkOrigin(request, { ...rules, allowMissingOrigin: false });
}

function isOwnPage({ url, method, headers }: Request, rules: OriginRules): boolean {
  const site = headers.get('sec-fetch-site');
  if (site === 'same-origin') return true;
  const origin = headers.get('origin');
  if (origin !== null && rules.trustedOrigins.has(origin)) return true;
  if (site !== null) return site === 'none' && origin === null && method === 'GET';
  if (origin !== null) return origin === new URL(url).origin;
  return rules.allowMissingOrigin === true || (rules.allowMissingOrigin === 'reads' && method === 'GET');
}

/** Returns the CORS headers for a page of a trusted origin. A same-origin page needs none. */
export function corsHeaders(request: Request, { trustedOrigins }: OriginRules): Record<string, string> {
  if (trustedOrigins.size === 0) return {};
  const origin = request.headers.get('origin');
  if (origin === null || !trustedOrigins.has(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'retry-after, x-correlation-id',
  };
}

/** Returns the response to a CORS preflight, which browsers send for pages of another origin. */
export function preflightResponse(
  request: Request,
  methods: readonly string[],
  rules: OriginRules,
): PlainResponse {
  if (!rules.trustedOrigins.has(request.headers.get('origin') ?? '')) throw new HttpProblem('cross-site');
  return {
    status: 204,
    headers: {
      'access-control-allow-methods': methods.join(', '),
      'access-control-allow-headers': rules.allowedHeaders,
      'access-control-max-age': '600',
    },
  };
}
