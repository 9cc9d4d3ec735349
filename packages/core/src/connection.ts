/** Environments of the order API. Production has no label of its own in the host name (documented). */
export type OrderEnvironment = 'playground' | 'stage' | 'production';

interface ConnectionBase {
  /**
   * Bearer token of the order API. It reads and changes every order of the merchant: keep it on a server. A function is
   * called for each request, so that the key can change without a restart; keep the key in memory there.
   */
  readonly apiKey: string | (() => string | Promise<string>);
  /** Merchant of all requests, sent as `x-merchant`. */
  readonly merchant: string;
  /** Channel of all requests, sent as `x-channel`: selects a set of adapter settings. */
  readonly channel: string;
  /** Sent as `x-adapterid`: the order API skips this adapter's own hooks (documented). */
  readonly adapterId?: string | undefined;
  /**
   * Sends the requests. Must not follow redirects.
   * @default globalThis.fetch, looked up at each call
   */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/** Address of the order API, by `slug` and `environment` or by `baseUrl`, and the credentials for it. */
export type ConnectionOptions =
  | (ConnectionBase & {
      /** Host label that Norce assigned, often the merchant's id (documented). */
      readonly slug: string;
      /** Environment of the order API. */
      readonly environment: OrderEnvironment;
      readonly baseUrl?: never;
    })
  | (ConnectionBase & {
      /**
       * Base URL of the order API, without `/api/v0`. https, or http for loopback, one-label hosts and requests that
       * an own `fetch` sends.
       */
      readonly baseUrl: string;
      readonly slug?: never;
      readonly environment?: never;
    });

/** Checked address and headers of the order API. */
export interface Connection {
  /** Base URL without a slash at its end. */
  readonly baseUrl: string;
  /**
   * Headers of every request: `accept`, `authorization`, `x-merchant`, `x-channel` and, if set, `x-adapterid`. Without
   * `authorization` if `apiKey` is a function.
   */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Returns the `authorization` header of one request if `apiKey` is a function; undefined if it is a string. Rejects
   * when the function fails, and with a TypeError that quotes nothing when its result is no key.
   */
  readonly authorize: (() => Promise<string>) | undefined;
}

const hostLabels: Readonly<Record<OrderEnvironment, string>> = {
  playground: '.playground',
  stage: '.stage',
  production: '',
};
const hostLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
// `docker run --env-file` keeps quotes.
const token = /^(?!["'])[\x21-\x7e]+$/;
const headerValue = /^(?!["'])[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
/** Path of the operations, which is added to the base URL. */
const operationsPath = /\/api\/v\d\/checkout(?:\/orders)?\/*$/;
/** Loopback addresses, and names without dots as container networks assign them. */
const nearbyHost = /^(?:127(?:\.\d+){3}|\[::1\]|[a-z0-9-]+)$/;

/**
 * Returns the base URL and the headers of requests to the order API. For servers that forward requests themselves.
 *
 * `label` precedes the name of an option in error messages, such as `createOrderHandler: upstream.`.
 *
 * @throws TypeError when an option is missing or unusable. The message never quotes a value.
 * @example
 * const { baseUrl, headers } = resolveConnection({
 *   slug: 'acme',
 *   environment: 'production',
 *   apiKey: process.env.NORCE_API_KEY!,
 *   merchant: 'acme',
 *   channel: 'acme-se',
 * });
 */
export function resolveConnection(options: ConnectionOptions, label = 'resolveConnection: '): Connection {
  const { apiKey, merchant, channel, adapterId } = options;
  const baseUrl =
    options.baseUrl === undefined ? hostUrl(options, label) : plainUrl(options.baseUrl, options.fetch, label);
  const toBearer = (key: string) => {
    checkHeader('apiKey', key, token, label);
    return `Bearer ${key}`;
  };
  const isFunction = typeof apiKey === 'function';
  const authorization = isFunction ? undefined : toBearer(apiKey);
  checkHeader('merchant', merchant, headerValue, label);
  checkHeader('channel', channel, headerValue, label);
  if (adapterId !== undefined) checkHeader('adapterId', adapterId, headerValue, label);
  return {
    baseUrl,
    authorize: isFunction ? async () => toBearer(await apiKey()) : undefined,
    headers: {
      accept: 'application/json',
      ...(authorization !== undefined && { authorization }),
      'x-merchant': merchant,
      'x-channel': channel,
      ...(adapterId !== undefined && { 'x-adapterid': adapterId }),
    },
  };
}

/** `https://{slug}.api-se[.playground|.stage].norce.tech/checkout/order` (documented). */
function hostUrl(
  { slug, environment }: { readonly slug: string; readonly environment: OrderEnvironment },
  label: string,
): string {
  // Unset environment variables get past the types, and "undefined" would be a valid host label.
  const given: unknown = slug;
  if (given === undefined) {
    throw optionError(
      `${label}slug and baseUrl are missing`,
      'one of them names the host that receives the key',
      'set the slug Norce assigned, such as "acme", or baseUrl; check the name of its environment variable',
    );
  }
  if (typeof given !== 'string' || !hostLabel.test(given)) {
    throw optionError(
      `${label}slug is not a host label`,
      'it names the host that receives the key',
      'set the slug Norce assigned, such as "acme", or use baseUrl',
    );
  }
  if (!Object.hasOwn(hostLabels, environment)) {
    throw optionError(
      `${label}slug needs an environment`,
      'both name the host that receives the key',
      'set environment to "playground", "stage" or "production"',
    );
  }
  return `https://${slug}.api-se${hostLabels[environment]}.norce.tech/checkout/order`;
}

function plainUrl(baseUrl: string, fetch: ConnectionOptions['fetch'], label: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || url.username + url.password + url.search + url.hash !== '' || !/^https?:$/.test(url.protocol)) {
    throw optionError(
      `${label}baseUrl is not an http(s) URL without credentials, query and fragment`,
      'it is where the key is sent',
      'set it like "https://acme.api-se.norce.tech/checkout/order"',
    );
  }
  if (operationsPath.test(url.pathname)) {
    throw optionError(
      `${label}baseUrl contains the path of the operations`,
      'it would be there twice, and each request would be 404',
      'end it before "/api/v0"',
    );
  }
  if (url.protocol === 'http:' && fetch === undefined && !nearbyHost.test(url.hostname)) {
    throw optionError(
      `${label}baseUrl is not https`,
      'the key would cross the network in clear text',
      'use https, or pass an own fetch if the connection is protected by other means',
    );
  }
  return url.href.replace(/\/+$/, '');
}

// The platform's own error for an invalid header quotes the value.
function checkHeader(name: string, value: unknown, allowed: RegExp, label: string): void {
  if (typeof value === 'string' && allowed.test(value)) return;
  throw optionError(
    `${label}${name} is missing or holds characters no header can carry`,
    'the order API rejects requests without it, and an attempt to send it would quote it in an error',
    `set the bare value of ${name} in printable ASCII: no quotes, no line break, no "Bearer"`,
  );
}

function optionError(problem: string, reason: string, remedy: string): TypeError {
  return new TypeError(`${problem}. Why it matters: ${reason}. What to do: ${remedy}.`);
}
