import { limitTime } from './hooks.ts';
import { HttpProblem } from './problem.ts';

/** Runs work of one order after the work of that order which came before, or not at all after `timeout` ms. */
export type Turns = <T>(orderId: string, timeout: number, work: () => Promise<T>) => Promise<T>;

/** Creates the turns of one handler. Work that waited too long rejects with `upstream-timeout`. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return async (orderId, timeout, work) => {
    const before = last.get(orderId);
    const turn = (async () => {
      if (before) await limitTime(before, timeout).catch(giveUp);
      return await work();
    })();
    // Work that gave up ends earlier than the work that it waited for.
    const settled = Promise.allSettled([before, turn]);
    last.set(orderId, settled);
    try {
      return await turn;
    } finally {
      if (last.get(orderId) === settled) last.delete(orderId);
    }
  };
}

function giveUp(): never {
  throw new HttpProblem('upstream-timeout');
}
