import type { Answer } from './response.ts';
import type { Clock } from '../clock.ts';
import type { Route } from './routes.ts';
import type { Callbacks, Hook, SandboxOrder } from '../types.ts';
import type { Unknowns } from '../unknowns.ts';

/** One request that has passed the door: what it asks for, and what the sandbox lends it to answer. */
export interface Call extends Route {
  readonly merchant: string;
  readonly channel: string;
  readonly adapterId?: string;
  /** The parsed body; undefined without one. */
  readonly body: unknown;
  readonly unknowns: Unknowns;
  readonly clock: Clock;
  readonly hooks: readonly Hook[];
  readonly callbacks: Callbacks;
  /** A new id with the prefix, never the same twice. */
  readonly newId: (prefix: string) => string;
  /** Whether validations may be registered by name alone, as through the handler of `@norce-kit/server`. */
  readonly named: boolean;
}

/** What an operation wants: the order as it shall be stored, if it changes, and what to answer. */
export interface Result {
  readonly answer: Answer;
  readonly order?: SandboxOrder;
  /** Answered now, to be done `laterMs` milliseconds from now, against the order as it is then. */
  readonly laterMs?: number;
}

/** An operation on one order. It changes nothing itself; the sandbox stores what it returns. */
export type Handle = (order: SandboxOrder, call: Call) => Result | Promise<Result>;
