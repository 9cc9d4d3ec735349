import { HttpProblem } from './problem.ts';

/** Time limit of one upstream request. */
export interface Deadline {
  /** Calls the listener when the time is up or the request is given up. */
  readonly onEnd: (listener: () => void) => void;
  /** Settles as `work` does, or rejects with `upstream-timeout` at the end. */
  readonly race: <T>(work: Promise<T>) => Promise<T>;
  /** Gives the request up. */
  readonly end: () => void;
  /** Stops the clock: the response is complete and leaves nothing to end. */
  readonly clear: () => void;
}

/** Starts the clock of one upstream request. Calls `onDone` once, when it stops or ends. */
export function startDeadline(milliseconds: number, onDone: () => void): Deadline {
  const listeners: (() => void)[] = [];
  let isOver = false;
  let isDone = false;
  const stop = () => {
    clearTimeout(timer);
    if (!isDone) onDone();
    isDone = true;
  };
  const onEnd = (listener: () => void) => {
    if (isOver) listener();
    else listeners.push(listener);
  };
  const end = () => {
    stop();
    isOver = true;
    for (const listener of listeners.splice(0)) listener();
  };
  const timer = setTimeout(end, milliseconds);
  return {
    onEnd,
    race: (work) => raceEnd(onEnd, work),
    end,
    clear: stop,
  };
}

/** Settles as `work` does, or rejects with `upstream-timeout` when `onEnd` calls. */
export function raceEnd<T>(onEnd: Deadline['onEnd'], work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    onEnd(() => reject(new HttpProblem('upstream-timeout')));
    work.then(resolve, reject);
  });
}
