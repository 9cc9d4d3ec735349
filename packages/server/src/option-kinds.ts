import { optionError } from './option-error.ts';
import type { OptionNames } from './option-names.ts';
import { checkNames } from './option-names.ts';
import type { OrderHandlerOptions } from './options.ts';

const optionNames: OptionNames<OrderHandlerOptions> = {
  upstream: true,
  authorize: true,
  basePath: true,
  trustedOrigins: true,
  allowMissingOrigin: true,
  formReturnTo: true,
  attributes: true,
  validations: true,
  trustedValidations: true,
  validationMessages: true,
  project: true,
  rateLimit: true,
  trustedProxies: true,
  consentLog: true,
  onEvent: true,
  waitUntil: true,
  hookTimeout: true,
  maxPerOrder: true,
  requestIdHeader: true,
  traceContext: true,
  preflightHeaders: true,
  timeout: true,
  bodyTimeout: true,
  maxBodyBytes: true,
};

/**
 * Throws for values of another kind than the types allow, which get past them in JavaScript: each request would fail, or
 * the option would do nothing. A condition may leave an option out as `null` or `false`.
 */
export function checkKinds(options: OrderHandlerOptions): void {
  const { attributes, consentLog, project, rateLimit, onEvent, waitUntil } = options;
  const { trustedOrigins, preflightHeaders, upstream } = options;
  if (typeof upstream !== 'object' || (upstream as Upstream) === null) {
    throw optionError(
      'upstream is missing',
      'no request could be sent',
      "pass { slug: 'acme', environment: 'production', apiKey, merchant, channel }",
    );
  }
  const caller = 'createOrderHandler';
  checkNames(options, optionNames, caller);
  checkNames(upstream, { adapterId: true, fetch: true, transport: true }, caller, 'upstream.');
  // The others are mandatory.
  if (consentLog) checkNames(consentLog, { awaited: true }, caller, 'consentLog.');
  checkFunctions({ project, rateLimit, onEvent, waitUntil, 'upstream.fetch': upstream.fetch });
  const { write, writeAll } = consentLog || {};
  checkFunctions({ 'consentLog.write': write, 'consentLog.writeAll': writeAll });
  checkLists({ trustedOrigins, preflightHeaders }, "write it like ['…']");
  const keys = isSchema(attributes) ? undefined : attributes;
  checkLists({ attributes: keys }, "write it like ['giftMessage'], or pass a Standard Schema");
  const { validationMessages, traceContext, allowMissingOrigin } = options;
  checkFlags({ validationMessages, traceContext, 'consentLog.awaited': (consentLog || {}).awaited });
  if (allowMissingOrigin !== 'reads') checkFlags({ allowMissingOrigin });
}

type Upstream = OrderHandlerOptions['upstream'] | null;

/** Schemas may be functions. */
function isSchema(value: unknown): boolean {
  return Object(value) === value && '~standard' in (value as object);
}

/** Throws for the text of an environment variable in the place of a boolean. */
export function checkFlags(values: Readonly<Record<string, unknown>>, caller?: string): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || typeof value === 'boolean') continue;
    throw optionError(
      `${name} is neither true nor false`,
      "the text 'false' would count as true",
      "compare the environment variable: process.env.FLAG === 'true'",
      caller,
    );
  }
}

/** Throws for another value in the place of a function. */
export function checkFunctions(values: Readonly<Record<string, unknown>>, caller?: string): void {
  for (const [name, value] of Object.entries(values)) {
    if (!value || typeof value === 'function') continue;
    throw optionError(
      `${name} is not a function`,
      'it could not be called',
      `pass a function, or omit ${name}`,
      caller,
    );
  }
}

function checkLists(values: Readonly<Record<string, unknown>>, remedy: string): void {
  for (const [name, value] of Object.entries(values)) {
    const isList = Array.isArray(value) && value.every((member) => typeof member === 'string');
    if (!value || isList) continue;
    throw optionError(`${name} is not a list of strings`, 'nothing in it would count', remedy);
  }
}
