import type { BodyLimits } from './json-body.ts';
import { optionError } from './option-error.ts';
import type { OriginRules } from './origin.ts';
import type { OrderHandlerOptions } from './options.ts';
import type { ProjectionRules } from './project.ts';
import type { OrderOperation } from './scope.ts';
import type { UpstreamConfig } from './upstream.ts';
import { readUpstream } from './upstream.ts';
import type { ValidationTarget, TrustedValidations } from './validations.ts';
import { isPublicOrigin } from './validations.ts';

type HookName = 'authorize' | 'attributes' | 'project' | 'rateLimit' | 'consentLog' | 'onEvent';

/** The options a request uses as they were given. */
type Hooks = { readonly [Name in HookName]: OrderHandlerOptions[Name] };

/** The checked options, in the form a request uses. */
export interface Config extends Hooks, BodyLimits, OriginRules, ProjectionRules {
  readonly basePath: string;
  readonly isOffered: (operation: OrderOperation) => boolean;
  readonly upstream: UpstreamConfig;
  readonly trustedValidations:
    { readonly adapterId: string; readonly origins: ReadonlySet<string> } | undefined;
  readonly validationMessages: boolean;
}

/** Checks all options at start, so that a mistake does not first show in a checkout. Throws a TypeError. */
export function configure(options: OrderHandlerOptions): Config {
  if (typeof options.authorize !== 'function') {
    throw optionError(
      'authorize is missing',
      'anyone could change any order',
      'pass a function, such as orderCookie({ secret })',
    );
  }
  const { authorize, attributes, project, rateLimit, consentLog, onEvent } = options;
  if (consentLog && new TextEncoder().encode(consentLog.secret).byteLength < 32) {
    throw optionError(
      'consentLog.secret is shorter than 32 bytes',
      'its hashes could be forged',
      'generate one with `openssl rand -base64 32`',
    );
  }
  return {
    authorize,
    attributes,
    project,
    rateLimit,
    consentLog,
    onEvent,
    basePath: readBasePath(options.basePath ?? '/api/norce'),
    attributeKeys: attributes && !('~standard' in attributes) ? attributes : [],
    validations: new Map(Object.entries(options.validations ?? {}).map(readValidation)),
    trustedValidations: options.trustedValidations && readTrusted(options.trustedValidations),
    validationMessages: options.validationMessages ?? false,
    isOffered: (operation) => isOffered(operation, options),
    upstream: readUpstream(options.upstream, readAmount('timeout', options.timeout, 10_000)),
    trustedOrigins: new Set((options.trustedOrigins ?? []).map(readOrigin)),
    allowMissingOrigin: options.allowMissingOrigin ?? false,
    maxBodyBytes: readAmount('maxBodyBytes', options.maxBodyBytes, 65_536),
    bodyTimeout: readAmount('bodyTimeout', options.bodyTimeout, 10_000),
  };
}

/** Operations without an allowed value do not exist: they give 404. */
function isOffered(operation: OrderOperation, options: OrderHandlerOptions): boolean {
  const { attributes, validations = {}, trustedValidations } = options;
  if (operation === 'createValidation')
    return Object.keys(validations).length > 0 || trustedValidations !== undefined;
  if (operation === 'patchAttributes')
    return attributes !== undefined && ('~standard' in attributes || attributes.length > 0);
  return true;
}

function readAmount(name: string, value: number | undefined, usual: number): number {
  if (value === undefined) return usual;
  if (Number.isFinite(value) && value > 0 && value < 2 ** 31) return value;
  throw optionError(
    `${name} is not a positive number`,
    'it would abort every request or none',
    `omit ${name} for the default of ${usual}`,
  );
}

function readBasePath(path: string): string {
  if (path === '' || path === '/') return '';
  if (/^(\/[\w.~-]+)+$/.test(path)) return path;
  throw optionError(
    'basePath is not a path',
    'no request would match it',
    "write it like '/api/norce', without a slash at the end",
  );
}

function readOrigin(configured: string): string {
  const url = URL.canParse(configured) ? new URL(configured) : undefined;
  if (url && /^https?:\/\/[^*]+$/.test(url.origin) && url.href === `${url.origin}/`) return url.origin;
  throw optionError(
    'trustedOrigins contains a value that is not an origin',
    'it would match nothing, or too much',
    "write it like 'https://checkout.shop.example'",
  );
}

// Unset environment variables get past the types.
function readValidation([name, { adapterId = '', url = '' }]: [string, Partial<ValidationTarget>]): [
  string,
  ValidationTarget,
] {
  const plain = url.replaceAll('{order_id}', 'order_id');
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
  if (adapterId !== '' && origins.length > 0 && origins.every(isPublicOrigin)) {
    return { adapterId, origins: new Set(origins.map((origin) => new URL(origin).origin)) };
  }
  throw optionError(
    'trustedValidations has no adapterId, or an origin that is not https with a public name and no port',
    'a browser could make the order API call into private networks',
    "write origins like 'https://checks.shop.example'",
  );
}
