import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { Optional } from './defined-members.ts';
import { definedMembers } from './defined-members.ts';
import type { Milliseconds } from './random.ts';
import { isAmount, isMilliseconds } from './random.ts';
import type { Callbacks, Hook, Operation, OrderInput } from './types.ts';
import type { Unknowns } from './unknowns.ts';
import { checkUnknowns, defaultUnknowns } from './unknowns.ts';

/** Options of `createSandbox`. */
export interface SandboxOptions {
  /** Key that requests must send as bearer token. @default 'sandbox-key' */
  readonly apiKey?: string | undefined;
  /** The only merchant of the sandbox. @default 'acme' */
  readonly merchant?: string | undefined;
  /** The only channel of the sandbox. @default 'acme-se' */
  readonly channel?: string | undefined;
  /**
   * Whether key, merchant and channel are checked. With `false`, a browser client can call the sandbox without a
   * handler, and `{ name }` registers a validation as it does through the handler. @default true
   */
  readonly authenticate?: boolean | undefined;
  /** Time until a request reaches the order API; a range gives each request a random time. @default 0 */
  readonly latency?: Milliseconds | undefined;
  /** The orders at the start and after `reset()`. @default [] */
  readonly seed?: readonly OrderInput[] | undefined;
  /** Seed of the RNGs for ids and faults; equal seeds give equal runs. @default 1 */
  readonly randomSeed?: number | undefined;
  /** Source of time and timers. @default the globals, read at each call */
  readonly clock?: Clock | undefined;
  /** Adapters that are called before a change is stored. @default [] */
  readonly hooks?: readonly Hook[] | undefined;
  /** How registered validations are called. @default {} */
  readonly callbacks?: Callbacks | undefined;
  /**
   * Checks each admitted request further; a returned text becomes a 400. Bodies are always checked against the OpenAPI
   * document. @default no further check
   */
  readonly checkRequest?: RequestCheck | undefined;
  /** Maximum number of receipts; the oldest are removed first. @default 1000 */
  readonly receiptLimit?: number | undefined;
  /** Maximum number of orders; the oldest are removed first. @default 20000 */
  readonly orderLimit?: number | undefined;
  /** Maximum length of a request body in characters; a longer body gets 400. @default 1048576 */
  readonly bodyLimit?: number | undefined;
  /** Behaviour where the public documentation leaves the API undefined. @default the defaults of `Unknowns` */
  readonly unknowns?: Optional<Unknowns> | undefined;
}

/** Returns why a request is invalid, or undefined if it is valid. */
export type RequestCheck = (
  operation: Operation,
  headers: Record<string, string>,
  body: unknown,
) => string | undefined;

/** The options with all defaults. */
export type Settings = {
  readonly [Name in Exclude<keyof SandboxOptions, 'unknowns'>]-?: NonNullable<SandboxOptions[Name]>;
} & {
  /** A value for each undefined behaviour. */
  readonly unknowns: Unknowns;
};

/**
 * Adds the defaults to the options. Throws for an option that would do nothing: JavaScript can misspell one, and a test with
 * it would prove nothing.
 */
export function withDefaults({
  apiKey = 'sandbox-key',
  merchant = 'acme',
  channel = 'acme-se',
  authenticate = true,
  latency = 0,
  seed = [],
  randomSeed = 1,
  clock = systemClock,
  hooks = [],
  callbacks = {},
  checkRequest = () => undefined,
  receiptLimit = 1000,
  orderLimit = 20_000,
  bodyLimit = 2 ** 20,
  unknowns,
  ...further
}: SandboxOptions): Settings {
  const [misspelled] = Object.keys(further);
  if (misspelled !== undefined) throw new TypeError(`createSandbox has no option ${misspelled}.`);
  if (!isMilliseconds(latency)) throw new RangeError('latency has to be 0 ms or more.');
  for (const [name, limit] of Object.entries({ receiptLimit, orderLimit, bodyLimit }))
    if (!isAmount(limit)) throw new RangeError(`${name} has to be 0 or more.`);
  const given = definedMembers(unknowns);
  checkUnknowns(given);
  return {
    apiKey,
    merchant,
    channel,
    authenticate,
    latency,
    seed,
    randomSeed,
    clock,
    hooks,
    callbacks,
    checkRequest,
    receiptLimit,
    orderLimit,
    bodyLimit,
    unknowns: { ...defaultUnknowns, ...given },
  };
}
