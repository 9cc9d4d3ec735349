import { fault } from './option-error.ts';
import type { UpstreamConfig } from './forward.ts';
import { fetchTransport } from './forward.ts';
import type { Environment, Upstream } from './options.ts';

const hostLabels = {
  playground: '.playground',
  stage: '.stage',
  production: '',
} as const satisfies Record<Environment, string>;

/** Address and headers of the order API, checked: what is sent later cannot fail on them, or say them in an error. */
export function readUpstream(upstream: Upstream, timeout: number): UpstreamConfig {
  const { apiKey, merchant, channel, adapterId } = upstream;
  if (typeof apiKey !== 'string' || !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw fault(
      'upstream.apiKey is not printable ASCII without spaces',
      'it cannot be sent as a header, and an attempt would quote it in an error',
      'set the bare token, without "Bearer", quotes or a line break',
    );
  }
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${apiKey}`,
    'x-merchant': readHeader('merchant', merchant),
    'x-channel': readHeader('channel', channel),
    ...(adapterId !== undefined && { 'x-adapterid': readHeader('adapterId', adapterId) }),
  };
  return {
    base:
      upstream.baseUrl === undefined
        ? hostOf(upstream)
        : readBase(upstream.baseUrl, upstream.fetch !== undefined),
    // All requests share them, so no transport may change them.
    headers: Object.freeze(headers),
    bodyHeaders: Object.freeze({ ...headers, 'content-type': 'application/json' }),
    key: apiKey,
    transport: upstream.transport ?? fetchTransport(upstream.fetch),
    timeout,
  };
}

function readHeader(name: string, value: unknown): string {
  if (typeof value === 'string' && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value)) return value;
  throw fault(
    `upstream.${name} is empty or not printable ASCII`,
    'the order API refuses requests without it',
    `set upstream.${name} to the id that Norce gave you`,
  );
}

/** An unset variable of the environment gets past the types, and `undefined` would be a good name of a host. */
function hostOf({ slug = '', environment }: { slug?: string; environment: Environment }): string {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(slug) && Object.hasOwn(hostLabels, environment)) {
    return `https://${slug}.api-se${hostLabels[environment]}.norce.tech/checkout/order`;
  }
  throw fault(
    'upstream.slug or upstream.environment is not usable',
    'they name the host the key is sent to',
    "set the customer slug, and 'playground', 'stage' or 'production'",
  );
}

function readBase(baseUrl: string, hasOwnFetch: boolean): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || url.username + url.password + url.search + url.hash !== '' || !/^https?:$/.test(url.protocol)) {
    throw fault(
      'upstream.baseUrl is not a plain http(s) address',
      'it is where the key is sent',
      "write it like 'https://shop.api-se.norce.tech/checkout/order'",
    );
  }
  if (url.protocol === 'http:' && !hasOwnFetch && !isNear(url.hostname)) {
    throw fault(
      'upstream.baseUrl is not https',
      'the key would cross the network in clear text',
      'use https, or pass upstream.fetch if the way is safe by other means',
    );
  }
  return url.href.replace(/\/+$/, '');
}

/** This machine, or a name without dots as container networks give them. */
function isNear(hostname: string): boolean {
  return /^(127(\.\d+){3}|\[::1\]|[a-z0-9-]+)$/.test(hostname);
}
