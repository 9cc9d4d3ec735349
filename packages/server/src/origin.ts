import type { Answer } from './plain-response.ts';
import { followsHeader } from './write-order.ts';
import { Refusal } from './problem.ts';

/** Which pages may use the handler. */
export interface OriginRules {
  readonly trustedOrigins: ReadonlySet<string>;
  readonly allowMissingOrigin: boolean | 'reads';
}

/** What `isOrderId` accepts: nothing in it has a meaning in paths, headers or URLs, encoded or not. */
const orderIdPattern = /^[A-Za-z0-9_-][A-Za-z0-9_.~-]{0,127}$/;
const consentIdPattern = /^[\p{L}\p{N}_-][\p{L}\p{N}\p{M}_.~:@ -]{0,127}$/u;

export function isOrderId(id: string): boolean {
  return orderIdPattern.test(id);
}

/** Consent ids are the shop's own words: letters of any script, spaces inside and colons are fine. */
export function isConsentId(id: string): boolean {
  return consentIdPattern.test(id);
}

/** A consent id from the path. There is one way to write it, the one of `encodeURIComponent`; others are games. */
export function decodeConsentId(segment: string): string | undefined {
  try {
    const id = decodeURIComponent(segment);
    return encodeURIComponent(id) === segment && isConsentId(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Refuses requests that a foreign page sent. `Sec-Fetch-Site` is judged by the browser, which knows the public
 * address, so it decides where it is sent; this process may stand behind a proxy that ends TLS and see another
 * host or scheme. Neither header can be set by a page.
 */
export function checkOrigin(request: Request, rules: OriginRules): void {
  if (!isOurPage(request, rules)) throw new Refusal('cross-site');
}

function isOurPage({ url, method, headers }: Request, rules: OriginRules): boolean {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (origin !== null && rules.trustedOrigins.has(origin)) return true;
  if (site !== null)
    return site === 'same-origin' || (site === 'none' && origin === null && method === 'GET');
  if (origin !== null) return origin === new URL(url).origin;
  return rules.allowMissingOrigin === true || (rules.allowMissingOrigin === 'reads' && method === 'GET');
}

/** Headers that let a page of a trusted origin read the answer. A same-origin page needs none. */
export function corsHeaders(request: Request, { trustedOrigins }: OriginRules): Record<string, string> {
  const origin = request.headers.get('origin');
  if (origin === null || !trustedOrigins.has(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'retry-after, x-correlation-id',
  };
}

/** Answer to the question a browser asks before a page of another origin may send its request. */
export function preflightAnswer(request: Request, methods: readonly string[], rules: OriginRules): Answer {
  if (!rules.trustedOrigins.has(request.headers.get('origin') ?? '')) throw new Refusal('cross-site');
  return {
    status: 204,
    headers: {
      'access-control-allow-methods': methods.join(', '),
      'access-control-allow-headers': `content-type, traceparent, tracestate, ${followsHeader}`,
      'access-control-max-age': '600',
    },
  };
}
