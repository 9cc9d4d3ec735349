import type { BodyLimits } from './body.ts';
import type { UpstreamConfig } from './forward.ts';
import { fetchTransport } from './forward.ts';
import type { OriginRules } from './guard.ts';
import type { Environment, OrderHandlerOptions, Upstream } from './options.ts';
import type { ProjectionRules } from './project.ts';
import type { Route } from './routes.ts';
import { routes } from './routes.ts';

/** The options, checked and in the form the handler works with. */
export interface Config
  extends
    BodyLimits,
    OriginRules,
    ProjectionRules,
    Pick<OrderHandlerOptions, 'authorize' | 'attributes' | 'project' | 'rateLimit' | 'onEvent'> {
  readonly basePath: string;
  readonly apiVersion: string;
  readonly routes: readonly Route[];
  readonly upstream: UpstreamConfig;
  readonly validationMessages: boolean;
}

/**
 * Checks everything that can be checked before the first request, so that a mistake shows at the start and not at a
 * shopper. No message repeats a value: the wrong one may be a misplaced key.
 */
export function configure(options: OrderHandlerOptions): Config {
  if (typeof options.authorize !== 'function') {
    throw fault(
      'authorize is missing',
      'anyone could change any order',
      'pass a function, or orderCookie({ secret })',
    );
  }
  const { attributes, validations = {} } = options;
  return {
    ...options,
    basePath: readBasePath(options.basePath ?? '/api/norce'),
    apiVersion: options.apiVersion ?? 'v0',
    attributeKeys: attributes && !('~standard' in attributes) ? attributes : [],
    validations: new Map(Object.entries(validations)),
    routes: routes.filter(({ operation }) => isOffered(operation, options)),
    upstream: readUpstream(options.upstream, options.timeout ?? 10_000),
    trustedOrigins: new Set((options.trustedOrigins ?? []).map(readOrigin)),
    allowMissingOrigin: options.allowMissingOrigin ?? false,
    validationMessages: options.validationMessages ?? false,
    maxBodyBytes: options.maxBodyBytes ?? 65_536,
    bodyTimeout: options.bodyTimeout ?? 10_000,
  };
}

/** An operation for which nothing is allowed does not exist. */
function isOffered(operation: Route['operation'], { attributes, validations }: OrderHandlerOptions): boolean {
  if (operation === 'createValidation') return Object.keys(validations ?? {}).length > 0;
  if (operation === 'patchAttributes')
    return attributes !== undefined && ('~standard' in attributes || attributes.length > 0);
  return true;
}

function readBasePath(path: string): string {
  if (path === '' || path === '/') return '';
  if (/^(\/[\w.~-]+)+$/.test(path)) return path;
  throw fault(
    'basePath is not a path',
    'no request would match it',
    "write it like '/api/norce', without a slash at its end",
  );
}

function readOrigin(configured: string): string {
  const url = URL.canParse(configured) ? new URL(configured) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw fault(
    'trustedOrigins holds something else than an origin',
    'it would match nothing, or too much',
    "write it like 'https://checkout.shop.example'",
  );
}

function readUpstream(upstream: Upstream, timeout: number): UpstreamConfig {
  const { apiKey, merchant, channel, adapterId } = upstream;
  if (typeof apiKey !== 'string' || !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw fault(
      'upstream.apiKey is not printable ASCII without spaces',
      'it cannot be sent as a header, and an attempt would quote it in an error',
      'set the bare token, without "Bearer", quotes or a line break',
    );
  }
  return {
    base: readBase(upstream),
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${apiKey}`,
      'x-merchant': readHeader('merchant', merchant),
      'x-channel': readHeader('channel', channel),
      ...(adapterId !== undefined && { 'x-adapterid': readHeader('adapterId', adapterId) }),
    },
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

const hostLabels = { playground: '.playground', stage: '.stage', production: '' } as const satisfies Record<
  Environment,
  string
>;

function readBase(upstream: Upstream): string {
  if (upstream.baseUrl === undefined) {
    const { slug, environment } = upstream;
    if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(slug) && Object.hasOwn(hostLabels, environment)) {
      return `https://${slug}.api-se${hostLabels[environment]}.norce.tech/checkout/order`;
    }
    throw fault(
      'upstream.slug or upstream.environment is not usable',
      'they name the host the key is sent to',
      "set the customer slug, and 'playground', 'stage' or 'production'",
    );
  }
  const url = URL.canParse(upstream.baseUrl) ? new URL(upstream.baseUrl) : undefined;
  const plain =
    url && url.username + url.password + url.search + url.hash === '' && /^https?:$/.test(url.protocol);
  if (!plain)
    throw fault(
      'upstream.baseUrl is not a plain http(s) address',
      'it is where the key is sent',
      "write it like 'https://shop.api-se.norce.tech/checkout/order'",
    );
  if (url.protocol === 'http:' && !upstream.fetch && !isNear(url.hostname)) {
    throw fault(
      'upstream.baseUrl is not https',
      'the key would cross the network in clear text',
      'use https, or pass upstream.fetch if the way is safe by other means',
    );
  }
  return url.href.replace(/\/$/, '');
}

/** This machine, or a name without dots as container networks give them. */
function isNear(hostname: string): boolean {
  return /^(127(\.\d+){3}|\[::1\]|[a-z0-9-]+)$/.test(hostname);
}

function fault(what: string, why: string, remedy: string): TypeError {
  return new TypeError(`createOrderHandler: ${what}. Why it matters: ${why}. What to do: ${remedy}.`);
}
