import { isOrderApiError } from '@norce-kit/core';
import type { OrderApiError } from '@norce-kit/core';
import type { Client } from '../client/types.ts';
import { warnOnce } from '../dev.ts';

/** Advice for problems that the handler reports of its own settings, by the end of the problem's `type`. */
const advice: Readonly<Record<string, string>> = {
  'not-found': 'Its basePath, its mount and the baseUrl of createOrderClient must be the same path.',
  'method-not-allowed': 'Its route must pass GET, PATCH and POST on.',
  forbidden:
    'authorize does not let this browser use this order. Did it get the cookie of cookie.bind(orderId)? ' +
    "To a handler of another origin, createOrderClient sends it with credentials: 'include'.",
  'cross-site': 'The origin of this page differs from that of the handler. Set trustedOrigins.',
  'attribute-not-allowed': 'Add the key to its attributes; for evidence, add evidenceKey(consentId).',
  'validation-not-allowed': 'Add the name to its validations.',
  'internal-error':
    'A function in its options threw or was late, or a body parser ran before it. onEvent has its name and error.',
  'upstream-error':
    'The order API did not respond, or refused the key, the merchant or the channel, or another server responded.',
};

/** Replaces the advice for `cross-site` there: `trustedOrigins` does not help reads, which have no `Origin` either. */
const plainHttp =
  'Browsers send no Sec-Fetch-Site from a plain http page. Use https, or the address localhost.';

/** The problems that explain a 404 of these operations: the handler has none without a list of allowed values. */
const unlisted: Readonly<Record<string, string>> = {
  patchAttributes: 'attribute-not-allowed',
  createValidation: 'validation-not-allowed',
};

/** Warns of a request that failed because of a setting. Failures that a shopper may have too cause no warning. */
export function explainFailure(
  error: unknown,
  { baseUrl = '' }: Client,
  method: 'GET' | 'PATCH' | 'POST',
): void {
  if (!isOrderApiError(error)) return;
  const { status, problem, operation } = error;
  const found = foundOf(error);
  if (found !== undefined) {
    // A route that lacks the method responds 405.
    const end = status === 405 ? ` for ${method}` : '';
    warnOnce(`${method} ${baseUrl}/… returned ${found}: is createOrderHandler mounted there${end}?`);
    return;
  }
  const [, name = ''] = /^urn:norce-kit:(.*)/.exec(problem?.type ?? '') ?? [];
  // jsdom lacks the property.
  const isPlainHttp = name === 'cross-site' && 'isSecureContext' in globalThis && !globalThis.isSecureContext;
  const help = isPlainHttp ? plainHttp : advice[(name === 'not-found' && unlisted[operation]) || name];
  if (help !== undefined)
    warnOnce(`${method} ${baseUrl}/… returned ${status} ${name} from createOrderHandler. ${help}`);
}

/** Returns what another server than the handler returned. */
function foundOf({ kind, status, code, message }: OrderApiError): string | undefined {
  if (kind === 'protocol' && message.includes('HTML')) return 'HTML';
  return (status === 404 || status === 405) && code === undefined ? `${status} of another server` : undefined;
}

/** Explains the failure of a write. */
export function watchWrite(
  write: Promise<unknown>,
  client: Client,
  method: 'PATCH' | 'POST' = 'PATCH',
): void {
  // An own client may return something else.
  Promise.resolve(write).catch((error: unknown) => explainFailure(error, client, method));
}
