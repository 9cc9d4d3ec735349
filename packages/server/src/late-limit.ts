import type { OrderHandlerOptions } from './options.ts';

type RateLimit = NonNullable<OrderHandlerOptions['rateLimit']>;

/** Shared by all copies of this package in a process: bundlers may include the two entry points separately. */
const lateKey: unique symbol = Symbol.for('norce-kit.late-limit');

/** Marks a limit that accepts a request for which it has no result in time. */
export function acceptWhenLate(rateLimit: RateLimit): RateLimit {
  return Object.assign(rateLimit, { [lateKey]: true });
}

/** Whether a limit accepts a request for which it has no result in time. Others end it, as other late hooks do. */
export function acceptsWhenLate(rateLimit: RateLimit): boolean {
  return lateKey in rateLimit;
}
