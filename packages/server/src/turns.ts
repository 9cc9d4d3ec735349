import { limitTime } from './hooks.ts';
import { HttpProblem } from './problem.ts';

/** Runs work of one order after the work of that order which came before, or not at all after `timeout` ms. */
export type Turns = <T>(orderId: string, timeout: number, work: () => Promise<T>) => Promise<T>;

interface Turn {
  readonly startedAt: number;
  /** Resolves after the work and all work before it. */
  readonly settled: Promise<unknown>;
}

/** Work has several requests, each of which ends after `timeout`. Workers may end it without a trace. */
const maxRequests = 6;

/** Creates the turns of one handler. Work that waited too long rejects with `upstream-timeout`. */
export function createTurns(): Turns {
  const last = new Map<string, Turn>();
  return async (orderId, timeout, work) => {
    const startedAt = performance.now();
    const found = last.get(orderId);
    const before = found && startedAt - found.startedAt < maxRequests * timeout ? found.settled : undefined;
    const run = (async () => {
      if (before) await limitTime(before, timeout).catch(giveUp);
      return await work();
    })();
    // Work that gave up ends earlier than the work that it waited for.
    const turn = { startedAt, settled: Promise.allSettled([before, run]) };
    last.set(orderId, turn);
    void turn.settled.then(() => {
      if (last.get(orderId) === turn) last.delete(orderId);
    });
    return await run;
  };
}

function giveUp(): never {
  throw new HttpProblem('upstream-timeout');
}
