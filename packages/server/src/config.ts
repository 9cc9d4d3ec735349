import type { Background } from './background.ts';
import { createBackground, stopsAtResponse } from './background.ts';
import type { ConsentLog } from './consent-log.ts';
import type { ConsentRecorder } from './consent-recorder.ts';
import { createRecorder } from './consent-recorder.ts';
import type { BodyLimits } from './json-body.ts';
import { checkAmounts } from './option-amounts.ts';
import { optionError } from './option-error.ts';
import { checkKinds } from './option-kinds.ts';
import type { OriginRules } from './origin.ts';
import { knownHeaders } from './origin.ts';
import type { OrderHandlerOptions } from './options.ts';
import type { ProjectionRules } from './project.ts';
import type { PathReader } from './request-path.ts';
import { createPathReader } from './request-path.ts';
import type { Route } from './routes.ts';
import { ordersPath, routes } from './routes.ts';
import type { OrderOperation } from './scope.ts';
import { isTraced } from './trace.ts';
import { createTurns } from './turns.ts';
import type { Turns } from './turns.ts';
import type { UpstreamConfig } from './upstream.ts';
import { readUpstream } from './upstream.ts';
import type { ValidationTarget, TrustedValidations } from './validations.ts';
import { isPublicOrigin } from './validations.ts';

type GivenName =
  | 'authorize'
  | 'attributes'
  | 'project'
  | 'rateLimit'
  | 'onEvent'
  | 'waitUntil'
  | 'requestIdHeader';

/** The options a request uses as they were given. */
type Given = { readonly [Name in GivenName]: OrderHandlerOptions[Name] };

/** The shop's log, ready for use. */
export interface ConsentLogging {
  readonly isAwaited: boolean;
  readonly recorder: ConsentRecorder;
}

/** The checked options, in the form a request uses. */
export interface Config extends Given, BodyLimits, OriginRules, ProjectionRules {
  readonly basePath: string;
  /** Paths or URLs to which the response to a form may lead. */
  readonly formReturnTo: readonly string[];
  readonly turns: Turns;
  readonly readPath: PathReader;
  /** Decoded path before an order id, with the slash at its end. */
  readonly mount: string;
  /** Routes whose operation is offered. */
  readonly routes: readonly Route[];
  readonly upstream: UpstreamConfig;
  readonly trustedValidations:
    | { readonly adapterId: string; readonly origins: ReadonlySet<string> }
    | undefined;
  readonly validationMessages: boolean;
  readonly consentLog: ConsentLogging | undefined;
  readonly background: Background;
  readonly stopsAtResponse: boolean;
  readonly forwardsTrace: () => boolean;
  readonly trustedProxies: number;
  /** Timeout of one call of a hook in ms. */
  readonly hookTimeout: number;
}

/** Checks all options at start, so that a mistake does not first show in a checkout. Throws a TypeError. */
export function configure(options: OrderHandlerOptions): Config {
  // Called without options, from JavaScript.
  if (typeof (options as Partial<OrderHandlerOptions> | undefined)?.authorize !== 'function') {
    throw optionError(
      'authorize is missing',
      'anyone could change any order',
      'pass a function, such as orderCookie({ secret })',
    );
  }
  checkKinds(options);
  const { authorize, attributes, project, rateLimit, onEvent, waitUntil, requestIdHeader } = options;
  const { consentLog, traceContext = true, preflightHeaders = [] } = options;
  const { timeout = 10_000, bodyTimeout = 10_000, hookTimeout = 5_000 } = options;
  const { maxPerOrder = 8, maxBodyBytes = 65_536 } = options;
  checkAmounts({ timeout, bodyTimeout, hookTimeout, maxPerOrder, maxBodyBytes });
  const basePath = readBasePath(options.basePath ?? '/api/norce');
  const trustedOrigins = new Set((options.trustedOrigins ?? []).map(readOrigin));
  return {
    authorize,
    attributes,
    project,
    rateLimit,
    onEvent,
    waitUntil,
    requestIdHeader: requestIdHeader === undefined ? undefined : readHeaderName(requestIdHeader),
    consentLog: consentLog && readConsentLog(consentLog, hookTimeout),
    background: createBackground(),
    stopsAtResponse: stopsAtResponse(),
    forwardsTrace: () => traceContext && !isTraced(),
    trustedProxies: readCount(options.trustedProxies ?? 0),
    hookTimeout,
    basePath,
    mount: basePath + ordersPath,
    formReturnTo: [options.formReturnTo ?? []].flat().map((to) => readReturnTo(to, trustedOrigins)),
    turns: createTurns(),
    readPath: createPathReader(),
    attributeKeys: attributes && '~standard' in attributes ? undefined : (attributes ?? []),
    validations: new Map(Object.entries(options.validations ?? {}).map(readTarget)),
    trustedValidations: options.trustedValidations && readTrusted(options.trustedValidations),
    validationMessages: options.validationMessages ?? false,
    routes: routes.filter(({ operation }) => isOffered(operation, options)),
    upstream: readUpstream(options.upstream, {
      timeout,
      hookTimeout,
      maxPerOrder,
    }),
    trustedOrigins,
    allowMissingOrigin: options.allowMissingOrigin ?? false,
    allowedHeaders: [...knownHeaders, ...preflightHeaders.map(readHeaderName)].join(', '),
    maxBodyBytes,
    bodyTimeout,
  };
}

/** Operations without an allowed value do not exist: they give 404. */
function isOffered(operation: OrderOperation, options: OrderHandlerOptions): boolean {
  const { attributes, validations = {}, trustedValidations } = options;
  if (operation === 'createValidation')
    return Object.keys(validations).length > 0 || trustedValidations !== undefined;
  if (operation === 'patchAttributes')
    return attributes ? '~standard' in attributes || attributes.length > 0 : false;
  return true;
}

function readConsentLog(log: ConsentLog, hookTimeout: number): ConsentLogging {
  if (new TextEncoder().encode(log.secret).byteLength < 32) {
    throw optionError(
      'consentLog.secret is shorter than 32 bytes',
      'its hashes could be forged',
      'generate one with `openssl rand -base64 32`',
    );
  }
  if (!log.write && !log.writeAll) {
    throw optionError('consentLog has no write', 'no answer would be logged', 'pass write or writeAll');
  }
  return {
    isAwaited: log.awaited ?? false,
    recorder: createRecorder(log, hookTimeout),
  };
}

function readHeaderName(name: string): string {
  if (/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return name;
  throw optionError(
    'requestIdHeader or preflightHeaders contains a value that is not a header name',
    'no request could have it',
    "write it like 'x-request-id'",
  );
}

function readCount(count: number): number {
  if (Number.isInteger(count) && count >= 0) return count;
  throw optionError(
    'trustedProxies is not a whole number',
    'a client could choose its address',
    'set the number of proxies in front of this process, or omit it',
  );
}

function readBasePath(path: string): string {
  if (path === '' || path === '/') return '';
  // `URL` resolves `.` and `..` in each request.
  if (/^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/.test(path)) return path;
  throw optionError(
    'basePath is not a path',
    'no request would match it',
    "write it like '/api/norce', without a slash at the end",
  );
}

function readReturnTo(to: string, trustedOrigins: ReadonlySet<string>): string {
  const own = 'https://shop.invalid';
  // JavaScript gets past the types.
  const filled = typeof (to as unknown) === 'string' ? to.replaceAll('{order_id}', 'o') : '';
  const url = URL.canParse(filled, own) ? new URL(filled, own) : undefined;
  const isPath = filled.startsWith('/') && url?.origin === own && !url.pathname.startsWith('//');
  if (isPath || (url && url.origin !== own && trustedOrigins.has(url.origin))) return to;
  throw optionError(
    'formReturnTo contains a value that is neither a path nor a URL of trustedOrigins',
    'it could lead a shopper to another site',
    "write it like '/checkout'",
  );
}

function readOrigin(configured: string): string {
  const url = URL.canParse(configured) ? new URL(configured) : undefined;
  if (url && /^https?:\/\/[^*]+$/.test(url.origin) && url.href === `${url.origin}/`) return url.origin;
  // Pages of an app, such as those of Capacitor. URL has no origin for their schemes, but browsers send one.
  const ofApp = /^[a-z][a-z\d.+-]*:\/\/[a-z\d.-]+(?::\d+)?(?=\/?$)/.exec(configured)?.[0];
  if (ofApp !== undefined && url?.origin === 'null') return ofApp;
  throw optionError(
    'trustedOrigins contains a value that is not an origin',
    'it would match nothing, or too much',
    "write it like 'https://checkout.shop.example'",
  );
}

// Unset environment variables get past the types.
function readTarget([name, target]: [string, Partial<ValidationTarget> | undefined]): [
  string,
  ValidationTarget,
] {
  const { adapterId = '', url = '' } = target ?? {};
  const plain = typeof (url as unknown) === 'string' ? url.replaceAll('{order_id}', 'order_id') : '';
  if (adapterId !== '' && URL.canParse(plain) && /^https?:$/.test(new URL(plain).protocol))
    return [name, { adapterId, url }];
  throw optionError(
    'a validation has no adapterId or no http(s) address',
    'the order API could not call it',
    "give both, like { adapterId: 'stock', url: 'https://checks.shop.example/{order_id}' }",
  );
}

function readTrusted({
  adapterId = '',
  origins = [],
}: Partial<TrustedValidations>): Config['trustedValidations'] {
  // A text has a length too.
  const isList: boolean = Array.isArray(origins) && origins.length > 0;
  if (adapterId !== '' && isList && origins.every(isPublicOrigin)) {
    return { adapterId, origins: new Set(origins.map((origin) => new URL(origin).origin)) };
  }
  throw optionError(
    'trustedValidations has no adapterId, or an origin that is not https with a public name and no port',
    'a browser could make the order API call into private networks',
    "write origins like 'https://checks.shop.example'",
  );
}
