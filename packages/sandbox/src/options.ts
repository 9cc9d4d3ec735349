import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { Milliseconds } from './random.ts';
import type { Callbacks, Hook, Operation, OrderInput } from './types.ts';
import type { Unknowns } from './unknowns.ts';
import { defaultUnknowns } from './unknowns.ts';

/** How a sandbox is set up; everything has a default. */
export interface SandboxOptions {
  /** The key requests have to bear. @default 'sandbox-key' */
  readonly apiKey?: string;
  /** The one merchant it knows. @default 'acme' */
  readonly merchant?: string;
  /** The one channel it knows. @default 'acme-se' */
  readonly channel?: string;
  /**
   * Whether key, merchant and channel are looked at. Without, a browser's client may speak to the sandbox with no
   * handler between, and a validation may be registered by `{ name }` as the handler allows. @default true
   */
  readonly authenticate?: boolean;
  /** Milliseconds each request takes to reach the order service; a range draws anew each time. @default 0 */
  readonly latency?: Milliseconds;
  /** The orders it starts with, and has again after `reset()`. @default [] */
  readonly seed?: readonly OrderInput[];
  /** Decides ids and the dice of faults; equal numbers give equal runs. @default 1 */
  readonly randomSeed?: number;
  /** Time and timers. @default the globals, looked up at each call */
  readonly clock?: Clock;
  /** Adapters that are asked before a change is stored. @default [] */
  readonly hooks?: readonly Hook[];
  /** How registered validations are called. */
  readonly callbacks?: Callbacks;
  /**
   * Looks at each request that has passed the door; what it returns is answered as 400. `@norce-kit/sandbox/server`
   * has one that holds requests against the OpenAPI document. @default none
   */
  readonly checkRequest?: RequestCheck;
  /** How many receipts are kept; the oldest go first. @default 1000 */
  readonly receiptLimit?: number;
  /** How many orders are kept; the oldest go first. @default 20000 */
  readonly orderLimit?: number;
  /** Longest body that is read, in characters; a longer one gets 400. @default 1048576 */
  readonly bodyLimit?: number;
  /** Choices where nothing is published about the API. */
  readonly unknowns?: Partial<Unknowns>;
}

/** Says what is wrong with a request, or undefined. */
export type RequestCheck = (
  operation: Operation,
  headers: Record<string, string>,
  body: unknown,
) => string | undefined;

/** The options with every default in place. */
export type Settings = Required<Omit<SandboxOptions, 'unknowns'>> & { readonly unknowns: Unknowns };

/** Fills in the defaults. */
export function withDefaults(options: SandboxOptions): Settings {
  return {
    apiKey: 'sandbox-key',
    merchant: 'acme',
    channel: 'acme-se',
    authenticate: true,
    latency: 0,
    seed: [],
    randomSeed: 1,
    clock: systemClock,
    hooks: [],
    callbacks: {},
    checkRequest: () => undefined,
    receiptLimit: 1000,
    orderLimit: 20_000,
    bodyLimit: 2 ** 20,
    ...options,
    unknowns: { ...defaultUnknowns, ...options.unknowns },
  };
}
